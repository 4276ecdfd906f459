import { z } from "zod";
import type { Metric } from "../../metrics/define.ts";
import { METRICS } from "../../metrics/index.ts";
import { statisticsOf } from "../../metrics/statistics.ts";
import type { Comparison, Criterion } from "../../model/criterion.ts";
import { quote, show } from "../../schema/show.ts";
import { lineOfText } from "../../schema/text.ts";
import { suggest } from "../suggest.ts";

const NAME = "([A-Za-z]\\w*)";
const COMPARISON = "(<=|>=|<|>)";
const NUMBER = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";
const STATISTIC = new RegExp(`^\\s*${NAME}\\.${NAME}\\s*${COMPARISON}\\s*${NUMBER}\\s*$`);
const PROBABILITY = new RegExp(
  `^\\s*P\\(\\s*${NAME}\\s*(?:${COMPARISON}\\s*${NUMBER})?\\s*\\)\\s*${COMPARISON}\\s*${NUMBER}\\s*$`,
);
const EXAMPLES = "lostRevenueUsd.cvar95 <= 2e9 or P(lostRevenueUsd > 1e9) <= 0.05";

/**
 * Reads a criterion.
 *
 * @returns the criterion, or in words what is wrong with it
 */
export function parseCriterion(text: string): Criterion | string {
  const statistic = STATISTIC.exec(text);
  if (statistic !== null) {
    const [, name, asked, comparison, threshold] = statistic;
    const metric = findMetric(name);
    if (typeof metric === "string") return metric;
    const known = statisticsOf(metric);
    if (!known.includes(asked)) return explainStatistic(metric, asked, known);
    if (!Number.isFinite(Number(threshold))) return `invalid threshold ${threshold}, must be a finite number`;
    return {
      text: `${name}.${asked} ${comparison} ${Number(threshold)}`,
      metric: name,
      statistic: asked,
      comparison: comparison as Comparison,
      threshold: Number(threshold),
    };
  }
  const probability = PROBABILITY.exec(text);
  if (probability === null) return `invalid criterion ${show(text)}, must be like ${EXAMPLES}`;
  const [, name, passes, value, comparison, threshold] = probability;
  const metric = findMetric(name);
  if (typeof metric === "string") return metric;
  if ((metric.kind === "flag") !== (passes === undefined)) {
    return metric.kind === "flag"
      ? `invalid criterion ${show(text)}, ${name} is true or false: write P(${name}) ${comparison} ${threshold}`
      : `invalid criterion ${show(text)}, must say which values of ${name} count, like P(${name} > 1) <= 0.05`;
  }
  if (value !== undefined && !Number.isFinite(Number(value))) {
    return `invalid value ${value}, must be a finite number`;
  }
  if (!(Number(threshold) >= 0 && Number(threshold) <= 1)) {
    return `invalid probability ${threshold}, must be in [0, 1]`;
  }
  const event =
    passes === undefined
      ? { comparison: ">=" as const, value: 1 }
      : { comparison: passes as Comparison, value: Number(value) };
  const what = passes === undefined ? name : `${name} ${passes} ${Number(value)}`;
  return {
    text: `P(${what}) ${comparison} ${Number(threshold)}`,
    metric: name,
    event,
    comparison: comparison as Comparison,
    threshold: Number(threshold),
  };
}

function findMetric(name: string): Metric | string {
  const metric = METRICS.find((member) => member.name === name);
  if (metric !== undefined) return metric;
  const names = METRICS.map((member) => member.name);
  return `unknown metric ${quote(name)}${suggest(name, names) || "; breakwater list metrics shows them all"}`;
}

function explainStatistic(metric: Metric, asked: string, known: readonly string[]): string {
  if (metric.kind === "duration" && asked === "mean") {
    return `invalid statistic 'mean', ${metric.name} may be cut off by the horizon and has no plain mean; use restrictedMean`;
  }
  if (asked === "min" || asked === "max") {
    return `invalid statistic '${asked}', the extreme of a sample bounds nothing beyond it; use a quantile or P(...)`;
  }
  const hint = suggest(asked, known);
  return `unknown statistic ${quote(asked)} of ${metric.name}${hint === "" ? `, must be one of ${known.join(", ")}` : hint}`;
}

export const criterionSchema = lineOfText(200)
  .transform((text, context) => {
    const criterion = parseCriterion(text);
    if (typeof criterion !== "string") return criterion;
    context.addIssue(criterion);
    return z.NEVER;
  })
  .describe(`A statistic of a metric, or a probability, and its threshold: ${EXAMPLES}.`);

export const criteriaSchema = z
  .array(criterionSchema)
  .superRefine((criteria, context) => {
    const seen = new Set<string>();
    criteria.forEach(({ text }, index) => {
      if (seen.has(text)) {
        context.addIssue({
          code: "custom",
          path: [index],
          message: `invalid duplicate, ${quote(text)} is already there`,
        });
      }
      seen.add(text);
    });
  })
  .default([]);
