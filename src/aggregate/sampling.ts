/**
 * How the scenarios of a column came about: which of them share one randomisation, and what each of them counts.
 *
 * Replicates are independent of each other; scenarios within one are not.
 */
export interface Sampling {
  /** Consecutive scenarios that share one randomisation, from scenario 0 on; 1 where every scenario is independent. */
  readonly replicateSize: number;
  /** [scenario] weights, > 0 with expectation 1; left out where all are 1. */
  readonly weights?: Float64Array;
}

/** Independent scenarios that count alike. */
export const plainSampling: Sampling = { replicateSize: 1 };

/** Whether the textbook intervals of independent values apply. */
export function isPlain({ replicateSize, weights }: Sampling): boolean {
  return replicateSize === 1 && weights === undefined;
}

/** The first scenarios of a sample. */
export function takeFirst({ replicateSize, weights }: Sampling, scenarios: number): Sampling {
  return { replicateSize, ...(weights === undefined ? {} : { weights: weights.subarray(0, scenarios) }) };
}

/**
 * How many independent scenarios of equal weight would carry as much: (sum w)^2 / sum w^2.
 *
 * Source: Kish (1965), Survey Sampling, section 11.7; Kong, Liu & Wong (1994), JASA 89(425).
 */
export function effectiveSampleSize(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
