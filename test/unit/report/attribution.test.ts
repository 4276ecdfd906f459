import { expect, test } from "vitest";
import type { ReadRow } from "../../../src/outputs/read-table.ts";
import type { FinishedRun } from "../../../src/report/read-run.ts";
import type { StackChart } from "../../../src/report/section.ts";
import { attributionSection } from "../../../src/report/sections/attribution.ts";

const LOSS = 3;

/** A run of two designs whose table of shares is given, hazard by hazard: [mean share, tail share] of each design. */
function runOf(shares: readonly (readonly (readonly [number, number?])[])[]): FinishedRun {
  const attribution = shares.flatMap((designs, hazard) =>
    designs.map(
      ([share, tail], design): ReadRow => ({
        design_id: design,
        metric_id: LOSS,
        hazard_id: hazard,
        mean: share * 1000,
        mean_low: share * 900,
        mean_high: share * 1100,
        share,
        cvar95_share: tail,
        scenarios: 200,
      }),
    ),
  );
  const tables: Readonly<Record<string, ReadRow[]>> = {
    attribution: [...attribution, { design_id: 0, metric_id: LOSS + 1, hazard_id: 0, share: 5 }],
    dim_hazard: shares.map((_, hazard): ReadRow => ({ hazard_id: hazard, name: `hazard ${hazard}` })),
  };
  return {
    designs: ["a", "b"],
    metric: () => LOSS,
    rows: (name: string) => tables[name] ?? [],
  } as unknown as FinishedRun;
}

test("shares stand under each other, the heaviest first, and what has none is left out", () => {
  const { charts, tables, words } = attributionSection(
    runOf([
      [
        [0.2, 0.1],
        [0.4, 0.5],
      ],
      [[0], [0]],
      [
        [0.8, 0.9],
        [0.6, 0.5],
      ],
    ]),
  );
  const [mean, tail] = charts as StackChart[];
  expect(mean.parts).toEqual([
    { name: "hazard 2", values: [80, 60] },
    { name: "hazard 0", values: [20, 40] },
  ]);
  expect(tail.parts.map(({ values }) => values)).toEqual([
    [90, 50],
    [10, 50],
  ]);
  expect(tables[0].rows.map(({ cells }) => cells)).toEqual([
    ["hazard 2", "$800 [$720, $880]", "$600 [$540, $660]"],
    ["hazard 0", "$200 [$180, $220]", "$400 [$360, $440]"],
  ]);
  expect(words[0]).toContain("each of 200 scenarios");
});

test("beyond seven hazards the light ones are one part, and bars still sum to the whole", () => {
  const { charts } = attributionSection(runOf(Array.from({ length: 10 }, () => [[0.1], [0.1]])));
  expect(charts).toHaveLength(1);
  const { parts } = charts[0] as StackChart;
  expect(parts).toHaveLength(8);
  expect(parts[7]).toEqual({ name: "3 others", values: [30, 30] });
  expect(parts.reduce((sum, { values }) => sum + values[0], 0)).toBeCloseTo(100, 10);
});

test("a run without shares says how to get them", () => {
  const { charts, words } = attributionSection(runOf([]));
  expect(charts).toEqual([]);
  expect(words.join()).toContain("breakwater attribute study.original.yaml");
});
