import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Study } from "../config/study.ts";
import { CommandError, EXIT } from "../errors.ts";
import type { Manifest } from "../outputs/manifest.ts";
import { type ReadRow, readTable } from "../outputs/read-table.ts";
import { findDamage, inspectFolder } from "../outputs/run-folder.ts";
import { RESULT_TABLES } from "../outputs/tables/index.ts";

/** A finished run as its folder tells it. */
export interface FinishedRun {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly study: Study;
  /** Ids of the designs, in the order of their numbers. */
  readonly designs: readonly string[];
  /** Number of a metric in this run, by its name in snake_case; -1 where the run did not measure it. */
  metric(name: string): number;
  /** Rows of a table; none where the run has no such table. */
  rows(table: string): readonly ReadRow[];
}

/** Tables that grow with the number of scenarios are not read. */
const LARGE = new Set(["fact_outcome", "fact_disruption", "dim_scenario"]);

/**
 * Reads all but the large tables of a complete run. Throws 66 where there is none, 65 where a file of it is damaged.
 *
 * @param known manifest of a run whose tables are there although it is not complete yet
 */
export async function readRun(folder: string, known?: Manifest): Promise<FinishedRun> {
  const manifest = known ?? (await requireRun(folder));
  const tables = new Map<string, readonly ReadRow[]>();
  for (const table of RESULT_TABLES) {
    if (!LARGE.has(table.name)) tables.set(table.name, (await readTable(folder, table)) ?? []);
  }
  const rows = (table: string): readonly ReadRow[] => tables.get(table) ?? [];
  const metrics = new Map(rows("dim_metric").map((row) => [String(row.metric), row.metric_id as number]));
  return {
    folder,
    manifest,
    study: JSON.parse(await readFile(join(folder, "study.resolved.json"), "utf8")) as Study,
    designs: manifest.designs,
    metric: (name) => metrics.get(name) ?? -1,
    rows,
  };
}

/** The manifest of a complete, undamaged, whole run. */
export async function requireRun(folder: string): Promise<Manifest> {
  const found = await inspectFolder(folder);
  if (found.kind !== "complete") {
    const why = found.kind === "free" ? "there is no such folder, or it is empty" : "it holds an unfinished run";
    throw new CommandError(EXIT.missingInput, `missing run ${folder}, ${why}`);
  }
  const { manifest } = found;
  if (manifest.shard !== undefined) {
    throw new CommandError(EXIT.usage, `invalid run ${folder}, it is one shard; breakwater merge puts them together`);
  }
  const damage = await findDamage(folder, manifest);
  if (damage !== undefined) throw new CommandError(EXIT.invalidStudy, `invalid run ${folder}, ${damage} is damaged`);
  return manifest;
}
