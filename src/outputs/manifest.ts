import { join } from "node:path";
import type { Judgement } from "./criteria.ts";
import type { TableFile } from "./csv-writer.ts";
import { writeDurable } from "./durable-file.ts";
import type { Headline } from "./headline.ts";
import type { PrecisionReport } from "./precision.ts";

export const MANIFEST_FILE = "manifest.json";

/** What makes two runs the same: equal identities give equal bytes. */
export interface RunIdentity {
  /** SHA-256 of all that the study asks but the seed. */
  readonly configHash: string;
  readonly seed: number;
  /** The share of the scenarios that this run computes, where it is not all of them. */
  readonly shard?: Shard;
  readonly run: {
    readonly engineVersion: string;
    /** Commit of the engine, where it runs from a checkout. */
    readonly commit?: string;
    /** V8 computes `exp` and `log`: another one may differ in a last bit. */
    readonly v8Version: string;
  };
}

/** Share `index` of `count`, from 1: scenarios [from, to). */
export interface Shard {
  readonly index: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** How the scenarios of a run came about. */
export interface SamplingReport {
  readonly sampler: string;
  /** Scenarios that share one randomisation. */
  readonly replicateScenarios: number;
  readonly replicates: number;
  /** Scenarios of equal weight that would carry as much. */
  readonly effectiveScenarios: number;
}

/** `manifest.json`: what was run, how, and what came out. Only `run` differs between runs of the same study. */
export interface Manifest extends RunIdentity {
  readonly schemaVersion: 1;
  /** `running` is also what a run that was killed leaves; `interrupted` and `failed` are its own last words. */
  readonly status: "running" | "interrupted" | "failed" | "complete";
  readonly study: string;
  readonly title: string;
  /** SHA-256 over the hashes of all data files, in their order (of a shard: over its blocks); empty until complete. */
  readonly resultHash: string;
  readonly scenarios: number;
  readonly blockScenarios: number;
  readonly designs: readonly string[];
  readonly horizonDays: number;
  readonly exposureDays: number;
  readonly warnings: readonly string[];
  readonly headline: readonly Headline[];
  /** Every criterion held against every design. */
  readonly criteria: readonly Judgement[];
  /** How scenarios were drawn; there once the run is complete. */
  readonly sampling?: SamplingReport;
  /** For runs to a precision: what was asked, what was reached and after how many scenarios. */
  readonly precision?: PrecisionReport;
  readonly files: readonly Omit<TableFile, "table">[];
  readonly run: RunIdentity["run"] & {
    readonly nodeVersion: string;
    /** Who computed: pool, inline, queue, or merge. */
    readonly executor: string;
    readonly workers: number;
    /** Who simulated: simd or reference, and why where another one was asked for. Changes no number. */
    readonly kernel?: string;
    readonly kernelReason?: string;
    readonly startedAt: string;
    /** Scenarios taken over from an earlier try that did not finish. */
    readonly keptScenarios: number;
    readonly wallSeconds: number;
    readonly cpuSeconds: number;
    readonly scenarioDesignsPerSecond: number;
  };
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeDurable(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}
