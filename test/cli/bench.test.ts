import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("every bench of the pool, the command, files, memory and growth runs in its smallest form and says something", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["dist/bench/all.js", "--tiny"]);
  for (const name of [
    "whole scenarios, 32 sites",
    "known days copied",
    "days of stocks that are neither",
    "1 worker / 2 workers, from the first block on",
    "1 worker / 2 workers, start-up included",
    "1 worker / 2 workers, whole command",
    "two-node, fact tables and log written",
    "events while it runs",
    "in 4 parties in step / as one",
    "peak memory, 64 scenarios",
  ]) {
    expect(stdout).toContain(name);
  }
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
}, 120_000);
