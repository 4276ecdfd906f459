import { createHash } from "node:crypto";
import { join } from "node:path";
import { effectiveSampleSize, takeFirst } from "../aggregate/sampling.ts";
import { openShares } from "../attribute-scenario.ts";
import { attributedRows, type BlockOutcome } from "../batch.ts";
import type { CompiledStudy } from "../compile-study.ts";
import type { Crew } from "../executors/task-pool.ts";
import { METRICS } from "../metrics/index.ts";
import { findSampler } from "../samplers/index.ts";
import { findAnswers } from "./answers.ts";
import { gatherShares } from "./attribution.ts";
import { disruptionRows, outcomeRows, scenarioRows } from "./block-rows.ts";
import { type Judgement, judgeCriteria, toJudgements } from "./criteria.ts";
import { type CsvWriter, openCsv, type TableFile } from "./csv-writer.ts";
import { describePackage } from "./data-package.ts";
import { writeDurable } from "./durable-file.ts";
import { placeDesigns } from "./frontier.ts";
import { gatherCurves } from "./gather-curves.ts";
import { type Headline, headlineOf } from "./headline.ts";
import { LOAD_PQ_FILE, LOAD_SQL_FILE, writeLoadPq, writeLoadSql } from "./load-scripts.ts";
import type { SamplingReport } from "./manifest.ts";
import { openOutcomeStore } from "./outcome-store.ts";
import { measurePrecision, type PrecisionReport } from "./precision.ts";
import { OUTCOMES_FILE, WORK_FOLDER } from "./run-folder.ts";
import type { DesignStatistics } from "./statistics.ts";
import { sweepAfter } from "./sweep.ts";
import type { Table } from "./table.ts";
import { attribution } from "./tables/attribution.ts";
import { averageLoss } from "./tables/average-loss.ts";
import { comparison } from "./tables/comparison.ts";
import { convergence } from "./tables/convergence.ts";
import { criteria } from "./tables/criteria.ts";
import { dimScenario } from "./tables/dim-scenario.ts";
import { dimensionRows } from "./tables/dimensions.ts";
import { distribution } from "./tables/distribution.ts";
import { exceedance } from "./tables/exceedance.ts";
import { factDisruption } from "./tables/fact-disruption.ts";
import { factOutcome } from "./tables/fact-outcome.ts";
import { frontier } from "./tables/frontier.ts";
import { RESULT_TABLES } from "./tables/index.ts";
import { logRankTable } from "./tables/log-rank.ts";
import { selection } from "./tables/selection.ts";
import { serviceCurve } from "./tables/service-curve.ts";
import { summary } from "./tables/summary.ts";
import { survival } from "./tables/survival.ts";
import { worstScenario } from "./tables/worst-scenario.ts";

/** What a finished run wrote. */
export interface WrittenResults {
  readonly files: readonly TableFile[];
  readonly resultHash: string;
  /** Scenarios of the whole run. */
  readonly scenarios: number;
  readonly sampling?: SamplingReport;
  readonly precision?: PrecisionReport;
  readonly headline: readonly Headline[];
  readonly criteria: readonly Judgement[];
}

/** Takes the blocks of a run in order and turns them into the tables of its folder. */
export interface ResultWriter {
  add(block: BlockOutcome): Promise<void>;
  /** Measures the precision of what it has been given so far, for a study that asks for one. */
  look(): Promise<PrecisionReport>;
  /** Computes statistics and commits every file; call once, after the last block. */
  finish(): Promise<WrittenResults>;
  /** Leaves nothing half-written under a final name. */
  discard(): Promise<void>;
}

export interface ResultOptions {
  /** Threads that may be started to compute statistics at the end. */
  readonly workers: number;
  /** Those that are there by then, to be asked instead. */
  readonly crew?: () => Crew | undefined;
  /** Makes `finish` give up: at once where workers compute, else between two columns. */
  readonly signal?: AbortSignal | undefined;
  /** Called when nothing more will be asked of workers, with tables still to be written. */
  readonly onAnswered?: (() => void) | undefined;
}

