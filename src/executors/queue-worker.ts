import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Redis } from "ioredis";
import { encodeBlock } from "../checkpoint/block-codec.ts";
import { compileStudy, toBatchStudy } from "../compile-study.ts";
import { parseStudy } from "../config/parse-study.ts";
import { describeRun } from "../outputs/describe-run.ts";
import { type BlockPool, openBlockPool } from "./pool.ts";
import {
  type BlockJob,
  describeFault,
  KEPT_SECONDS,
  type QueuedStudy,
  queueName,
  resultKey,
} from "./queue-protocol.ts";
import { connectRedis, loadQueueModules } from "./redis.ts";

const compress = promisify(deflateRaw);

/** A worker that does not renew its lock for this long is lost, and its blocks are given to others. */
const LOCK_MS = 5_000;
const LOOK_FOR_LOST_MS = 1_000;
/** A block whose workers were lost this often is not tried again. A busy machine may look lost without being it. */
const MOST_LOSSES = 10;
/** Studies kept ready; beyond, the one that rested longest is closed. */
const MOST_STUDIES = 4;

/**
 * Takes blocks from the queue until it is asked to stop. Blocks are computed in threads: the main thread renews the locks, which
 * a computation on it would keep from happening.
 */
export async function runQueueWorker(
  url: string,
  workers: number,
  signal: AbortSignal,
  notify: (text: string) => void,
): Promise<void> {
  const modules = await loadQueueModules();
  const redis = await connectRedis(url, modules);
  const connection = redis.duplicate();
  const studies = openStudies(redis, modules.bullmq.UnrecoverableError, workers, signal);
  const worker = new modules.bullmq.Worker<BlockJob>(
    queueName(),
    async ({ data }) => {
      const outcome = await studies.use(data.studyKey, (pool) => pool.run({ from: data.from, to: data.to }));
      const packed = await compress(encodeBlock(outcome), { level: 1 });
      await redis.set(resultKey(data.studyKey, data), packed, "EX", KEPT_SECONDS);
    },
    {
      connection,
      concurrency: workers * 2, // one in work, one waiting
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_LOST_MS,
      maxStalledCount: MOST_LOSSES,
    },
  );
  for (const client of [connection, worker]) client.on("error", () => undefined); // reconnects by itself
  worker.on("failed", (job, error) => {
    if (!signal.aborted) notify(`block of scenario ${job?.data.from} failed: ${error.message}`);
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  // What is under way is not waited for: its lock runs out and another worker takes it.
  await worker.close(true);
  await studies.close();
  redis.disconnect();
  connection.disconnect();
}

/** Pools of the studies that blocks come from. */
function openStudies(redis: Redis, GiveUp: new (message: string) => Error, workers: number, signal: AbortSignal) {
  interface Entry {
    readonly pool: Promise<BlockPool>;
    users: number;
  }
  /** The one that rested longest comes first. */
  const entries = new Map<string, Entry>();

  async function start(key: string): Promise<BlockPool> {
    const text = await redis.get(key);
    if (text === null) throw new GiveUp("missing study, its run has ended");
    const { file, text: study, configHash, ...asked } = JSON.parse(text) as QueuedStudy;
    const parsed = parseStudy(file, study);
    const compiled = compileStudy(parsed, asked);
    const { identity } = describeRun(parsed, compiled, { executor: { name: "queue" }, workers });
    if (identity.configHash !== configHash) {
      throw new GiveUp("invalid study, it is another one here than where it is run");
    }
    return openBlockPool(toBatchStudy(compiled), { workers, studyFile: file }, signal);
  }

  async function closeEntry(key: string, { pool }: Entry): Promise<void> {
    entries.delete(key);
    await pool.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }

  return {
    async use<Result>(key: string, task: (pool: BlockPool) => Promise<Result>): Promise<Result> {
      const entry = entries.get(key) ?? { pool: start(key), users: 0 };
      entries.delete(key);
      entries.set(key, entry);
      entry.users += 1;
      try {
        return await task(await entry.pool);
      } catch (error) {
        await entry.pool.catch(() => entries.delete(key)); // one that did not start is started anew
        throw error instanceof GiveUp ? error : new Error(describeFault(error));
      } finally {
        entry.users -= 1;
        for (const [other, idle] of entries) {
          if (entries.size > MOST_STUDIES && idle.users === 0) await closeEntry(other, idle);
        }
      }
    },
    async close(): Promise<void> {
      for (const [key, entry] of entries) await closeEntry(key, entry);
    },
  };
}
