import type { Criterion } from "../model/criterion.ts";
import { compares } from "../model/criterion.ts";
import type { Statistic } from "./statistic.ts";

export const VERDICTS = ["pass", "fail", "undecided"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Judges a statistic by its interval: it passes when every value of the interval would, fails when none would, and is
 * undecided when the interval holds the threshold or is not there. A limit that is missing is unbounded.
 */
export function judge({ comparison, threshold }: Criterion, { ciLow, ciHigh }: Statistic): Verdict {
  if (ciLow === undefined && ciHigh === undefined) return "undecided";
  const low = ciLow ?? Number.NEGATIVE_INFINITY;
  const high = ciHigh ?? Number.POSITIVE_INFINITY;
  const lowPasses = compares(low, comparison, threshold);
  const highPasses = compares(high, comparison, threshold);
  if (lowPasses && highPasses) return "pass";
  return lowPasses || highPasses ? "undecided" : "fail";
}
