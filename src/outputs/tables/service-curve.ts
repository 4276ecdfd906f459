import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

export interface CurveRow {
  readonly design: number;
  readonly curve: "service_level" | "price_index";
  readonly day: number;
  readonly mean: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

const quantile = (name: "p5" | "p25" | "p50" | "p75" | "p95") =>
  ({
    name,
    type: "number",
    description: `${name.slice(1)} % quantile over the scenarios of this day, to the nearest 0.001.`,
    cell: (row: CurveRow) => row[name],
  }) as const;

export const serviceCurve = defineTable<CurveRow>({
  name: "service_curve",
  description:
    "Mean and quantile band, day by day, of the service level and of the price index relative to the undisturbed run.",
  primaryKey: ["design_id", "curve", "day"],
  foreignKeys: { design_id: "dim_design" },
  columns: [
    DESIGN_ID,
    { name: "curve", type: "string", description: "service_level or price_index.", cell: (row) => row.curve },
    { name: "day", type: "integer", description: "Day of the run.", cell: (row) => row.day },
    { name: "mean", type: "number", description: "Mean over all scenarios.", cell: (row) => row.mean },
    quantile("p5"),
    quantile("p25"),
    quantile("p50"),
    quantile("p75"),
    quantile("p95"),
  ],
});
