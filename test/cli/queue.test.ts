import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashesOf } from "../unit/run/folders.ts";
import { harbourStudy } from "../unit/run/studies.ts";
import { breakwater, CLI, folder, studyFile, TWO_NODE } from "./cli.ts";
import { hasRedis, type OwnRedis, startRedis } from "./redis.ts";

interface Process {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

function start(...args: string[]): Process {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  return { child, output: () => text, ended };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 6000) throw new Error(`never came: ${what}`);
    await sleep(20);
  }
}

/** In CI they must run. */
const isSkipped = !hasRedis && process.env.CI === undefined;

describe.skipIf(isSkipped)("a run over a queue", () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    if (!hasRedis) throw new Error("missing redis-server (apt-get install redis-server)");
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  test("of 200 blocks on 3 workers, one killed and the server restarted, has the bytes of a local run", async () => {
    const study = studyFile(JSON.stringify(harbourStudy({ scenarios: 2000, blockScenarios: 10 })), "queued.yaml");
    const out = join(folder, "queued");
    const log = join(out, ".work", "blocks.log");
    const workers = [1, 2, 3].map(() => start("worker", "--redis", redis.url, "--workers", "1"));
    const run = start("run", study, "--executor", "queue", "--redis", redis.url, "--out", out);
    try {
      await until(() => run.child.exitCode !== null || (existsSync(log) && statSync(log).size > 0), "the first block");
      workers[0].child.kill("SIGKILL");
      await redis.restart();
      expect(await run.ended, run.output()).toBe(0);
    } finally {
      for (const { child } of [...workers, run]) child.kill("SIGTERM");
      await Promise.all(workers.map(({ ended }) => ended));
    }
    const local = join(folder, "local");
    expect(await breakwater(["run", study, "--out", local])).toMatchObject({ code: 0 });
    expect(hashesOf(out)).toEqual(hashesOf(local));
    expect(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")).run.executor).toBe("queue");
    for (const { output } of [...workers, run]) expect(output()).not.toContain(redis.password);
    // Everything that was ever sent to the server lies in its append-only file.
    const sent = redis.written();
    expect(sent).toContain("blockScenarios");
    expect(sent).not.toContain(redis.password);
  }, 300_000);

  test("to a precision ends where a local one does", async () => {
    const args = ["run", TWO_NODE, "--scenarios", "40", "--precision", "0.5"];
    const worker = start("worker", "--redis", redis.url, "--workers", "1");
    const [over, local] = [join(folder, "precise-queue"), join(folder, "precise-local")];
    try {
      const run = start(...args, "--executor", "queue", "--redis", redis.url, "--out", over);
      expect(await run.ended, run.output()).toBe(0);
    } finally {
      worker.child.kill("SIGTERM");
      await worker.ended;
    }
    expect(await breakwater([...args, "--out", local])).toMatchObject({ code: 0 });
    expect(hashesOf(over)).toEqual(hashesOf(local));
  }, 300_000);

  test("that is stopped while no worker is there goes on later, with workers or without the queue", async () => {
    const out = join(folder, "stopped");
    const args = ["run", TWO_NODE, "--scenarios", "64", "--out", out];
    const run = start(...args, "--executor", "queue", "--redis", redis.url);
    await until(() => run.output().includes("no worker is there yet"), "the word that nobody works");
    run.child.kill("SIGTERM");
    // On a busy machine it is ended before it is done: the system says so by the signal.
    expect((await run.ended) ?? run.child.signalCode).toSatisfy((how) => how === 143 || how === "SIGTERM");
    expect(run.output()).toContain("--resume");
    expect(await breakwater([...args, "--resume"])).toMatchObject({ code: 0 });
    const whole = join(folder, "not-stopped");
    expect(await breakwater([...args.slice(0, -1), whole])).toMatchObject({ code: 0 });
    expect(hashesOf(out)).toEqual(hashesOf(whole));
  }, 120_000);
});

describe("a queue that cannot be used", () => {
  const run = (...args: string[]) => breakwater(["run", TWO_NODE, "--scenarios", "3", "--executor", "queue", ...args]);

  test("is 69 where no server answers, without the password in the message", async () => {
    for (const args of [["run", TWO_NODE, "--executor", "queue", "--out", join(folder, "none")], ["worker"]]) {
      const { code, stderr } = await breakwater([...args, "--redis", "redis://:s3cret-word@127.0.0.1:1"]);
      expect(code, stderr).toBe(69);
      expect(stderr).toMatch(/^unsupported Redis at redis:\/\/127\.0\.0\.1:1, /m);
      expect(stderr).not.toContain("s3cret");
    }
  }, 120_000);

  test.skipIf(isSkipped)(
    "is 69 where the server throws jobs away when it is full",
    async () => {
      const redis = await startRedis("allkeys-lru");
      try {
        const { code, stderr } = await run("--redis", redis.url, "--out", join(folder, "evicting"));
        expect(code).toBe(69);
        expect(stderr).toContain("its maxmemory-policy is allkeys-lru, must be noeviction");
      } finally {
        await redis.stop();
      }
    },
    120_000,
  );

  test("is 64 without a server, or with one that is no address", async () => {
    expect(await run()).toMatchObject({ code: 64, stderr: expect.stringContaining("missing --redis URL") });
    expect(await run("--redis", "somewhere", "--out", join(folder, "where"))).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("invalid Redis URL"),
    });
  }, 120_000);
});
