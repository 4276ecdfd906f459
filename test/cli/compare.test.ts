import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { breakwater, folder, TWO_NODE } from "./cli.ts";

const out = join(folder, "run");
beforeAll(async () => {
  await breakwater(["run", TWO_NODE, "--scenarios", "1000", "--workers", "1", "--out", out]);
}, 60_000);

describe("compare", () => {
  test("prints differences, the best and the front, no line wider than 100 columns", async () => {
    const { code, stdout } = await breakwater(["compare", out]);
    expect(code).toBe(0);
    expect(stdout).toContain("buffered less lean");
    expect(stdout).toMatch(/best: buffered, right with 95 % if it leads by/);
    expect(stdout).toContain("cost of a dollar of CVaR 95 of lost revenue removed: $");
    expect(stdout).toMatch(/better │\n.*1st 100 %/);
    expect(Math.max(...stdout.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test("of too few scenarios for a difference of CVaRs says so, and gives the rest", async () => {
    const few = join(folder, "few");
    await breakwater(["run", TWO_NODE, "--scenarios", "400", "--workers", "1", "--out", few]);
    const { stdout } = await breakwater(["compare", few]);
    expect(stdout).toContain("[n/a]: too few scenarios for an interval (a difference of CVaR 95 needs 1,000)");
    expect(stdout).toMatch(/│ +\[n\/a\] │/);
    expect(stdout).not.toContain("[?, ?]");
    expect((await breakwater(["compare", out])).stdout).not.toContain("[n/a]");
  });

  test("with another baseline says the same the other way round", async () => {
    const read = async (baseline: string) =>
      JSON.parse((await breakwater(["compare", out, "--baseline", baseline, "--json"])).stdout);
    const [forth, back] = [await read("lean"), await read("buffered")];
    expect(forth.comparison.length).toBe(back.comparison.length);
    for (const [at, row] of forth.comparison.entries()) {
      const other = back.comparison[at];
      expect(other.metric).toBe(row.metric);
      for (const [name, low, high] of [["mean_difference", "mean_difference_low", "mean_difference_high"]]) {
        if (row[name] === undefined) continue;
        expect(other[name] + row[name]).toBe(0);
        expect(other[low] + row[high]).toBe(0);
      }
      expect(other.p_value).toBe(row.p_value);
      if (row.p_tie !== undefined && row.p_better !== undefined) {
        expect(row.p_better + other.p_better + row.p_tie).toBeCloseTo(1, 12);
      }
    }
    const lost = forth.comparison.find((row: { metric: string }) => row.metric === "lostRevenueUsd");
    // A blockade of 20 days costs the lean design ten days of sales, and the other nothing: P(better) is P(struck).
    const outcomes = readFileSync(join(out, "data/fact_outcome.csv"), "utf8").trimEnd().split("\n");
    const column = outcomes[0].split(",").indexOf("lost_revenue_usd");
    const lean = outcomes.slice(1).filter((line) => line.split(",")[1] === "0");
    const losses = lean.map((line) => Number(line.split(",")[column]));
    expect(lost.p_better).toBe(losses.filter((loss) => loss > 0).length / 1000);
    expect(lost.mean_difference).toBeCloseTo(-losses.reduce((sum, loss) => sum + loss, 0) / 1000, 6);
    expect(lost.dominance).toBe("dominates_first");
    expect(lost.dominance_support).toBe(1);
  });

  test("refuses what is no run, and a design the run does not have", async () => {
    const missing = await breakwater(["compare", join(folder, "nowhere")]);
    expect(missing.code).toBe(66);
    expect(missing.stderr).toMatch(/^missing run .*nowhere, there is no such folder, or it is empty\n$/);
    const unknown = await breakwater(["compare", out, "--baseline", "laen"]);
    expect(unknown.code).toBe(64);
    expect(unknown.stderr).toContain("unknown design 'laen', did you mean 'lean'?");
  });
});
