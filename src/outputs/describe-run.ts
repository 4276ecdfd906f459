import type { CompiledStudy } from "../compile-study.ts";
import type { ParsedStudy } from "../config/parse-study.ts";
import type { Design } from "../model/design.ts";
import type { KernelChoice } from "../simulate/kernel/choose.ts";
import { engineCommit, engineVersion } from "../version.ts";
import { hashStudy } from "./config-hash.ts";
import type { Manifest, RunIdentity, Shard } from "./manifest.ts";
import type { PrecisionReport } from "./precision.ts";
import type { WrittenResults } from "./result-writer.ts";

/** What a run says about itself from its start on. */
export interface BegunRun {
  readonly identity: RunIdentity;
  /** The manifest as of now. */
  as(status: Manifest["status"], keptScenarios: number, written?: WrittenResults): Manifest;
}

const NOTHING_YET: WrittenResults = { files: [], headline: [], criteria: [], resultHash: "", scenarios: 0 };

/** How a run computes. */
export interface RunManner {
  readonly executor: { readonly name: string };
  readonly workers: number;
  /** Who simulates; nobody where blocks are only read. */
  readonly kernel?: KernelChoice | undefined;
  readonly shard?: Shard | undefined;
}

/** Starts the clock of a run. */
export function describeRun(
  parsed: ParsedStudy,
  { study, warnings }: CompiledStudy,
  { executor, workers, shard, kernel }: RunManner,
): BegunRun {
  const startedAt = new Date();
  const startedMs = performance.now(); // of a clock that nobody sets
  const { scenarios: asked, seed, blockScenarios, horizonDays, exposureDays, referenceDesign } = study.settings;
  const reference = parsed.study.designs.find(({ id }) => id === referenceDesign) as Design;
  const commit = engineCommit();
  const identity: RunIdentity = {
    configHash: hashStudy(study, reference),
    seed,
    ...(shard === undefined ? {} : { shard }),
    run: {
      engineVersion: engineVersion(),
      ...(commit === undefined ? {} : { commit }),
      v8Version: process.versions.v8,
    },
  };
  return {
    identity,
    as(status, keptScenarios, written = NOTHING_YET) {
      const { files, headline, criteria, resultHash, sampling, precision } = written;
      const scenarios = written === NOTHING_YET ? asked : written.scenarios;
      const wallSeconds = (performance.now() - startedMs) / 1000;
      const { user, system } = process.cpuUsage();
      const computed = ((shard?.to ?? scenarios) - (shard?.from ?? 0) - keptScenarios) * study.designs.length;
      return {
        schemaVersion: 1,
        status,
        study: study.id,
        title: study.title,
        ...identity,
        scenarios,
        blockScenarios,
        designs: study.designs.map((design) => design.id),
        horizonDays,
        exposureDays,
        warnings: precision?.isMet === false ? [...warnings, describeShortfall(precision)] : warnings,
        ...(sampling === undefined ? {} : { sampling }),
        ...(precision === undefined ? {} : { precision }),
        files: files.map(({ table: _table, ...file }) => file),
        headline,
        criteria,
        resultHash,
        run: {
          ...identity.run,
          nodeVersion: process.version,
          executor: executor.name,
          workers,
          ...(kernel === undefined ? {} : { kernel: kernel.name }),
          ...(kernel?.reason === undefined ? {} : { kernelReason: kernel.reason }),
          startedAt: startedAt.toISOString(),
          keptScenarios,
          wallSeconds,
          cpuSeconds: (user + system) / 1e6,
          scenarioDesignsPerSecond: wallSeconds > 0 ? computed / wallSeconds : 0,
        },
      };
    },
  };
}

/** What a run that was to be more precise has reached. */
function describeShortfall({ relativeHalfWidth, scenarios, figures }: PrecisionReport): string {
  const [worst] = figures.toSorted(
    (left, right) =>
      (right.relativeHalfWidth ?? Number.POSITIVE_INFINITY) - (left.relativeHalfWidth ?? Number.POSITIVE_INFINITY) || 0,
  );
  const reached = worst.relativeHalfWidth === null ? "not known" : worst.relativeHalfWidth.toPrecision(3);
  return `precision ${relativeHalfWidth} not met after ${scenarios} scenarios: ${worst.metric} ${worst.statistic} of ${worst.design} is at ${reached}`;
}
