import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import { dayNumber } from "../model/calendar.ts";
import type { Settings } from "../model/settings.ts";
import type { OpenStream } from "../samplers/define.ts";

const DAYS_PER_YEAR = 365;

/**
 * Times (days) within the exposure at which a hazard strikes of its own accord, in the order drawn: the k-th strike keeps its
 * k-th draws however many there are.
 *
 * How often is one uniform ("occurrence") through the inverse of the counts' law, Poisson or Bernoulli, large numbers
 * meaning many strikes; when is one uniform a strike ("onset"). Given their number, the strikes of a Poisson process lie
 * independently and uniformly: D. J. Daley & D. Vere-Jones, "An Introduction to the Theory of Point Processes" I (2003),
 * section 2.1.
 */
export function drawOnsets(settings: Settings, hazard: Hazard, openStream: OpenStream): number[] {
  const { days, dates, triggeredOnly } = hazard.arrival;
  if (triggeredOnly !== undefined) return [];
  if (days !== undefined) return [...days].sort((left, right) => left - right);
  if (dates !== undefined) {
    const start = dayNumber(settings.startDate as string) as number;
    return dates.map((date) => (dayNumber(date) as number) - start).sort((left, right) => left - right);
  }
  const { exposureDays } = settings;
  const count = drawCount(hazard, exposureDays, openStream(hazard.id, "occurrence")());
  if (count === 0) return [];
  const uniforms = openStream(hazard.id, "onset");
  return Array.from({ length: count }, () => uniforms() * exposureDays);
}

function drawCount({ arrival }: Hazard, exposureDays: number, u: number): number {
  const { probability, ratePerYear, selfExciting } = arrival;
  if (probability !== undefined) return 1 - u <= probability ? 1 : 0;
  return drawFrom(
    { distribution: "poisson", mean: meanCount(ratePerYear ?? (selfExciting?.ratePerYear as number), exposureDays) },
    u,
  );
}

/** Strikes to expect within the exposure. */
export function meanCount(ratePerYear: number, exposureDays: number): number {
  return (ratePerYear / DAYS_PER_YEAR) * exposureDays;
}
