import { createHash } from "node:crypto";
import { join } from "node:path";
import { type CurveHistogram, createCurveHistogram } from "../aggregate/curve-histogram.ts";
import { effectiveSampleSize, takeFirst } from "../aggregate/sampling.ts";
import { openShares } from "../attribute-scenario.ts";
import { attributedRows, type BlockOutcome, DISRUPTION_FIELDS } from "../batch.ts";
import type { CompiledStudy } from "../compile-study.ts";
import { METRICS } from "../metrics/index.ts";
import { CURVE_STEP, CURVE_UNIT } from "../model/curve-grid.ts";
import { findSampler } from "../samplers/index.ts";
import { gatherShares } from "./attribution.ts";
import { compareDesigns } from "./comparison.ts";
import { type Judgement, judgeCriteria, toJudgements } from "./criteria.ts";
import { type CsvWriter, openCsv, type TableFile } from "./csv-writer.ts";
import { describePackage } from "./data-package.ts";
import { describeDistributions, findWorst } from "./distributions.ts";
import { writeDurable } from "./durable-file.ts";
import { placeDesigns } from "./frontier.ts";
import { type Headline, headlineOf } from "./headline.ts";
import { LOAD_PQ_FILE, LOAD_SQL_FILE, writeLoadPq, writeLoadSql } from "./load-scripts.ts";
import type { SamplingReport } from "./manifest.ts";
import { openOutcomeStore } from "./outcome-store.ts";
import { measurePrecision, type PrecisionReport } from "./precision.ts";
import { logRankRows } from "./recovery.ts";
import { OUTCOMES_FILE, WORK_FOLDER } from "./run-folder.ts";
import { selectDesigns } from "./selection.ts";
import { computeStatistics, type DesignStatistics } from "./statistics.ts";
import type { Table } from "./table.ts";
import { attribution } from "./tables/attribution.ts";
import { averageLoss } from "./tables/average-loss.ts";
import { comparison } from "./tables/comparison.ts";
import { convergence } from "./tables/convergence.ts";
import { criteria } from "./tables/criteria.ts";
import { dimScenario, type ScenarioRow } from "./tables/dim-scenario.ts";
import { dimensionRows } from "./tables/dimensions.ts";
import { distribution } from "./tables/distribution.ts";
import { exceedance } from "./tables/exceedance.ts";
import { type DisruptionRow, factDisruption } from "./tables/fact-disruption.ts";
import { factOutcome, type OutcomeRow } from "./tables/fact-outcome.ts";
import { frontier } from "./tables/frontier.ts";
import { RESULT_TABLES } from "./tables/index.ts";
import { logRankTable } from "./tables/log-rank.ts";
import { selection } from "./tables/selection.ts";
import { type CurveRow, serviceCurve } from "./tables/service-curve.ts";
import { summary } from "./tables/summary.ts";
import { survival } from "./tables/survival.ts";
import { worstScenario } from "./tables/worst-scenario.ts";

const BAND = [0.05, 0.25, 0.5, 0.75, 0.95];

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

