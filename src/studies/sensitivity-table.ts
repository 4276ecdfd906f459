import type { Index } from "../aggregate/sensitivity-indices.ts";
import { defineTable, type TableColumn } from "../outputs/table.ts";
import type { SensitivityRow } from "./sensitivity.ts";

/** One figure of one parameter. */
export interface SensitivityFigure {
  readonly path: string;
  readonly low: number;
  readonly high: number;
  readonly figure: string;
  readonly value: number;
  readonly ciLow: number | undefined;
  readonly ciHigh: number | undefined;
}

/** Rows of the CSV: every figure of a method apart. */
export function sensitivityFigures(rows: readonly SensitivityRow[]): SensitivityFigure[] {
  return rows.flatMap((row) => {
    const { path, low, high } = row;
    const figure = (name: string, { value, low: ciLow, high: ciHigh }: Partial<Index> & { value: number }) => ({
      path,
      low,
      high,
      figure: name,
      value,
      ciLow,
      ciHigh,
    });
    return row.method === "sobol"
      ? [figure("first", row.first), figure("total", row.total)]
      : [figure("mean_size", row.meanSize), figure("mean", { value: row.mean }), figure("sd", { value: row.sd })];
  });
}

const number = (
  name: string,
  description: string,
  cell: (row: SensitivityFigure) => number | undefined,
): TableColumn<SensitivityFigure> => ({ name, type: "number", description, cell });

/** What the CSV of `breakwater sensitivity` holds. */
export const sensitivityTable = defineTable<SensitivityFigure>({
  name: "sensitivity",
  description: "How much a statistic of a design depends on parameters of the study.",
  primaryKey: ["parameter", "figure"],
  foreignKeys: {},
  columns: [
    { name: "parameter", type: "string", description: "Path into the study.", cell: (row) => row.path },
    number("low", "Lower end of its range.", (row) => row.low),
    number("high", "Upper end of its range.", (row) => row.high),
    {
      name: "figure",
      type: "string",
      description:
        "Sobol: first, total (parts of the variance). Morris: mean_size, mean and sd of the effect of the whole range.",
      cell: (row) => row.figure,
    },
    number("value", "Estimate.", (row) => row.value),
    number("ci_low", "Lower end of the 95 % interval.", (row) => row.ciLow),
    number("ci_high", "Upper end of the 95 % interval.", (row) => row.ciHigh),
  ],
});
