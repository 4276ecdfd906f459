import { drawFrom } from "../distributions/index.ts";
import { cosineOfTurns } from "../math/cosine-of-turns.ts";
import { sortByCodeUnits } from "../model/canonical-order.ts";
import type { Settings } from "../model/settings.ts";
import { type DemandNoise, isDemandVariable, type Market, type Seasonality } from "../model/world.ts";
import type { OpenStream, Uniforms } from "../samplers/define.ts";

/**
 * Makes the function that draws the demand of a scenario from its streams: [day x market] units, row-major, markets in code-unit order
 * of their ids, the `warmUpDays` before day 0 first. The same for every design. A market's draws depend on its id alone,
 * never on other markets or hazards, and those of day d neither on the horizon nor on the warm-up.
 *
 * @returns undefined where demand is the same on all days of all scenarios
 */
export function createDemandSampler(
  settings: Settings,
  markets: readonly Market[],
): ((openStream: OpenStream) => Float64Array) | undefined {
  if (!markets.some(isDemandVariable)) return undefined;
  const sorted = sortByCodeUnits(markets, ({ id }) => id);
  const { warmUpDays, horizonDays } = settings;
  const days = warmUpDays + horizonDays;
  const factors = new Float64Array(days);

  return function sampleDemand(openStream) {
    const demand = new Float64Array(days * sorted.length);
    sorted.forEach(({ id, demandUnitsPerDay, demandNoise, seasonality }, market) => {
      factors.fill(1);
      if (seasonality !== undefined) applySeason(seasonality, -warmUpDays, factors);
      if (demandNoise !== undefined && demandNoise.cv > 0) {
        const uniforms = openStream(id, "demand");
        applyNoise(demandNoise, uniforms, openStream(id, "demand before day 0"), warmUpDays, factors);
      }
      for (let day = 0; day < days; day++) demand[day * sorted.length + market] = demandUnitsPerDay * factors[day];
    });
    return demand;
  };
}

/** Multiplies by 1 + amplitude x cos(2 pi (day - peakDay) / period): mean 1 over whole periods. */
function applySeason(
  { amplitudeFraction, peakDay, periodDays }: Seasonality,
  firstDay: number,
  factors: Float64Array,
): void {
  for (let at = 0; at < factors.length; at++) {
    factors[at] *= 1 + amplitudeFraction * cosineOfTurns((firstDay + at - peakDay) / periodDays);
  }
}

/**
 * Multiplies by lognormal noise with mean exactly 1 and coefficient of variation cv: exp(s z - s^2 / 2), s^2 = ln(1 + cv^2),
 * where z is a stationary Gaussian AR(1) process with correlation exp(-k / correlationDays) over k days; without
 * correlationDays the days are independent. The noise itself then has autocorrelation
 * (exp(s^2 rho^k) - 1) / (exp(s^2) - 1). A Gaussian AR(1) is the same process backwards in time, so that the days before
 * day 0 continue it the other way, from a stream of their own.
 *
 * Source: Granger & Newbold (1976), "Forecasting transformed series", J. R. Statist. Soc. B 38, section 3 (exponential).
 *
 * @param day0 where day 0 stands in `factors`
 */
function applyNoise(
  { cv, correlationDays }: DemandNoise,
  uniforms: Uniforms,
  uniformsBefore: Uniforms,
  day0: number,
  factors: Float64Array,
): void {
  const variance = Math.log1p(cv * cv);
  const sigma = Math.sqrt(variance);
  const rho = correlationDays > 0 ? Math.exp(-1 / correlationDays) : 0;
  const fresh = Math.sqrt(1 - rho * rho);
  const first = drawFrom(STANDARD_NORMAL, uniforms());
  let z = first;
  for (let at = day0; at < factors.length; at++) {
    if (at > day0) z = rho * z + fresh * drawFrom(STANDARD_NORMAL, uniforms());
    factors[at] *= Math.exp(sigma * z - variance / 2);
  }
  z = first;
  for (let at = day0 - 1; at >= 0; at--) {
    z = rho * z + fresh * drawFrom(STANDARD_NORMAL, uniformsBefore());
    factors[at] *= Math.exp(sigma * z - variance / 2);
  }
}

const STANDARD_NORMAL = { distribution: "normal", mean: 0, standardDeviation: 1 } as const;