/** @param signal makes `finish` give up between two columns */
export async function openResults(
  folder: string,
  { study, designs }: CompiledStudy,
  signal?: AbortSignal,
): Promise<ResultWriter> {
  const days = study.settings.horizonDays;
  const { isWeighted, replicateSize: sizeOf } = findSampler(study.settings.sampler);
  const replicateSize = sizeOf(study.settings.replicateScenarios);
  const how = { replicateSize, isWeighted, hasEventLosses: study.settings.eventLosses };
  const store = await openOutcomeStore(join(folder, WORK_FOLDER, OUTCOMES_FILE), designs.length, how, signal);
  const scenarioTable = await openCsv(folder, dimScenario);
  const outcomes = await openCsv(folder, factOutcome);
  const disruptions = await openCsv(folder, factDisruption);
  const open: CsvWriter<never>[] = [scenarioTable, outcomes, disruptions];
  const service = designs.map(() => createCurveHistogram(days, CURVE_STEP, CURVE_UNIT, isWeighted));
  const prices = designs.map(() => createCurveHistogram(days, CURVE_STEP, CURVE_UNIT, isWeighted));
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
      if (isWeighted) addWeightedCurves(block, designs.length, service, prices);
      else addCurves(block, designs.length, days, service, prices);
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
      // biome-ignore lint/suspicious/noExplicitAny: each dimension has rows of its own
      for (const { table, rows } of dimensions) files.push(...(await writeTable<any>(table, rows)));
      files.push(...(await scenarioTable.commit()), ...(await outcomes.commit()), ...(await disruptions.commit()));
      open.length = 0;
      const statistics: DesignStatistics[] = [];
      for (let design = 0; design < designs.length; design++) {
        statistics.push(await computeStatistics(store, design, study.settings));
      }
      files.push(
        ...(await writeTable(
          summary,
          statistics.flatMap((item) => item.summary),
        )),
      );
      files.push(
        ...(await writeTable(
          survival,
          statistics.flatMap((item) => item.survival),
        )),
      );
      files.push(
        ...(await writeTable(
          exceedance,
          statistics.flatMap((item) => item.exceedance),
        )),
      );
      files.push(
        ...(await writeTable(
          averageLoss,
          statistics.flatMap((item) => item.averageLoss),
        )),
      );
      files.push(
        ...(await writeTable(
          convergence,
          statistics.flatMap((item) => item.convergence),
        )),
      );
      const sampling = await store.readSampling();
      files.push(...(await writeTable(logRankTable, await logRankRows(store, designs.length, sampling))));
      files.push(...(await writeTable(serviceCurve, curveRows(days, service, prices))));
      const verdicts = await judgeCriteria(
        study.criteria,
        store,
        statistics.map((item) => item.summary),
      );
      files.push(...(await writeTable(criteria, verdicts)));
      const { horizonDays, service: thresholds } = study.settings;
      const compared = {
        designs: designs.length,
        scenarios,
        restrictedMeanDays: thresholds.restrictedMeanDays,
        sampling,
      };
      const comparisons = await compareDesigns(store, compared);
      files.push(...(await writeTable(comparison, comparisons)));
      files.push(...(await writeTable(selection, await selectDesigns(store, compared))));
      const places = placeDesigns(
        study.designs.map(({ id }) => id),
        designs.map(({ structure }) => structure),
        statistics.map((item) => item.summary),
        comparisons,
        horizonDays,
      );
      files.push(...(await writeTable(frontier, places)));
      const shared = Math.min(mostShared, scenarios);
      files.push(
        ...(await writeTable(attribution, shared === 0 ? [] : shares.read(shared, takeFirst(sampling, shared)))),
      );
      files.push(...(await writeTable(distribution, await describeDistributions(store, designs.length))));
      files.push(...(await writeTable(worstScenario, await findWorst(store, designs.length))));
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

function outcomeRows(block: BlockOutcome, designs: number): OutcomeRow[] {
  const rows: OutcomeRow[] = [];
  for (let offset = 0; offset < block.outcomes.length; offset += METRICS.length) {
    const row = rows.length;
    const scenario = block.from + Math.floor(row / designs);
    rows.push({ scenario, design: row % designs, outcomes: block.outcomes, offset });
  }
  return rows;
}

function disruptionRows({ disruptions }: BlockOutcome): DisruptionRow[] {
  const rows: DisruptionRow[] = [];
  for (let at = 0; at < disruptions.length; at += DISRUPTION_FIELDS.length) {
    const [scenario, hazard, onsetDay, durationDays, recoveryDays, severity, by] = disruptions.subarray(at);
    const last = rows[rows.length - 1];
    const disruption = last?.scenario === scenario ? last.disruption + 1 : 0;
    const triggeredBy = by < 0 ? undefined : by;
    rows.push({ scenario, disruption, hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy });
  }
  return rows;
}

function addCurves(
  block: BlockOutcome,
  designs: number,
  days: number,
  service: readonly CurveHistogram[],
  prices: readonly CurveHistogram[],
): void {
  const kept = new Int32Array(designs);
  block.curveRows.forEach((row, index) => {
    const design = row % designs;
    kept[design] += 1;
    service[design].addRow(block.serviceSteps, index);
    prices[design].addRow(block.priceSteps, index);
  });
  for (let design = 0; design < designs; design++) {
    const flat = block.to - block.from - kept[design];
    service[design].addFlat(flat);
    prices[design].addFlat(flat);
    service[design].addUnits(block.serviceUnits, design * days);
    prices[design].addUnits(block.priceUnits, design * days);
  }
}

/** Weighted rows one by one, in scenario order: a weighted sum rounds, and must round alike whatever the blocks. */
function addWeightedCurves(
  block: BlockOutcome,
  designs: number,
  service: readonly CurveHistogram[],
  prices: readonly CurveHistogram[],
): void {
  let kept = 0;
  for (let row = 0; row < block.weights.length * designs; row++) {
    const weight = block.weights[Math.floor(row / designs)];
    const design = row % designs;
    if (kept < block.curveRows.length && block.curveRows[kept] === row) {
      service[design].addWeightedRow(block.serviceSteps, block.serviceUnits, kept, weight);
      prices[design].addWeightedRow(block.priceSteps, block.priceUnits, kept, weight);
      kept += 1;
    } else {
      service[design].addWeightedFlat(weight);
      prices[design].addWeightedFlat(weight);
    }
  }
}

function scenarioRows({ from, weights }: BlockOutcome, replicateSize: number): ScenarioRow[] {
  return Array.from(weights, (weight, index) => {
    const scenario = from + index;
    return { scenario, replicate: Math.floor(scenario / replicateSize), weight };
  });
}

function curveRows(days: number, service: readonly CurveHistogram[], prices: readonly CurveHistogram[]): CurveRow[] {
  const rows: CurveRow[] = [];
  service.forEach((_, design) => {
    for (const curve of ["service_level", "price_index"] as const) {
      const histogram = curve === "service_level" ? service[design] : prices[design];
      for (let day = 0; day < days; day++) {
        const { mean, quantiles } = histogram.read(day, BAND);
        const [p5, p25, p50, p75, p95] = quantiles;
        rows.push({ design, curve, day, mean, p5, p25, p50, p75, p95 });
      }
    }
  });
  return rows;
}
