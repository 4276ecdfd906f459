import { join } from "node:path";
import { precisionLooks } from "./aggregate/precision.ts";
import { type BlockLog, openBlockLog } from "./checkpoint/block-log.ts";
import { claimFolder } from "./checkpoint/claim-folder.ts";
import { cutShard } from "./checkpoint/shard.ts";
import { openShard } from "./checkpoint/shard-writer.ts";
import { type CompiledStudy, compileStudy, type Overrides, toBatchStudy } from "./compile-study.ts";
import type { ParsedStudy } from "./config/parse-study.ts";
import { CommandError, EXIT, InterruptedError } from "./errors.ts";
import { cutBlocks, type Executor, sizeBlocks } from "./executors/define.ts";
import { locateFault } from "./locate-fault.ts";
import type { Settings } from "./model/settings.ts";
import { describeRun } from "./outputs/describe-run.ts";
import { writeDurable } from "./outputs/durable-file.ts";
import { type Manifest, type RunIdentity, writeManifest } from "./outputs/manifest.ts";
import { openResults, type ResultWriter } from "./outputs/result-writer.ts";
import { discardWork, LOG_FILE, SUCCESS_FILE, WORK_FOLDER } from "./outputs/run-folder.ts";
import { findSampler } from "./samplers/index.ts";
import { toPartyStudy } from "./silos/party-study.ts";
import { chooseKernel, type KernelChoice, type KernelName } from "./simulate/kernel/choose.ts";

export interface RunOptions extends Overrides {
  readonly executor: Executor;
  readonly workers: number;
  /** Who simulates, changes no number. Default: generated code where it is worth compiling. */
  readonly kernel?: KernelName;
  /** Run folder. Default: `results/<study>-<hash>-<seed>` below the working directory. */
  readonly out?: string;
  /** Go on with what an unfinished run of the same study left in the folder. */
  readonly resume?: boolean;
  /** Compute anew, whatever one of our folders already holds. */
  readonly force?: boolean;
  /** Compute only share `index` of `count`, from 1; `breakwater merge` puts the shares together. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** Stops the run, with what it has computed kept on disk. */
  readonly signal?: AbortSignal;
  /** Called after every block with the scenarios done so far. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called when everything is computed, with tables still to be written: the executor's crew, if it has one, is free. */
  readonly onAnswered?: (compiled: CompiledStudy) => void;
  /** Called when all results lie in the folder, before `_SUCCESS` makes it complete: writes what else belongs there. */
  readonly beforeSuccess?: (run: RunReport) => Promise<void>;
}

export interface RunReport {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whether the folder already held this very run and nothing was computed. */
  readonly isReused: boolean;
}

/**
 * Runs a study: compile the designs, compute blocks of scenarios, reduce them in order, write the run folder. Every finished
 * block goes to a log first, so that a run that ends early, however it ends, can be resumed to the same bytes. The folder is
 * complete when `_SUCCESS` is there, written last.
 *
 * @throws StudyError for designs that cannot be, CommandError for options that make no run and where the folder cannot be
 * used, InterruptedError when stopped, SimulationError for a worker that is lost or a result that cannot be
 */
