import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type PathStep, parseParameterPath } from "../../../src/config/parameter-path.ts";
import { readYaml } from "../../../src/config/read-yaml.ts";
import { evaluatePoint, type Parameter, valuesAt } from "../../../src/evaluate.ts";
import { decomposeVariance, screenParameters } from "../../../src/studies/sensitivity.ts";

const file = new URL("../../../configs/two-node.yaml", import.meta.url);
const { raw } = readYaml("two-node.yaml", readFileSync(file, "utf8"));
const parameter = (path: string, low: number, high: number, isWhole: boolean): Parameter => ({
  path,
  steps: parseParameterPath(path) as PathStep[],
  low,
  high,
  isWhole,
});
const question = {
  file: "two-node.yaml",
  raw,
  parameters: [
    parameter("hazards[id=strait-blocked].durationDays", 12, 30, true),
    parameter("markets[id=west].demandUnitsPerDay", 80, 120, false),
  ],
  design: "lean",
  metric: "lostRevenueUsd",
  statistic: "mean",
  scenarios: 12,
  seed: 3,
};

test("whole parameters take every number of their range, both ends too, equally often", () => {
  const counts = new Map<number, number>();
  for (let at = 0; at < 190; at++) {
    const [days] = valuesAt(question.parameters, Float64Array.of(at / 190, 0));
    counts.set(days, (counts.get(days) ?? 0) + 1);
  }
  expect([...counts.keys()]).toEqual(Array.from({ length: 19 }, (_, at) => 12 + at));
  expect(new Set(counts.values())).toEqual(new Set([10]));
  expect(valuesAt(question.parameters, Float64Array.of(1, 1))).toEqual([30, 120]);
});

test("the same scenarios strike at every point: loss is demand x price x days beyond the stock, by hand", () => {
  const at = (days: number, demand: number): number =>
    evaluatePoint(question, Float64Array.of((days - 12 + 0.5) / 19, (demand - 80) / 40));
  // Ten days of stock: what is shut for d days loses d - 10 days of demand at $10. Struck scenarios are the same.
  const unit = at(11 + 1, 100) / (2 * 100 * 10);
  expect(unit).toBeGreaterThan(0);
  expect(at(20, 100)).toBeCloseTo(unit * 10 * 100 * 10, 6);
  expect(at(30, 80)).toBeCloseTo(unit * 20 * 80 * 10, 6);
});

test("any number of workers gives the same figures", async () => {
  expect(await screenParameters(question, 2, 2)).toEqual(await screenParameters(question, 2, 0));
  const rows = await decomposeVariance(question, 8, 0);
  expect(rows.map(({ path }) => path)).toEqual(question.parameters.map(({ path }) => path));
}, 60_000);
