import { nearWhole } from "./near-whole.ts";

/**
 * [scenario] weights that make the CVaR of a column its weighted sum: 1 / tail size for what lies beyond VaR, and what is left
 * of the tail in equal parts for the scenarios at VaR. Taken over shares of the column, they are the shares' contributions
 * to CVaR, which sum to it.
 *
 * Shape: values [n], n >= 1, all finite. Range: 0 < level < 1.
 *
 * Source: Tasche (1999), Risk contributions and performance measurement (Euler's allocation); Rockafellar & Uryasev (2002),
 * Journal of Banking & Finance 26, Prop. 8 (the split atom).
 */
export function tailWeights(values: Float64Array, level: number): Float64Array {
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
