import { compensatedSum } from "../math/compensated-sum.ts";
import { nearWhole } from "./near-whole.ts";

/**
 * [scenario] weights that make the CVaR of a column its weighted sum: 1 / tail size for what lies beyond VaR, and what is left
 * of the tail in equal parts for the scenarios at VaR. Taken over shares of the column, they are the shares' contributions
 * to CVaR, which sum to it.
 *
 * Shape: values [n], n >= 1, all finite; `weights` [n] of the scenarios, where they differ. Range: 0 < level < 1.
 *
 * Source: Tasche (1999), Risk contributions and performance measurement (Euler's allocation); Rockafellar & Uryasev (2002),
 * Journal of Banking & Finance 26, Prop. 8 (the split atom).
 */
export function tailWeights(values: Float64Array, level: number, weights?: Float64Array): Float64Array {
  if (weights !== undefined) return weightedTailWeights(values, level, weights);
  const size = values.length - nearWhole(values.length * level);
  const sorted = values.toSorted();
  const valueAtRisk = sorted[Math.max(0, Math.ceil(nearWhole(values.length * level)) - 1)];
  let beyond = 0;
  let at = 0;
  for (const value of values) {
    if (value > valueAtRisk) beyond += 1;
    else if (value === valueAtRisk) at += 1;
  }
  const rest = Math.max(0, size - beyond) / at;
  return values.map((value) => (value > valueAtRisk ? 1 : value === valueAtRisk ? rest : 0) / size);
}

/** The same where scenarios count unequally: the atom at VaR is split in proportion to weights. */
function weightedTailWeights(values: Float64Array, level: number, weights: Float64Array): Float64Array {
  const size = compensatedSum(weights) * (1 - level);
  const order = Uint32Array.from(values.keys()).sort((left, right) => values[right] - values[left] || left - right);
  let valueAtRisk = values[order[0]];
  let taken = 0;
  for (const scenario of order) {
    valueAtRisk = values[scenario];
    taken += weights[scenario];
    if (taken >= size) break;
  }
  const weigh = (isCounted: (value: number) => boolean): number =>
    compensatedSum(weights.filter((_, scenario) => isCounted(values[scenario])));
  const rest = Math.max(0, size - weigh((value) => value > valueAtRisk)) / weigh((value) => value === valueAtRisk);
  return values.map((value, scenario) => {
    const part = value > valueAtRisk ? 1 : value === valueAtRisk ? rest : 0;
    return (part * weights[scenario]) / size;
  });
}
