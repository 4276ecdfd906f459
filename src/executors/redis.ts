import type { SecureContextOptions } from "node:tls";
import type { Redis } from "ioredis";
import { CommandError, EXIT } from "../errors.ts";

/** Longest wait for the first answer of a server. */
const CONNECT_MS = 5_000;

/** Modules of the queue. They are optional: whoever does not use it need not install them. */
export interface QueueModules {
  readonly Redis: typeof Redis;
  readonly bullmq: typeof import("bullmq");
}

export async function loadQueueModules(): Promise<QueueModules> {
  try {
    const [{ Redis }, bullmq] = await Promise.all([import("ioredis"), import("bullmq")]);
    return { Redis, bullmq };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CommandError(EXIT.unavailable, "missing packages bullmq and ioredis, install them to use the queue");
  }
}

/** The client alone. */
export async function loadRedis(): Promise<Pick<QueueModules, "Redis">> {
  try {
    return { Redis: (await import("ioredis")).Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CommandError(EXIT.unavailable, "missing package ioredis, install it to use Redis");
  }
}

/** Address of a server without the user and password that its URL may hold. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    throw new CommandError(
      EXIT.usage,
      "invalid Redis URL, must be like redis://host:6379 or rediss://user:password@host:6380",
    );
  }
}

/**
 * Connects, and makes sure that the server answers and throws nothing away when it is full: an evicted job would be a lost one.
 *
 * @param tls what a URL cannot say: whose certificates to trust, and our own
 * @throws CommandError 69 where there is no such server
 */
export async function connectRedis(
  url: string,
  { Redis }: Pick<QueueModules, "Redis">,
  tls?: SecureContextOptions,
): Promise<Redis> {
  const address = shownAddress(url);
  const redis = new Redis(url, {
    ...(tls === undefined ? {} : { tls }),
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null, // a server that restarts is waited for
    retryStrategy: (times) => Math.min(100 * times, 1000),
  });
  let last = "no answer";
  redis.on("error", (error: Error) => {
    last = error.message;
  });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(last)), CONNECT_MS);
  });
  try {
    const memory = await Promise.race([redis.connect().then(() => redis.info("memory")), patience]);
    const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
    if (policy === undefined || policy === "noeviction") return redis;
    throw new Error(`its maxmemory-policy is ${policy}, must be noeviction`);
  } catch (error) {
    redis.disconnect();
    throw new CommandError(EXIT.unavailable, `unsupported Redis at ${address}, ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
}
