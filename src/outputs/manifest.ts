import type { Judgement } from "./criteria.ts";
import type { TableFile } from "./csv-writer.ts";
import type { Headline } from "./headline.ts";

/** `manifest.json`: what was run, how, and what came out. Only `run` differs between runs of the same study. */
export interface Manifest {
  readonly schemaVersion: 1;
  readonly status: "running" | "complete";
  readonly study: string;
  readonly title: string;
  readonly configHash: string;
  /** SHA-256 over the hashes of all data files, in their order; empty until complete. */
  readonly resultHash: string;
  readonly seed: number;
  readonly scenarios: number;
  readonly blockScenarios: number;
  readonly designs: readonly string[];
  readonly horizonDays: number;
  readonly exposureDays: number;
  readonly warnings: readonly string[];
  readonly headline: readonly Headline[];
  /** Every criterion held against every design. */
  readonly criteria: readonly Judgement[];
  readonly files: readonly Omit<TableFile, "table">[];
  readonly run: {
    readonly engineVersion: string;
    readonly nodeVersion: string;
    /** Commit of the engine, where it runs from a checkout. */
    readonly commit?: string;
    readonly workers: number;
    readonly startedAt: string;
    readonly wallSeconds: number;
    readonly cpuSeconds: number;
    readonly scenarioDesignsPerSecond: number;
  };
}
