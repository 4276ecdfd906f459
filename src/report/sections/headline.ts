import type { Statistic } from "../../aggregate/statistic.ts";
import type { Headline } from "../../outputs/headline.ts";
import { type Show, showDays, showPct, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { IntervalChart, Section } from "../section.ts";

type Key = Exclude<keyof Headline, "design" | "structuralPremiumPct">;

const FIGURES: readonly { key: Key; title: string; unit: string; factor: number; show: Show }[] = [
  { key: "probabilityImpacted", title: "Probability of impact", unit: "%", factor: 100, show: showShare },
  { key: "timeToRecoverP50", title: "Time to recover if hit, median", unit: "days", factor: 1, show: showDays },
  { key: "timeToRecoverP95", title: "Time to recover if hit, 95 %", unit: "days", factor: 1, show: showDays },
  { key: "lostRevenueMeanUsd", title: "Lost revenue, mean", unit: "USD", factor: 1, show: showUsd },
  { key: "lostRevenueCvar95Usd", title: "Lost revenue, worst 5 %", unit: "USD", factor: 1, show: showUsd },
  { key: "peakInflationMeanPct", title: "Peak inflation, mean", unit: "%", factor: 1, show: showPct },
];

/** What to argue for, in one table and six small charts. */
export function headlineSection({ manifest }: FinishedRun): Section {
  const { headline } = manifest;
  // A statistic comes back from JSON without its undefined fields.
  const cell = ({ value, ciLow, ciHigh, reason }: Statistic, show: Show): string =>
    `${withInterval(value, ciLow, ciHigh, show)}${reason ? ` (${reason})` : ""}`;
  return {
    id: "headline",
    title: "Designs at a glance",
    words: [
      "Each figure with its 95 % interval. Where intervals overlap, the paired comparison below decides: it looks at the same scenarios.",
    ],
    charts: FIGURES.map(
      ({ key, title, unit, factor }): IntervalChart => ({
        kind: "intervals",
        title,
        unit,
        label: `${title} of each design with its 95 % interval.`,
        rows: headline.map((row) => {
          const { value, ciLow, ciHigh } = row[key];
          return {
            design: row.design,
            ...(value === undefined ? {} : { value: value * factor }),
            ...(ciLow === undefined ? {} : { low: ciLow * factor }),
            ...(ciHigh === undefined ? {} : { high: ciHigh * factor }),
          };
        }),
      }),
    ),
    tables: [
      {
        caption: "Headline figures, 95 % intervals in brackets",
        isOpen: true,
        head: ["Design", "Structural premium", ...FIGURES.map(({ title }) => title)],
        rows: headline.map((row) => ({
          design: row.design,
          cells: [
            row.design,
            row.structuralPremiumPct === null ? "n/a" : `${row.structuralPremiumPct.toFixed(1)} %`,
            ...FIGURES.map(({ key, show }) => cell(row[key], show)),
          ],
        })),
      },
    ],
  };
}
