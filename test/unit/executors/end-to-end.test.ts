import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { METRICS } from "../../../src/metrics/index.ts";
import { inspectFolder } from "../../../src/outputs/run-folder.ts";
import { filesIn, temporaryFolder } from "../run/folders.ts";
import type { Fault } from "./fake-study.ts";

const program = fileURLToPath(new URL("../run/fixtures/run-study.ts", import.meta.url));
const faulty = fileURLToPath(new URL("./fixtures/faulty.mjs", import.meta.url));

/** Tests run side by side: their folders go when all have ended. */
const removals: (() => void)[] = [];
const folders = (remove: () => void): void => {
  removals.push(remove);
};
afterAll(() => {
  for (const remove of removals) remove();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the smallest study in a process of its own, on workers that go wrong. */
function runProgram(out: string, fault: Fault, workers: number, nodeFlags: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", ...nodeFlags, program, "two-node", out, String(workers), faulty],
      { env: { ...process.env, TEST_FAULT: JSON.stringify({ ...fault, metrics: METRICS.length }) }, timeout: 45_000 },
    );
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      texts.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      texts.stderr += chunk;
    });
    child.on("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
}

describe.concurrent("a program whose workers are lost does not end as if all were well", () => {
  const cases: [string, Fault, number, string][] = [
    ["throw nothing while loading", { at: "load", does: "throws null" }, 1, "could not start"],
    [
      "leave in a block",
      { at: "block", does: "exits with 0", onlyFrom: 32 },
      2,
      "breakwater replay my.yaml --design lean --scenario 32 --seed 1",
    ],
  ];
  test.each(cases)("when they %s", { timeout: 60_000 }, async (_, fault, workers, words) => {
    const out = join(temporaryFolder(folders), "run");
    const { code, signal, stdout, stderr } = await runProgram(out, fault, workers);
    expect(signal, "must end by itself").toBeNull();
    expect(code, stderr).not.toBe(0);
    expect(stderr).toContain(words);
    expect(stdout).not.toContain("finished");
    expect(existsSync(join(out, "_SUCCESS"))).toBe(false);
    expect((await inspectFolder(out)).kind).toBe("incomplete");
    expect(filesIn(out).filter((path) => path.startsWith("data"))).toEqual([]);
  });

  test("when they run out of memory", { timeout: 60_000 }, async () => {
    const out = join(temporaryFolder(folders), "run");
    const fault = { at: "block", does: "eats memory", onlyFrom: 16 } as const;
    const { code, signal, stderr } = await runProgram(out, fault, 1, ["--max-old-space-size=80"]);
    expect(signal, "must end by itself").toBeNull();
    expect(code, stderr).not.toBe(0);
    expect(stderr).toContain(
      "scenarios 16 to 31 (seed 1) failed 3 times: Worker terminated due to reaching memory limit",
    );
    expect(existsSync(join(out, "_SUCCESS"))).toBe(false);
  });
});
