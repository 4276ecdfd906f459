import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A redis-server process of a test's own. */
export interface RedisServer {
  /** Starts it, on what lies in its folder, and waits until it answers. */
  start(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Appends everything it is told to its folder: what it has written it still knows after a crash. */
const DURABLE = { bind: "127.0.0.1", appendonly: "yes", appendfsync: "everysec", save: "" };

/** @param settings as in redis.conf, `dir` and a port among them */
export function createRedisServer(settings: Readonly<Record<string, string>>): RedisServer {
  const args = Object.entries({ ...DURABLE, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
  let server: ChildProcess;
  return {
    async start() {
      server = spawn("redis-server", args);
      let said = "";
      server.stdout?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      for (let tries = 0; !said.includes("Ready to accept connections"); tries++) {
        if (tries > 600 || server.exitCode !== null) throw new Error(`redis-server does not start: ${said}`);
        await sleep(50);
      }
    },
    end: (signal) =>
      new Promise((resolve) => {
        server.on("close", () => resolve());
        server.kill(signal);
      }),
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
