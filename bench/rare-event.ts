// What importance sampling saves on an event with a known probability: `npx tsx bench/rare-event.ts`; docs/statistics.md quotes it.
import { readFileSync } from "node:fs";
import Table from "cli-table3";
import { parseDocument } from "yaml";
import { wilsonInterval } from "../src/aggregate/proportion.ts";
import { weightedShare } from "../src/aggregate/weighted-column.ts";
import { sortSample } from "../src/aggregate/weighted-sample.ts";
import { createBatchRunner } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { METRICS, metricIndex } from "../src/metrics/index.ts";
import { describeMachine } from "./measure.ts";

const IMPACTED = metricIndex("impacted");
const text = readFileSync("configs/two-node.yaml", "utf8");

/** The buffered design of two-node; the strait is blocked with probability `arrival`, for exponential days. */
function compile(arrival: number, durationDays: object, settings: object) {
  const document = parseDocument(text);
  document.setIn(["hazards", 0, "arrival"], { probability: arrival });
  document.setIn(["hazards", 0, "durationDays"], durationDays);
  for (const [key, value] of Object.entries(settings)) document.setIn(["settings", key], value);
  return createBatchRunner(
    toBatchStudy(compileStudy(parseStudy("two-node", String(document)), { designs: ["buffered"] })),
  );
}

/** Days of blockade from which service fails, found by trying. */
function findFatalDays(): number {
  for (let days = 1; ; days++) {
    if (compile(1, { distribution: "fixed", value: days }, {})(0, 1).outcomes[IMPACTED] === 1) return days;
  }
}

const fatalDays = findFatalDays();
const rows: (string | number)[][] = [];

function measure(arrival: number, meanDays: number, scenarios: number, settings: object): void {
  const name = (settings as { sampler?: string }).sampler ?? "monte-carlo";
  const runBatch = compile(arrival, { distribution: "exponential", mean: meanDays }, settings);
  runBatch(0, 500); // warm
  const start = process.cpuUsage();
  const { outcomes, weights } = runBatch(0, scenarios);
  const { user, system } = process.cpuUsage(start);
  const flags = Float64Array.from({ length: scenarios }, (_, at) => outcomes[at * METRICS.length + IMPACTED]);
  const hits = flags.reduce((sum, flag) => sum + flag, 0);
  const isWeighted = weights.some((weight) => weight !== 1);
  const plain = wilsonInterval(hits, scenarios, 0.95);
  const tilted = weightedShare("probability", sortSample(flags, { replicateSize: 1, weights }), 0.95);
  const value = isWeighted ? (tilted.value as number) : hits / scenarios;
  const [low, high] = isWeighted ? [tilted.ciLow as number, tilted.ciHigh as number] : [plain.low, plain.high];
  // Days are rounded to whole ones.
  const exact = arrival * Math.exp(-(fatalDays - 0.5) / meanDays);
  const half = (high - low) / 2;
  let plainScenarios = 100;
  const halfOf = (n: number): number => {
    const wilson = wilsonInterval(Math.round(exact * n), n, 0.95);
    return (wilson.high - wilson.low) / 2;
  };
  while (halfOf(Math.round(plainScenarios)) > half) plainScenarios *= 1.005;
  rows.push([
    exact.toPrecision(4),
    name,
    scenarios,
    hits,
    `${value.toPrecision(3)} [${low.toPrecision(3)}, ${high.toPrecision(3)}]`,
    Math.round(plainScenarios),
    (plainScenarios / scenarios).toFixed(1),
    (((user + system) / scenarios) | 0).toString(),
  ]);
}

const MILD = { sampler: "importance", importance: { rateFactor: 1.5, durationFactor: 1.2, nominalShare: 0.3 } };
const BOLD = { sampler: "importance", importance: { rateFactor: 30, durationFactor: 4, nominalShare: 0.1 } };
measure(0.25, 20, 20_000, {});
measure(0.25, 20, 20_000, MILD);
measure(0.02, 4.5, 200_000, {});
measure(0.02, 4.5, 20_000, BOLD);

const table = new Table({
  head: [
    "exact",
    "sampler",
    "scenarios",
    "hits",
    "estimate, 95 % interval",
    "plain scenarios for\nthis half-width",
    "times\nas many",
    "CPU us a\nscenario",
  ],
  style: { head: [], border: [] },
});
for (const row of rows) table.push(row);
process.stdout.write(
  `${describeMachine()}\nblockades of ${fatalDays} days and more fail service\n${table.toString()}\n`,
);
