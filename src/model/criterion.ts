export const COMPARISONS = ["<=", "<", ">=", ">"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * A pass/fail criterion of a study: a statistic of a metric, or the probability that a metric passes a value, held against
 * a threshold. Every design is judged by it.
 */
export interface Criterion {
  /** In canonical spelling: `lostRevenueUsd.cvar95 <= 2000000000`, `P(lostRevenueUsd > 1000000000) <= 0.05`. */
  readonly text: string;
  readonly metric: string;
  /** Statistic of `summary`; undefined for a probability. */
  readonly statistic?: string;
  /** What the metric must do for the probability to count. */
  readonly event?: { readonly comparison: Comparison; readonly value: number };
  readonly comparison: Comparison;
  readonly threshold: number;
}

/** Whether `left` stands to `right` as the comparison says. */
export function compares(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case "<=":
      return left <= right;
    case "<":
      return left < right;
    case ">=":
      return left >= right;
    case ">":
      return left > right;
  }
}
