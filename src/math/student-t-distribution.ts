import { logBeta } from "./log-beta.ts";
import { regularizedBeta } from "./regularized-beta.ts";

/**
 * P(|T| > |t|) for Student's t law: both tails together hold I_x(nu/2, 1/2) with x = nu / (nu + t^2).
 *
 * Range: t finite or infinite, degreesOfFreedom > 0.
 *
 * Source: NIST Digital Library of Mathematical Functions 8.17.5; Abramowitz & Stegun (1964) 26.7.1.
 */
export function studentTTails(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return regularizedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** P(T <= t). */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  const half = studentTTails(t, degreesOfFreedom) / 2;
  return t > 0 ? 1 - half : half;
}

/** Density of Student's t law, (1 + t^2/nu)^(-(nu+1)/2) / (sqrt(nu) B(nu/2, 1/2)). */
export function studentTDensity(t: number, degreesOfFreedom: number): number {
  const log = -0.5 * (degreesOfFreedom + 1) * Math.log1p((t * t) / degreesOfFreedom);
  return Math.exp(log - logBeta(degreesOfFreedom / 2, 0.5)) / Math.sqrt(degreesOfFreedom);
}
