import { join } from "node:path";
import { compileStudy, type Overrides, toBatchStudy } from "./compile-study.ts";
import type { ParsedStudy } from "./config/parse-study.ts";
import { CommandError, EXIT } from "./errors.ts";
import { cutBlocks, type Executor } from "./executors/define.ts";
import type { Design } from "./model/design.ts";
import { hashStudy } from "./outputs/config-hash.ts";
import { writeDurable } from "./outputs/durable-file.ts";
import type { Manifest } from "./outputs/manifest.ts";
import { openResults } from "./outputs/result-writer.ts";
import { findDamage, inspectFolder, SUCCESS_FILE } from "./outputs/run-folder.ts";
import { engineCommit, engineVersion } from "./version.ts";

export interface RunOptions extends Overrides {
  readonly executor: Executor;
  readonly workers: number;
  /** Run folder. Default: `results/<study>-<hash>-<seed>` below the working directory. */
  readonly out?: string;
  /** Compute anew, whatever one of our folders already holds. */
  readonly force?: boolean;
  /** Called after every block with the scenarios done so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RunReport {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whether the folder already held this very run and nothing was computed. */
  readonly isReused: boolean;
}

/**
 * Runs a study: compile the designs, compute blocks of scenarios, reduce them in order, write the run folder. The folder is
 * complete when `_SUCCESS` is there, written last.
 *
 * @throws StudyError for designs that cannot be, CommandError for options that make no run and where the folder cannot be
 * used, SimulationError for a worker that is lost or a result that cannot be
 */
export async function runStudy(parsed: ParsedStudy, options: RunOptions): Promise<RunReport> {
  const startedAt = new Date();
  checkOverrides(parsed, options);
  const compiled = compileStudy(parsed, options);
  const { study } = compiled;
  const { scenarios, seed, blockScenarios, horizonDays, exposureDays } = study.settings;
  const reference = parsed.study.designs.find(({ id }) => id === study.settings.referenceDesign) as Design;
  const configHash = hashStudy(study, reference);
  const folder = options.out ?? join("results", `${study.id}-${configHash.slice(0, 8)}-${seed}`);

  const found = await inspectFolder(folder);
  if (found.kind !== "free" && options.force !== true) {
    const isSameRun =
      found.kind === "complete" &&
      found.manifest.configHash === configHash &&
      found.manifest.seed === seed &&
      found.manifest.run.engineVersion === engineVersion();
    const damaged = isSameRun ? await findDamage(folder, found.manifest) : undefined;
    if (isSameRun && damaged === undefined) return { folder, manifest: found.manifest, isReused: true };
    const whose = damaged === undefined ? "the results of another run" : `this run with a damaged ${damaged}`;
    const what = found.kind === "complete" ? whose : "an unfinished run";
    throw new CommandError(
      EXIT.cannotCreate,
      `invalid run folder ${folder}, it holds ${what}; add --force to replace it`,
    );
  }

  const results = await openResults(folder, compiled);
  const manifest = (
    status: Manifest["status"],
    written: Pick<Manifest, "files" | "headline" | "criteria" | "resultHash">,
  ): Manifest => {
    const wallSeconds = (Date.now() - startedAt.getTime()) / 1000;
    const { user, system } = process.cpuUsage();
    const commit = engineCommit();
    return {
      schemaVersion: 1,
      status,
      study: study.id,
      title: study.title,
      configHash,
      seed,
      scenarios,
      blockScenarios,
      designs: study.designs.map((design) => design.id),
      horizonDays,
      exposureDays,
      warnings: compiled.warnings,
      ...written,
      run: {
        engineVersion: engineVersion(),
        nodeVersion: process.version,
        ...(commit === undefined ? {} : { commit }),
        workers: options.workers,
        startedAt: startedAt.toISOString(),
        wallSeconds,
        cpuSeconds: (user + system) / 1e6,
        scenarioDesignsPerSecond: wallSeconds > 0 ? (scenarios * study.designs.length) / wallSeconds : 0,
      },
    };
  };

  try {
    await writeManifest(folder, manifest("running", { files: [], headline: [], criteria: [], resultHash: "" }));
    await writeDurable(join(folder, "study.original.yaml"), parsed.text);
    await writeDurable(join(folder, "study.resolved.json"), `${JSON.stringify(study, null, 2)}\n`);
    const blocks = cutBlocks(scenarios, blockScenarios);
    for await (const outcome of options.executor.execute(toBatchStudy(compiled), blocks)) {
      await results.add(outcome);
      options.onProgress?.(outcome.to, scenarios);
    }
    const { files, headline, criteria, resultHash } = await results.finish();
    const complete = manifest("complete", {
      files: files.map(({ table: _table, ...file }) => file),
      headline,
      criteria,
      resultHash,
    });
    await writeManifest(folder, complete);
    await writeDurable(join(folder, SUCCESS_FILE), "");
    return { folder, manifest: complete, isReused: false };
  } catch (error) {
    await results.discard().catch(() => undefined); // what went wrong first is what counts
    throw error;
  }
}

/** What is asked instead of the study's own must be a run as well: no scenario or no design would succeed with nothing. */
function checkOverrides({ study }: ParsedStudy, { scenarios = 1, seed = 0, designs }: Overrides): void {
  const refuse = (message: string): never => {
    throw new CommandError(EXIT.usage, message);
  };
  if (!Number.isSafeInteger(scenarios) || scenarios < 1) {
    refuse(`invalid scenarios ${scenarios}, must be a whole number from 1`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) refuse(`invalid seed ${seed}, must be a whole number from 0`);
  if (designs?.length === 0) refuse("missing designs, must name at least one");
  const known = study.designs.map(({ id }) => id);
  for (const id of designs ?? []) {
    if (!known.includes(id)) refuse(`unknown design '${id}', the study has ${known.join(", ")}`);
  }
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeDurable(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
