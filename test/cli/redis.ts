import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

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
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    requirepass: password,
    "maxmemory-policy": policy,
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
  };
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn(
      "redis-server",
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    );
    const isUp = (): boolean =>
      spawnSync("redis-cli", ["-p", String(port), "-a", password, "--no-auth-warning", "ping"]).stdout.toString() ===
      "PONG\n";
    for (let tries = 0; !isUp(); tries++) {
      if (tries > 300) throw new Error("redis-server does not start");
      await sleep(100);
    }
  };
  const end = (signal: NodeJS.Signals): Promise<void> =>
    new Promise((resolve) => {
      server.on("close", () => resolve());
      server.kill(signal);
    });
  await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    written: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"))
        .join(""),
    async restart() {
      await end("SIGKILL");
      await sleep(500);
      await start();
    },
    async stop() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
