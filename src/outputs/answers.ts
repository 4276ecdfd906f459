import { type Crew, runErrands, runTasks } from "../executors/task-pool.ts";
import { METRICS } from "../metrics/index.ts";
import type { Settings } from "../model/settings.ts";
import { compareDesigns, sortComparisons } from "./comparison.ts";
import { describeDistributions, findWorst, sortDistributions } from "./distributions.ts";
import { type OutcomeReader, type OutcomeStore, openOutcomeReader, type StoredOutcomes } from "./outcome-store.ts";
import { logRankRows } from "./recovery.ts";
import { selectDesigns } from "./selection.ts";
import { computeStatistics, type DesignStatistics } from "./statistics.ts";
import type { ComparisonRow } from "./tables/comparison.ts";
import type { DistributionRow } from "./tables/distribution.ts";
import type { LogRankRow } from "./tables/log-rank.ts";
import type { SelectionRow } from "./tables/selection.ts";
import type { WorstScenarioRow } from "./tables/worst-scenario.ts";

/** Everything that is said of a run's outcomes once they are all there. */
export interface Answers {
  /** [design] */
  readonly statistics: readonly DesignStatistics[];
  readonly comparisons: readonly ComparisonRow[];
  readonly distributions: readonly DistributionRow[];
  readonly selections: readonly SelectionRow[];
  readonly logRanks: readonly LogRankRow[];
  readonly worst: readonly WorstScenarioRow[];
}

/** A part of the answers that can be found by itself, from the stored columns alone. */
export type AnswerTask =
  | { readonly kind: "statistics"; readonly design: number }
  | { readonly kind: "comparisons"; readonly metric: number }
  | { readonly kind: "distributions"; readonly metric: number }
  | { readonly kind: "selections" }
  | { readonly kind: "logRanks" }
  | { readonly kind: "worst" };

type Part = Partial<Answers>;

/** What the answers depend on beside the outcomes. Plain values: it can be posted. */
export interface AnsweredRun {
  readonly designs: number;
  readonly scenarios: number;
  readonly settings: Pick<Settings, "service" | "exposureDays" | "precision">;
}

/** What workers that find answers start from. */
export interface AnswerWork {
  readonly run: AnsweredRun;
  readonly stored: StoredOutcomes;
}

/** Values compared pair by pair, [pair x scenario], from which on workers take less time than they need to start. */
const LEAST_COMPARED = 10_000;
/** Scenarios up to which several columns at a time fit a worker's memory beside those of the others, where they are held as a whole. */
const MOST_HELD_SCENARIOS = 200_000;

/** Who may be asked for answers. */
export interface Answerers {
  /** Threads that may be started. */
  readonly workers: number;
  /** Those that are there already, to be asked instead. */
  readonly crew?: Crew | undefined;
  /** Makes it give up at once. */
  readonly signal?: AbortSignal | undefined;
  /** Values compared from which on others are asked. */
  readonly leastCompared?: number;
}

/** Finds all answers, in worker threads where that is sooner and memory allows; they are the same numbers anyway. */
export async function findAnswers(
  store: OutcomeStore,
  run: AnsweredRun,
  { workers, crew, signal, leastCompared = LEAST_COMPARED }: Answerers,
): Promise<Answers> {
  const { designs, scenarios } = run;
  const compared = ((designs * (designs - 1)) / 2) * scenarios;
  const isMuch = compared >= leastCompared;
  const tasks = listTasks(run);
  const stored = await store.share();
  const work: AnswerWork = { run, stored };
  // Columns of scenarios that are weighted, or come in replicates, are held as a whole; those of others piece by piece.
  const isInPieces = !stored.isWeighted && stored.replicateSize === 1;
  const fits = isInPieces || scenarios <= MOST_HELD_SCENARIOS;
  const parts = !isMuch
    ? answerOneByOne(store, run, tasks)
    : crew !== undefined
      ? runErrands<AnswerTask, Part>(crew, "answers", work, tasks, fits ? crew.workers : 1)
      : workers > 1 && fits
        ? runTasks<AnswerTask, Part>("answers", workers, work, tasks, signal)
        : answerOneByOne(store, run, tasks);
  const all = {
    statistics: [] as DesignStatistics[],
    comparisons: [] as ComparisonRow[],
    distributions: [] as DistributionRow[],
    selections: [] as SelectionRow[],
    logRanks: [] as LogRankRow[],
    worst: [] as WorstScenarioRow[],
  };
  for await (const part of parts) {
    signal?.throwIfAborted();
    for (const [kind, rows] of Object.entries(part)) {
      const list: unknown[] = all[kind as keyof Answers];
      for (const row of rows) list.push(row);
    }
  }
  sortComparisons(all.comparisons);
  sortDistributions(all.distributions);
  return all;
}

/** The longest first, so that no worker is left with one of them at the end. */
function listTasks({ designs }: AnsweredRun): AnswerTask[] {
  const tasks: AnswerTask[] = [];
  for (let design = 0; design < designs; design++) tasks.push({ kind: "statistics", design });
  tasks.push({ kind: "logRanks" }, { kind: "selections" }, { kind: "worst" });
  for (let metric = 0; metric < METRICS.length; metric++) tasks.push({ kind: "comparisons", metric });
  for (let metric = 0; metric < METRICS.length; metric++) tasks.push({ kind: "distributions", metric });
  return tasks;
}

async function* answerOneByOne(
  store: OutcomeReader,
  run: AnsweredRun,
  tasks: readonly AnswerTask[],
): AsyncGenerator<Part> {
  for (const task of tasks) yield await answer(store, run, task);
}

/** Finds one part of the answers in what another thread stored. */
export async function answerFrom({ run, stored }: AnswerWork, task: AnswerTask): Promise<Part> {
  const store = await openOutcomeReader(stored);
  try {
    return await answer(store, run, task);
  } finally {
    await store.close();
  }
}

/** Finds one part of the answers. */
export async function answer(
  store: OutcomeReader,
  { designs, scenarios, settings }: AnsweredRun,
  task: AnswerTask,
): Promise<Part> {
  if (task.kind === "statistics") return { statistics: [await computeStatistics(store, task.design, settings)] };
  if (task.kind === "distributions") return { distributions: await describeDistributions(store, designs, task.metric) };
  if (task.kind === "worst") return { worst: await findWorst(store, designs) };
  const sampling = store.readSampling();
  if (task.kind === "logRanks") return { logRanks: await logRankRows(store, designs, sampling) };
  const compared = { designs, scenarios, restrictedMeanDays: settings.service.restrictedMeanDays, sampling };
  if (task.kind === "comparisons") return { comparisons: await compareDesigns(store, compared, task.metric) };
  return { selections: await selectDesigns(store, compared) };
}
