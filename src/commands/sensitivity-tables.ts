import type { Index } from "../aggregate/sensitivity-indices.ts";
import type { Question } from "../evaluate.ts";
import { METRICS } from "../metrics/index.ts";
import type { SensitivityRow } from "../studies/sensitivity.ts";
import { count, digits, formatTable, usd } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** Parameters by their weight, the heaviest first. */
export function sensitivityTables(
  { design, metric, statistic, scenarios, seed }: Question,
  rows: readonly SensitivityRow[],
): string {
  const unit = METRICS.find(({ name }) => name === metric)?.unit ?? "";
  const isMoney = unit === "USD" && !statistic.startsWith("probability");
  const show = isMoney ? usd : (value: number): string => digits(value, 3);
  const between = ({ low, high }: Index, how: (value: number) => string): string => `[${how(low)}, ${how(high)}]`;
  const title = `${metric}.${statistic} of ${design}: ${count(scenarios, "scenario")} at every point, seed ${seed}; 95 % intervals in brackets`;
  const weight = (row: SensitivityRow): number => (row.method === "sobol" ? row.total.value : row.meanSize.value);
  const sorted = [...rows].sort((left, right) => weight(right) - weight(left));
  const range = ({ path, low, high }: SensitivityRow): string => `${path}\n${low} .. ${high}`;
  const part = (value: number): string => value.toFixed(3);
  const table =
    rows[0].method === "sobol"
      ? formatTable(
          ["parameter", "by itself", "with interactions"],
          sorted.flatMap((row) =>
            row.method === "sobol"
              ? [
                  [
                    range(row),
                    `${part(row.first.value)}\n${between(row.first, part)}`,
                    `${part(row.total.value)}\n${between(row.total, part)}`,
                  ],
                ]
              : [],
          ),
        )
      : formatTable(
          ["parameter", "mean size\nof effect", "mean effect", "spread"],
          sorted.flatMap((row) =>
            row.method === "morris"
              ? [
                  [
                    range(row),
                    `${show(row.meanSize.value)}\n${between(row.meanSize, show)}`,
                    show(row.mean),
                    show(row.sd),
                  ],
                ]
              : [],
          ),
        );
  return `${wrapText(title)}\n\n${table}`;
}
