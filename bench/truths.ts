import { normalCdf } from "../src/math/normal-distribution.ts";
import { normalQuantile } from "../src/math/normal-quantile.ts";

// Quantiles and conditional values at risk of laws by their closed forms. Source: McNeil, Frey & Embrechts (2015), Quantitative Risk
// Management, section 2.3: CVaR at level p is the integral of the quantile function above p over 1 - p.

export interface LawTruths {
  readonly mean: number;
  readonly p95: number;
  readonly cvar95: number;
  readonly cvar99: number;
}

const truths = (mean: number, quantile: (p: number) => number, cvar: (p: number) => number): LawTruths => ({
  mean,
  p95: quantile(0.95),
  cvar95: cvar(0.95),
  cvar99: cvar(0.99),
});

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

export const normalTruths = truths(0, normalQuantile, (p) => density(normalQuantile(p)) / (1 - p));

/** exp of a standard normal variable. */
export const lognormalTruths = truths(
  Math.exp(0.5),
  (p) => Math.exp(normalQuantile(p)),
  (p) => (Math.exp(0.5) * normalCdf(1 - normalQuantile(p))) / (1 - p),
);

/** P(X > x) = x^-shape from 1 on. */
export function paretoTruths(shape: number): LawTruths {
  const quantile = (p: number): number => Math.exp(-Math.log(1 - p) / shape);
  const factor = shape / (shape - 1);
  return truths(factor, quantile, (p) => factor * quantile(p));
}

/** 0 with probability 1 - share, else exponential of mean 1. */
export function exponentialTruths(share: number): LawTruths {
  const quantile = (p: number): number => Math.log(share / (1 - p));
  return truths(share, quantile, (p) => quantile(p) + 1);
}
