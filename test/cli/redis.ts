import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRedisServer, freePort } from "../helpers/redis-server.ts";

export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of our own: on loopback, with its own port and folder, every write on disk. */
export interface OwnRedis {
  readonly url: string;
  readonly password: string;
  /** Everything that was written to it, as it lies on the disk. */
  written(): string;
  /** Stops it as a crash would and starts it on what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(policy = "noeviction"): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-redis-"));
  const port = await freePort();
  const password = "s3cret-word";
  const server = createRedisServer({
    port: String(port),
    dir: folder,
    requirepass: password,
    "maxmemory-policy": policy,
  });
  await server.start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    written: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"))
        .join(""),
    async restart() {
      await server.end("SIGKILL");
      await sleep(500);
      await server.start();
    },
    async stop() {
      await server.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
