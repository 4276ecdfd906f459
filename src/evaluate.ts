import { summarizeColumn, summarizeDurations } from "./aggregate/summary.ts";
import { createBatchRunner } from "./batch.ts";
import { compileStudy, toBatchStudy } from "./compile-study.ts";
import { type PathStep, setParameter } from "./config/parameter-path.ts";
import { parseStudy } from "./config/parse-study.ts";
import { METRICS, metricIndex } from "./metrics/index.ts";

/** A number of the study that is varied. */
export interface Parameter {
  readonly path: string;
  readonly steps: readonly PathStep[];
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

/** What is asked at every point: a statistic of a metric of one design over the same scenarios. */
export interface Question {
  readonly file: string;
  /** The study as plain values. */
  readonly raw: unknown;
  readonly parameters: readonly Parameter[];
  readonly design: string;
  readonly metric: string;
  readonly statistic: string;
  readonly scenarios: number;
  readonly seed: number;
}

/** Values of the parameters at a point of the unit cube. */
export function valuesAt(parameters: readonly Parameter[], point: Float64Array): number[] {
  return parameters.map(({ low, high, isWhole }, at) =>
    isWhole ? Math.min(high, low + Math.floor(point[at] * (high - low + 1))) : low + point[at] * (high - low),
  );
}

/**
 * Runs the study with the parameters at a point: parse, compile, every scenario. The scenarios are independent draws, whatever
 * the study's sampler, with the same numbers at every point.
 *
 * @throws Error that says at which values the study cannot be, or has no such statistic
 */
export function evaluatePoint(question: Question, point: Float64Array): number {
  const { parameters, metric, statistic, design, scenarios, seed } = question;
  const values = valuesAt(parameters, point);
  const where = parameters.map(({ path }, at) => `${path} = ${values[at]}`).join(", ");
  const raw = structuredClone(question.raw);
  parameters.forEach(({ steps, path }, at) => {
    const problem = setParameter(raw, steps, values[at]);
    if (problem !== undefined) throw new RangeError(`${path}: ${problem}`);
  });
  try {
    const compiled = compileStudy(parseStudy(question.file, JSON.stringify(raw)), {
      designs: [design],
      scenarios,
      seed,
    });
    const settings = { ...compiled.study.settings, sampler: "monte-carlo" };
    const study = toBatchStudy({ ...compiled, study: { ...compiled.study, settings } });
    const { outcomes } = createBatchRunner(study)(0, scenarios);
    const found = summarize(outcomes, metric, compiled.study.settings.service.restrictedMeanDays).find(
      (item) => item.statistic === statistic,
    );
    if (found?.value === undefined)
      throw new RangeError(`missing ${metric}.${statistic}, ${found?.reason ?? "not computed"}`);
    return found.value;
  } catch (error) {
    // Lines and columns would be those of a file that nobody wrote.
    const what = (error as Error).message.replace(/^\S+:\d+:\d+ /gm, "");
    throw new RangeError(`${what}\nat ${where}`);
  }
}

function summarize(outcomes: Float64Array, name: string, horizon: number) {
  const column = (index: number): Float64Array =>
    Float64Array.from({ length: outcomes.length / METRICS.length }, (_, row) => outcomes[row * METRICS.length + index]);
  const metric = METRICS[metricIndex(name)];
  const values = column(metricIndex(name));
  if (metric.seenBy === undefined) {
    return summarizeColumn(values, { worse: metric.worse, isFlag: metric.kind === "flag" });
  }
  return summarizeDurations(values, column(metricIndex(metric.seenBy)), { horizon });
}
