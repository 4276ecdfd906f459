import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, folder, TWO_NODE } from "./cli.ts";

const run = (out: string, ...flags: string[]) =>
  breakwater(["run", TWO_NODE, "--workers", "1", "--out", join(folder, out), ...flags]);
const manifest = (out: string) => JSON.parse(readFileSync(join(folder, out, "manifest.json"), "utf8"));

describe("run --precision", () => {
  test("goes on until the intervals are narrow enough, and says after how many scenarios", async () => {
    const { code, stdout } = await run("precise", "--scenarios", "200", "--precision", "0.15");
    expect(code).toBe(0);
    const { scenarios, precision } = manifest("precise");
    expect(scenarios).toBeGreaterThan(200);
    expect(precision).toMatchObject({ relativeHalfWidth: 0.15, isMet: true, scenarios });
    expect(stdout).toContain(`precision 0.15 met after ${scenarios} scenarios`);
    // The report can tell its worst scenarios again: it compiles what was asked, not what was reached.
    const report = readFileSync(join(folder, "precise", "report.html"), "utf8");
    expect(report).toContain("strikes at severity");
    expect(report).not.toContain("this engine is not the one that computed the run");
  });

  test("is refused outside its range and for shards", async () => {
    const wrong = await run("wrong", "--precision", "0");
    expect(wrong.code).toBe(64);
    expect(wrong.stderr).toContain("invalid value 0, must be a number in [0.0001, 1]");
    const shard = await run("shard", "--precision", "0.1", "--shard", "1/2");
    expect(shard.code).toBe(64);
    expect(shard.stderr).toContain("invalid shard");
  });
});
