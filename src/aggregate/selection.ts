import { studentTQuantile } from "../math/student-t-quantile.ts";
import { dudewiczDalalConstant, dudewiczDalalSize } from "./indifference-zone.ts";

/** Which system is best, how sure that is, and which others may be as good. */
export interface Selection {
  /** Undefined where screening leaves another system than the mean of all batches: the lead is then inside the zone. */
  readonly best: number | undefined;
  /** Batches after which screening had left only the best. */
  readonly decidedAfter: number;
  /** [system] whether it cannot be told from the best. */
  readonly isInSet: readonly boolean[];
  /** The lead from which on the selection is right with the stated probability, in the unit of the mean. */
  readonly indifference: number;
  readonly probability: number;
}

/** Fewest batch means on which a selection rests. */
export const fewestBatches = 40;
/** Batches by whose spread the screening lines are drawn: a quarter of all. */
const FIRST_STAGE = 0.25;

/**
 * Selects the system with the best mean on common scenarios by Kim and Nelson's fully sequential screening.
 *
 * A system is dropped once its running mean trails another's by more than a line that narrows from batch to batch. The
 * indifference zone is the narrowest at which the lines close within the batches there are, h S / sqrt(batches) for the pair
 * that differs most widely: so that the procedure always ends, and says what lead it could tell. It depends on the
 * first-stage variances alone, of which the procedure's bound is independent.
 *
 * The set holds every system whose mean trails none by more than the paired t limit at confidence 1 - (1 - P) / (k - 1): the
 * best one is in it with probability P.
 *
 * Shape: batchMeans [system][batch], batch means of independent scenarios, the same scenarios for every system; at least
 * `fewestBatches`.
 *
 * Source: Kim & Nelson (2001), ACM TOMACS 11(3), 251-273, with c = 1; set: Nelson, Swann, Goldsman & Song (2001), Operations
 * Research 49(6), 950-963, section 3, paired.
 */
export function selectBest(
  batchMeans: readonly Float64Array[],
  worse: "higher" | "lower",
  probability: number,
): Selection {
  const systems = batchMeans.length;
  const batches = batchMeans[0].length;
  if (batches < fewestBatches) throw new RangeError(`invalid batches ${batches}, must be at least ${fewestBatches}`);
  const sign = worse === "higher" ? 1 : -1;
  const firstStage = Math.floor(batches * FIRST_STAGE);
  const alpha = 1 - probability;
  const eta = 0.5 * (Math.exp((-2 / (firstStage - 1)) * Math.log((2 * alpha) / (systems - 1))) - 1);
  const hSquare = 2 * eta * (firstStage - 1);

  const spread = batchMeans.map((one) => batchMeans.map((other) => varianceOf(one, other, firstStage)));
  const widest = Math.max(...spread.flat());
  const indifference = Math.sqrt((hSquare * widest) / batches);
  const sums = batchMeans.map((means) => means.subarray(0, firstStage).reduce((sum, value) => sum + value, 0));
  let left = batchMeans.map((_, system) => system);
  let decidedAfter = firstStage;
  for (let count = firstStage; left.length > 1 && widest > 0; count++) {
    decidedAfter = count;
    left = left.filter((system) =>
      left.every((rival) => {
        if (rival === system) return true;
        const slack = Math.max(0, (hSquare * spread[system][rival]) / indifference - indifference * count) / 2;
        return sign * (sums[system] - sums[rival]) <= slack;
      }),
    );
    if (count === batches) break;
    for (let system = 0; system < systems; system++) sums[system] += batchMeans[system][count];
  }
  // What the lines leave at the end are equals, to the last bit; the first stands for them.
  const means = batchMeans.map(meanOf);
  const isBest = means.every((mean) => sign * (means[left[0]] - mean) <= 0);
  return {
    best: isBest ? left[0] : undefined,
    decidedAfter,
    isInSet: subsetOf(batchMeans, sign, probability),
    indifference,
    probability,
  };
}

function subsetOf(batchMeans: readonly Float64Array[], sign: number, probability: number): boolean[] {
  const batches = batchMeans[0].length;
  const level = 1 - (1 - probability) / (batchMeans.length - 1);
  const reach = studentTQuantile(level, batches - 1);
  const means = batchMeans.map(meanOf);
  return batchMeans.map((one, system) =>
    batchMeans.every((other, rival) => {
      if (rival === system) return true;
      const slack = reach * Math.sqrt(varianceOf(one, other, batches) / batches);
      return sign * (means[system] - means[rival]) <= slack;
    }),
  );
}

/**
 * [system] How many batches each system would take for the same promise if all were sampled independently.
 *
 * Source: Dudewicz & Dalal (1975), see `dudewiczDalalConstant`.
 */
export function independentBatches(
  batchMeans: readonly Float64Array[],
  { indifference, probability }: Selection,
): number[] {
  const firstStage = Math.floor(batchMeans[0].length * FIRST_STAGE);
  if (indifference === 0) return batchMeans.map(() => firstStage);
  const constant = dudewiczDalalConstant(batchMeans.length, probability, firstStage);
  const still = new Float64Array(firstStage);
  return batchMeans.map((means) =>
    dudewiczDalalSize(constant, Math.sqrt(varianceOf(means, still, firstStage)), indifference, firstStage),
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Variance of the differences over the first batches, divisor count - 1. */
function varianceOf(one: Float64Array, other: Float64Array, count: number): number {
  let mean = 0;
  for (let at = 0; at < count; at++) mean += (one[at] - other[at]) / count;
  let squares = 0;
  for (let at = 0; at < count; at++) {
    const deviation = one[at] - other[at] - mean;
    squares += deviation * deviation;
  }
  return squares / (count - 1);
}
