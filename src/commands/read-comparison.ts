import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CostOfRemoval, costOfRemoval } from "../aggregate/pareto.ts";
import { CommandError, EXIT } from "../errors.ts";
import { METRICS } from "../metrics/index.ts";
import type { Manifest } from "../outputs/manifest.ts";
import { type ReadRow, readTable } from "../outputs/read-table.ts";
import { inspectFolder } from "../outputs/run-folder.ts";
import { snakeCase, type Table } from "../outputs/table.ts";
import { comparison } from "../outputs/tables/comparison.ts";
import { dimDesign, dimMetric } from "../outputs/tables/dimensions.ts";
import { frontier } from "../outputs/tables/frontier.ts";
import { selection } from "../outputs/tables/selection.ts";

/** The comparisons of a finished run, ids in place of numbers. */
export interface RunComparison {
  readonly folder: string;
  readonly title: string;
  readonly scenarios: number;
  readonly exposureDays: number;
  readonly designs: readonly string[];
  readonly reference: string;
  readonly comparison: readonly ReadRow[];
  readonly selection: readonly ReadRow[];
  readonly frontier: readonly ReadRow[];
  /** Extra cost of a design per USD of CVaR 95 of lost revenue that it removes, both over one exposure, against every other. */
  readonly costOfRisk: readonly (CostOfRemoval & { readonly design: string; readonly versus: string })[];
}

/** Reads what a run says about pairs of designs. Throws 66 where there is no complete run. */
export async function readComparison(folder: string): Promise<RunComparison> {
  const manifest = await requireRun(folder);
  const read = async <Row>(table: Table<Row>): Promise<ReadRow[]> => {
    const rows = await readTable(folder, table);
    if (rows !== undefined) return rows;
    const from = `version ${manifest.run.engineVersion}`;
    throw new CommandError(
      EXIT.missingInput,
      `missing table ${table.name} in ${folder}, written by ${from}; run it again`,
    );
  };
  const [designs, metrics, pairs, selected, places] = [
    await read(dimDesign),
    await read(dimMetric),
    await read(comparison),
    await read(selection),
    await read(frontier),
  ];
  // The run's own numbers: an engine of another day may have measured other things.
  const names = new Map(METRICS.map(({ name }) => [snakeCase(name), name]));
  const metricNames = metrics.map(({ metric }) => names.get(String(metric)) ?? String(metric));
  const ids = designs.map((row) => String(row.design));
  const named = ({ design_id, versus_id, metric_id, ...rest }: ReadRow): ReadRow => ({
    design: ids[design_id as number],
    ...(versus_id === undefined ? {} : { versus: ids[versus_id as number] }),
    ...(metric_id === undefined ? {} : { metric: metricNames[metric_id as number] }),
    ...rest,
  });
  const cost = designs.map((row) => row.cost_usd_per_day as number);
  const loss = metricNames.indexOf("lostRevenueUsd");
  const settings = JSON.parse(await readFile(join(folder, "study.resolved.json"), "utf8")).settings;
  const reference = ids.includes(settings.referenceDesign) ? (settings.referenceDesign as string) : ids[0];
  return {
    folder,
    title: manifest.title,
    scenarios: manifest.scenarios,
    exposureDays: manifest.exposureDays,
    designs: ids,
    reference,
    comparison: pairs.map(named),
    selection: selected.map(named),
    frontier: places.map(named),
    costOfRisk: pairs
      .filter((row) => row.metric_id === loss)
      .map((row) => {
        const [one, other] = [row.design_id as number, row.versus_id as number];
        const removed = negate(row, "cvar95_difference");
        const extra = (cost[one] - cost[other]) * manifest.exposureDays;
        return { design: ids[one], versus: ids[other], ...costOfRemoval(extra, removed) };
      }),
  };
}

function negate(row: ReadRow, name: string): Record<"value" | "low" | "high", number | undefined> {
  const minus = (cell: ReadRow[string]): number | undefined => (typeof cell === "number" ? -cell : undefined);
  return { value: minus(row[name]), low: minus(row[`${name}_high`]), high: minus(row[`${name}_low`]) };
}

async function requireRun(folder: string): Promise<Manifest> {
  const found = await inspectFolder(folder);
  if (found.kind === "complete") return found.manifest;
  const why = found.kind === "free" ? "there is no such folder, or it is empty" : "it holds an unfinished run";
  throw new CommandError(EXIT.missingInput, `missing run ${folder}, ${why}`);
}
