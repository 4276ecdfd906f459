import { sharesLength } from "../attribute-scenario.ts";
import { attributedRows, type BatchStudy, type BlockOutcome, DISRUPTION_FIELDS } from "../batch.ts";
import { LOSS_METRICS, METRICS } from "../metrics/index.ts";
import { findSampler } from "../samplers/index.ts";
import type { Block } from "./define.ts";

/** Whether what a worker answered is the outcome of this very block, every array in its full length. */
export function isOutcomeOf(answer: unknown, { from, to }: Block, study: BatchStudy): answer is BlockOutcome {
  if (typeof answer !== "object" || answer === null) return false;
  const outcome = answer as Partial<BlockOutcome>;
  if (outcome.from !== from || outcome.to !== to) return false;
  const days = study.settings.horizonDays;
  const designs = study.designIds.length;
  // Weighted scenarios are summed by the receiver, row by row.
  const { isWeighted } = findSampler(study.settings.sampler);
  const keptDays = (outcome.curveRows?.length ?? 0) * days;
  const summedDays = isWeighted ? keptDays : designs * days;
  return (
    outcome.curveRows instanceof Int32Array &&
    isFloats(outcome.weights, to - from) &&
    isFloats(outcome.outcomes, (to - from) * designs * METRICS.length) &&
    isFloats(outcome.eventLosses, study.settings.eventLosses ? (to - from) * designs * LOSS_METRICS.length : 0) &&
    isFloats(
      outcome.attribution,
      sharesLength(attributedRows(study.settings, from, to, designs), study.hazards.length),
    ) &&
    outcome.disruptions instanceof Float64Array &&
    outcome.disruptions.length % DISRUPTION_FIELDS.length === 0 &&
    isSteps(outcome.serviceSteps, keptDays) &&
    isSteps(outcome.priceSteps, keptDays) &&
    isFloats(outcome.serviceUnits, summedDays) &&
    isFloats(outcome.priceUnits, summedDays)
  );
}

function isFloats(values: unknown, length: number): boolean {
  return values instanceof Float64Array && values.length === length;
}

function isSteps(values: unknown, length: number): boolean {
  return values instanceof Int32Array && values.length === length;
}
