import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, folder, TWO_NODE } from "./cli.ts";

const EV = new URL("../../configs/ev-battery.yaml", import.meta.url).pathname;

describe("break-even", () => {
  test("prints where each design is cheaper than one, or than every other, on stdout alone", async () => {
    const { code, stdout, stderr } = await breakwater(["break-even", EV, "--from", "hyper-global"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const title of ["carbon-price: USD per tonne CO2e, one price", "freight: factor on", "tariff: duty on top"]) {
      expect(stdout).toContain(title);
    }
    expect(stdout.match(/│ hyper-global +│ multi-local +│/g)).toHaveLength(3);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test("asks for one pair, one quantity, one regime, and writes the curve", async () => {
    const out = join(folder, "curve.csv");
    const asked = ["--from", "na-corridor", "--to", "tiered", "--quantity", "carbon-price", "--regime", "eu-ets"];
    const { code, stdout, stderr } = await breakwater(["break-even", EV, ...asked, "--upto", "100", "--out", out]);
    expect(code).toBe(0);
    expect(stdout).toContain("carbon-price: USD per tonne CO2e in eu-ets");
    expect(stdout).toMatch(/│ na-corridor +│ tiered +│ .*up to [\d.]+/);
    expect(stdout).not.toContain("freight");
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(stderr).toBe(`${lines.length - 1} rows in ${out}\n`);
    expect(lines[0]).toMatch(/^quantity,design_id,value,landed_cost_usd_per_day/);
    const points = new Set(lines.slice(1).map((line) => line.split(",").at(-1)));
    expect([...points].sort()).toEqual(["bend", "break-even", "grid", "today"]);
    expect(lines.slice(1).every((line) => Number(line.split(",")[2]) <= 100)).toBe(true);
  });

  test("says why there is none, as a table and as JSON", async () => {
    const table = await breakwater(["break-even", TWO_NODE, "--quantity", "freight"]);
    expect(table.stdout).toMatch(/│ lean +│ buffered +│ +\$0 │ +never \(1\) │ +\+\$2\.47 │ +never \(2\) │/);
    expect(table.stdout).toContain("(1) both cost the same up to 100 times today's freight");
    const json = JSON.parse((await breakwater(["break-even", TWO_NODE, "--quantity", "freight", "--json"])).stdout);
    expect(json).toMatchObject([
      { cost: "landed", from: "lean", to: "buffered", crossings: [] },
      { cost: "total", from: "lean", to: "buffered", crossings: [], isCheaperAtZero: false },
    ]);
  });

  test.each([
    [["--quantity", "fright"], "unknown quantity 'fright', did you mean 'freight'?"],
    [["--regime", "ets"], "unknown carbon regime 'ets', the study has none"],
    [["--lanes", "x"], "unknown lane 'x', the study has plant-shop"],
    [["--upto", "-1"], "invalid value -1, must be a number above 0"],
    [["--from", "lean", "--to", "lean"], "invalid pair, 'lean' cannot overtake itself"],
  ])("refuses %j", async (flags, message) => {
    const { code, stdout, stderr } = await breakwater(["break-even", TWO_NODE, ...flags]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toContain(message);
  });
});