export async function openResults(
  folder: string,
  { study, designs }: CompiledStudy,
  { workers, crew, signal, onAnswered }: ResultOptions,
): Promise<ResultWriter> {
  const { isWeighted, replicateSize: sizeOf } = findSampler(study.settings.sampler);
  const replicateSize = sizeOf(study.settings.replicateScenarios);
  const how = { replicateSize, isWeighted, hasEventLosses: study.settings.eventLosses };
  const store = await openOutcomeStore(join(folder, WORK_FOLDER, OUTCOMES_FILE), designs.length, how, signal);
  const scenarioTable = await openCsv(folder, dimScenario);
  const outcomes = await openCsv(folder, factOutcome);
  const disruptions = await openCsv(folder, factDisruption);
  const open: CsvWriter<never>[] = [scenarioTable, outcomes, disruptions];
  const curves = gatherCurves(designs.length, study.settings.horizonDays, isWeighted);
  // A run to a precision may be longer than its least number of scenarios.
  const { precision: asked, scenarios: least } = study.settings;
  const mostShared = Math.min(
    study.settings.attribution?.scenarios ?? 0,
    Math.max(least, asked?.maximumScenarios ?? 0),
  );
  const shares = gatherShares(designs.length, study.hazards.length, mostShared);
  let nextScenario = 0;
  let lastLook: PrecisionReport | undefined;

  /** Writes a whole table that is known at once. */
  async function writeTable<Row>(table: Table<Row>, rows: readonly Row[]): Promise<TableFile[]> {
    signal?.throwIfAborted();
    const writer = await openCsv(folder, table);
    try {
      await writer.write(rows);
      return await writer.commit();
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  return {
    async add(block) {
      if (block.from !== nextScenario) {
        throw new RangeError(`missing scenario ${nextScenario}, a block from scenario ${block.from} came instead`);
      }
      const values = (block.to - block.from) * designs.length * METRICS.length;
      if (block.outcomes.length !== values) {
        throw new RangeError(
          `invalid block of scenarios ${block.from} to ${block.to - 1}, it has ${block.outcomes.length} values, must have ${values}`,
        );
      }
      nextScenario = block.to;
      await store.append(block.outcomes, block.weights, block.eventLosses);
      const rows = attributedRows(study.settings, block.from, block.to, designs.length);
      if (rows > 0) shares.add(openShares(block.attribution, rows, study.hazards.length), block.from);
      await scenarioTable.write(scenarioRows(block, replicateSize));
      await outcomes.write(outcomeRows(block, designs.length));
      await disruptions.write(disruptionRows(block));
      curves.add(block);
      sweepAfter(block.to - block.from);
    },

    async look() {
      const { precision, service } = study.settings;
      if (precision === undefined) throw new RangeError("missing precision, the study asks for none");
      const ids = study.designs.map(({ id }) => id);
      lastLook = await measurePrecision(store, ids, precision, nextScenario, service.restrictedMeanDays);
      return lastLook;
    },

    async finish() {
      const { precision } = study.settings;
      // A run to a precision ends where it was looked at last.
      const scenarios = precision === undefined ? study.settings.scenarios : (lastLook?.scenarios ?? nextScenario);
      if (nextScenario !== scenarios) throw new RangeError(`missing scenarios ${nextScenario} to ${scenarios - 1}`);
      const dimensions = dimensionRows(
        study,
        designs.map((design) => design.structure),
      );
      const files: TableFile[] = [];
      const put = async <Row>(table: Table<Row>, rows: readonly Row[]): Promise<void> => {
        files.push(...(await writeTable(table, rows)));
      };
      const putAll = async <Row>(
        table: Table<Row>,
        rowsOf: (item: DesignStatistics) => readonly Row[],
      ): Promise<void> => put(table, statistics.flatMap(rowsOf));
      // biome-ignore lint/suspicious/noExplicitAny: each dimension has rows of its own
      for (const { table, rows } of dimensions) await put<any>(table, rows);
      files.push(...(await scenarioTable.commit()), ...(await outcomes.commit()), ...(await disruptions.commit()));
      open.length = 0;
      const answers = await findAnswers(
        store,
        { designs: designs.length, scenarios, settings: study.settings },
        { workers, crew: crew?.(), signal },
      );
      onAnswered?.();
      const { statistics } = answers;
      await putAll(summary, (item) => item.summary);
      await putAll(survival, (item) => item.survival);
      await putAll(exceedance, (item) => item.exceedance);
      await putAll(averageLoss, (item) => item.averageLoss);
      await putAll(convergence, (item) => item.convergence);
      const sampling = store.readSampling();
      await put(logRankTable, answers.logRanks);
      await put(serviceCurve, curves.read());
      const verdicts = await judgeCriteria(
        study.criteria,
        store,
        statistics.map((item) => item.summary),
      );
      await put(criteria, verdicts);
      await put(comparison, answers.comparisons);
      await put(selection, answers.selections);
      const places = placeDesigns(
        study.designs.map(({ id }) => id),
        designs.map(({ structure }) => structure),
        statistics.map((item) => item.summary),
        answers.comparisons,
        study.settings.horizonDays,
      );
      await put(frontier, places);
      const shared = Math.min(mostShared, scenarios);
      await put(attribution, shared === 0 ? [] : shares.read(shared, takeFirst(sampling, shared)));
      await put(distribution, answers.distributions);
      await put(worstScenario, answers.worst);
      await store.discard();
      await writeDurable(join(folder, LOAD_SQL_FILE), writeLoadSql(RESULT_TABLES, files));
      await writeDurable(join(folder, LOAD_PQ_FILE), writeLoadPq(RESULT_TABLES, files));
      const dictionary = describePackage(study.id, study.title, RESULT_TABLES, files);
      await writeDurable(join(folder, "datapackage.json"), `${JSON.stringify(dictionary, null, 2)}\n`);
      return {
        files,
        scenarios,
        sampling: {
          sampler: study.settings.sampler,
          replicateScenarios: replicateSize,
          replicates: Math.ceil(scenarios / replicateSize),
          effectiveScenarios: sampling.weights === undefined ? scenarios : effectiveSampleSize(sampling.weights),
        },
        ...(lastLook === undefined ? {} : { precision: lastLook }),
        resultHash: createHash("sha256")
          .update(files.map((file) => `${file.path} ${file.sha256}\n`).join(""))
          .digest("hex"),
        headline: study.designs.map(({ id }, design) =>
          headlineOf(id, designs[design].structure, statistics[design].summary),
        ),
        criteria: toJudgements(
          verdicts,
          study.designs.map(({ id }) => id),
        ),
      };
    },

    async discard() {
      for (const writer of open) await writer.discard();
      await store.discard().catch(() => undefined);
    },
  };
}