export async function runStudy(parsed: ParsedStudy, options: RunOptions): Promise<RunReport> {
  checkOverrides(parsed, options);
  const isPart = parsed.study.silo !== undefined;
  const compiled = compileStudy(parsed, options);
  const { scenarios, blockScenarios } = compiled.study.settings;
  const shard = options.shard && cutShard(scenarios, blockScenarios, options.shard);
  const looks = findLooks(compiled.study.settings);
  const { from, to } = shard ?? { from: 0, to: looks.at(-1) ?? scenarios };
  const begun = describeRun(parsed, compiled, { ...options, shard, kernel: kernelOf(compiled, options) });
  const folder = options.out ?? join("results", defaultName(compiled.study.id, begun.identity));

  const claim = await claimFolder(folder, begun.identity, options);
  if (claim.kind === "reuse") return { folder, manifest: claim.manifest, isReused: true };

  let log: BlockLog | undefined;
  let results: ResultWriter | undefined;
  let kept = 0;
  let isPrecise = false;
  try {
    await writeManifest(folder, begun.as("running", 0));
    await writeDurable(join(folder, "study.original.yaml"), parsed.text);
    if (parsed.contract !== undefined) await writeDurable(join(folder, "contract.original.yaml"), parsed.contract.text);
    await writeDurable(join(folder, "study.resolved.json"), `${JSON.stringify(compiled.study, null, 2)}\n`);

    log = await openBlockLog(shard ? join(folder, LOG_FILE) : join(folder, WORK_FOLDER, LOG_FILE), from);
    results = shard
      ? openShard(folder, shard, scenarios)
      : await openResults(folder, compiled, {
          workers: options.workers,
          crew: () => options.executor.crew,
          signal: options.signal,
          onAnswered: () => options.onAnswered?.(compiled),
        });
    for await (const block of log.replay()) {
      options.signal?.throwIfAborted();
      await results.add(block);
      kept = block.to - from;
      options.onProgress?.(kept, to - from);
      isPrecise = looks.includes(block.to) && (await results.look()).isMet;
      if (isPrecise) break;
    }

    const lanes = compiled.designs.map(({ network }) => network.counts.lanes);
    const rest = to - from - kept;
    const { sizesBlocks = false } = options.executor;
    const blockSize = sizesBlocks ? sizeBlocks(compiled.study.settings, lanes, rest, options.workers) : blockScenarios;
    const blocks = isPrecise ? [] : cutBlocks(to, blockSize, from + kept, looks);
    const study = isPart ? toPartyStudy(compiled, options.kernel) : toBatchStudy(compiled, options.kernel);
    for await (const block of options.executor.execute(study, blocks, options.signal)) {
      await results.add(block); // looks at it first: what cannot be must not be resumed with
      await log.append(block);
      options.executor.onKept?.(log.safeScenarios);
      options.onProgress?.(block.to - from, to - from);
      options.signal?.throwIfAborted();
      if (looks.includes(block.to) && (await results.look()).isMet) break;
    }
    await log.flush();
    options.executor.onKept?.(log.safeScenarios);

    const manifest = begun.as("complete", kept, await results.finish());
    await writeManifest(folder, manifest);
    const report: RunReport = { folder, manifest, isReused: false };
    await options.beforeSuccess?.(report);
    await writeDurable(join(folder, SUCCESS_FILE), "");
    await log.close();
    await discardWork(folder, claim.lock.release);
    return report;
  } catch (error) {
    // What went wrong first is what counts, unless what was computed could not be kept.
    await results?.discard().catch(() => undefined);
    const isStopped = options.signal?.aborted === true;
    if (isStopped) await log?.flush();
    await writeManifest(folder, begun.as(isStopped ? "interrupted" : "failed", kept)).catch(() => undefined);
    if (isStopped) throw new InterruptedError(folder, (log?.doneScenarios ?? from) - from, to - from);
    throw locateFault(error, parsed);
  } finally {
    await log?.close().catch(() => undefined);
    await claim.lock.release();
  }
}

/** Numbers of scenarios at which a run to a precision is looked at, the last one its end; none for other runs. */
function findLooks({ scenarios, precision, sampler, replicateScenarios }: Settings): number[] {
  if (precision === undefined) return [];
  const replicateSize = findSampler(sampler).replicateSize(replicateScenarios);
  return precisionLooks(scenarios, precision.maximumScenarios, replicateSize);
}

/** What the workers choose, by the same rule; undefined where blocks are only read. */
function kernelOf(
  { study, designs }: CompiledStudy,
  { kernel: asked = "simd", executor }: Pick<RunOptions, "kernel" | "executor">,
): KernelChoice | undefined {
  if (executor.name === "merge") return undefined;
  return chooseKernel(
    asked,
    designs.map(({ network }) => network),
    study.settings,
  );
}

/** Folder of a run nobody named: what was asked, the seed, the share. */
function defaultName(id: string, { configHash, seed, shard }: RunIdentity): string {
  const share = shard === undefined ? "" : `-shard-${shard.index}-of-${shard.count}`;
  return `${id}-${configHash.slice(0, 8)}-${seed}${share}`;
}

/** What is asked instead of the study's own must be a run as well: no scenario or no design would succeed with nothing. */
function checkOverrides(
  { study }: ParsedStudy,
  { scenarios = 1, seed = 0, designs, precision, shard, executor }: Overrides & Pick<RunOptions, "shard" | "executor">,
): void {
  const refuse = (message: string): never => {
    throw new CommandError(EXIT.usage, message);
  };
  if (!Number.isSafeInteger(scenarios) || scenarios < 1) {
    refuse(`invalid scenarios ${scenarios}, must be a whole number from 1`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) refuse(`invalid seed ${seed}, must be a whole number from 0`);
  if (shard !== undefined && (precision ?? study.settings.precision) !== undefined) {
    refuse("invalid shard, a run to a precision ends where all its scenarios say so; state the number of scenarios");
  }
  if (study.silo !== undefined && executor.name !== "silo") {
    refuse(
      `invalid executor ${executor.name}, party '${study.silo.party}' runs in step with the others: breakwater silo run`,
    );
  }
  if (designs?.length === 0) refuse("missing designs, must name at least one");
  const known = study.designs.map(({ id }) => id);
  for (const id of designs ?? []) {
    if (!known.includes(id)) refuse(`unknown design '${id}', the study has ${known.join(", ")}`);
  }
}
