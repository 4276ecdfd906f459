import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { METRICS, metricIndex } from "../src/metrics/index.ts";
import { dayNumber } from "../src/model/calendar.ts";
import { type ReplayDay, replayScenario } from "../src/replay.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const file = "configs/historical.yaml";
const compiled = compileStudy(parseStudy(file, read(file)));
const { study } = compiled;

/** Rows of the table in docs/historical.md: [design, observed, simulated]. */
const rows = [...read("docs/historical.md").matchAll(/^\| `([^`]+)`[^|]*\| ([^|]+) \| ([^|]+) \|/gm)].map(
  ([, design, observed, simulated]) => ({ design, observed: observed.trim(), simulated: simulated.trim() }),
);

/** A day's normal flow, units; one unit costs and sells for 1 USD. */
const DAY_USD = 100;

const firstDay = dayNumber(study.settings.startDate as string) as number;

/** One replayed event: its days from the first onset of its own hazards on, and what is read from them. */
function replay(design: string) {
  const index = study.designs.findIndex(({ id }) => id === design);
  const { days, scenario, outcome } = replayScenario(compiled, index, 0);
  const own = scenario.disruptions.filter(({ hazard }) => study.hazards[hazard].id.startsWith(design));
  const onset = Math.min(...own.map(({ onsetDay }) => onsetDay));
  const end = Math.max(...own.map(({ onsetDay, durationDays }) => onsetDay + durationDays));
  const served = ({ servedOnTimeUsd, servedLateUsd }: ReplayDay): number => servedOnTimeUsd + servedLateUsd;
  const lastWaiting = days.findLastIndex(({ backorderUsd }) => backorderUsd >= 0.5);
  return {
    days,
    onset,
    metric: (name: string): number => outcome[metricIndex(name)],
    /** Largest backlog, days of normal flow. */
    backlog: (Math.max(...days.map(({ backorderUsd }) => backorderUsd)) / DAY_USD).toFixed(1),
    /** Days from the end of the closure until nobody waits any more. */
    clearedAfter: lastWaiting + 1 - end,
    /** First day after the onset with less than full service. */
    shortFrom: days.findIndex(({ day, service }) => day >= onset && service < 0.9) - onset,
    /** Days from the onset to the first day from which shipments are at 95 % of normal for good. */
    shippingFrom: days.findLastIndex((day) => served(day) < 0.95 * DAY_USD) + 1 - onset,
    /** Flow on a day after the onset, percent of normal. */
    flowPct: (day: number): number => Math.round((served(days[onset + day]) / DAY_USD) * 100),
    /** What crossed the border from one date to another, as a multiple of normal: sold, or added to what users hold. */
    exports(from: string, to: string): number {
      const [first, end] = [from, to].map((date) => (dayNumber(date) as number) - firstDay);
      const sold = days.slice(first, end).reduce((sum, day) => sum + served(day), 0);
      return (sold + days[end - 1].onHandUsd - days[first - 1].onHandUsd) / ((end - first) * DAY_USD);
    },
  };
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** What the third column says of each design. */
const simulated: Record<string, (event: ReturnType<typeof replay>) => string> = {
  "us-west-coast-2002": ({ backlog, clearedAfter }) =>
    `backlog of ${backlog} days of cargo, gone ${clearedAfter} days after the ports reopened`,
  "indonesia-2020": ({ exports }) =>
    `${percent(exports("2019-01-01", "2020-01-01") - 1)} in 2019, ${percent(exports("2020-01-01", "2021-01-01") / exports("2019-01-01", "2020-01-01") - 1)} in 2020`,
  "renesas-2021": ({ backlog, shippingFrom }) =>
    `95 % of normal shipments on day ${shippingFrom}; ${backlog} days of output missed`,
  "suez-2021": ({ backlog, clearedAfter }) =>
    `backlog of ${backlog} days (${Math.round(Number(backlog) * 50)} ships), gone ${clearedAfter} days after`,
  "yantian-2021": ({ backlog, clearedAfter }) => `backlog of ${backlog} days, gone ${clearedAfter} days after`,
  "meishan-2021": ({ backlog, clearedAfter, flowPct }) =>
    `the port worked at ${flowPct(25)} %; backlog of ${backlog} days, gone ${clearedAfter} days after`,
  "shanghai-2022": ({ backlog, clearedAfter, flowPct }) =>
    `the port handled ${100 - flowPct(30)} % less; backlog of ${backlog} days, gone ${clearedAfter} days after`,
  // A ship that goes round costs 1 USD a unit more, and 36 ships a day are 100 units.
  "panama-2023": ({ backlog, metric }) =>
    `${thousands(Math.round((metric("extraFreightCostUsd") * 0.36) / 10) * 10)} ships sent round until the drought was over; ${backlog} days of cargo late at worst`,
  "gallium-2023": ({ exports }) =>
    `${percent(exports("2023-07-01", "2023-08-01"))} of normal in July, ${percent(exports("2023-08-01", "2023-09-01"))} in August, ${percent(exports("2023-09-01", "2023-10-01"))} in September, ${percent(exports("2023-10-01", "2023-11-01"))} in October, ${percent(exports("2023-11-01", "2023-12-01"))} in November`,
  "graphite-2023": ({ exports }) =>
    `${percent(exports("2023-11-01", "2023-12-01"))} of normal in November, ${percent(exports("2023-12-01", "2024-01-01"))} in December (${percent(exports("2023-12-01", "2024-01-01") / exports("2023-11-01", "2023-12-01") - 1)} month on month), ${percent(exports("2024-01-01", "2024-03-01"))} in January and February`,
  "rare-earths-2025": ({ exports, shortFrom }) =>
    `${percent(exports("2025-04-01", "2025-05-01"))} of normal in April, ${percent(exports("2025-05-01", "2025-06-01"))} in May, ${percent(exports("2025-06-01", "2025-07-01"))} in June; users short from day ${shortFrom} on`,
  "red-sea-2023": ({ backlog, shortFrom }) =>
    `short of parts from day ${shortFrom} on; ${backlog} days of output missed`,
};

describe("docs/historical.md", () => {
  test("has a row for every event that is replayed, at least eight", () => {
    expect(rows.map(({ design }) => design)).toEqual(study.designs.map(({ id }) => id));
    expect(rows.length).toBeGreaterThanOrEqual(12);
    for (const { observed } of rows) expect(observed).toMatch(/\d/);
  });

  test.each(rows)("says of $design what the engine computes", ({ design, simulated: said }) => {
    expect(said).toBe(simulated[design](replay(design)));
  });

  test("every hazard strikes on its date, and only the network of its event", () => {
    for (const { id, arrival } of study.hazards) {
      expect(arrival.dates, id).toHaveLength(1);
      const touched = compiled.designs.flatMap(({ network }, design) => {
        const hazard = study.hazards.findIndex((other) => other.id === id);
        return network.hazardEffectStart[hazard] < network.hazardEffectStart[hazard + 1]
          ? [study.designs[design].id]
          : [];
      });
      expect(touched).toHaveLength(1);
      expect(id.startsWith(touched[0]), `${id} strikes ${touched[0]}`).toBe(true);
    }
  });

  test("nothing of it is drawn: two seeds are the same history", () => {
    const other = compileStudy(parseStudy(file, read(file)), { seed: 2 });
    const [one, two] = [compiled, other].map((history) => replayScenario(history, 0, 0).outcome);
    expect([...one]).toEqual([...two]);
    expect(one).toHaveLength(METRICS.length);
  });
});
