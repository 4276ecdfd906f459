import seedrandom from "seedrandom";
import { type Distribution, drawFrom } from "../../src/distributions/index.ts";

/** A stream of uniform numbers in [0, 1) of its own for every seed. */
function openUniform(seed: string): () => number {
  const generator = seedrandom.alea(`${seed}\0`);
  return () => generator.double();
}

/** Independent demands, one a day; what a normal law puts below zero (more than five standard deviations away) is zero. */
export function drawDemand(seed: string, law: Distribution, days: number): Float64Array {
  const uniform = openUniform(`${seed}/demand`);
  return Float64Array.from({ length: days }, () => Math.max(0, drawFrom(law, uniform())));
}

/**
 * Order limits day by day under a two-state Markov chain of supply, up to down with probability `alpha`, down to up with
 * `beta`: infinite while up, 0 while down. A spell up is geometric with mean 1 / alpha, a spell down with mean 1 / beta;
 * the history is `cycles` of both, and the day before it counts as up.
 *
 * The lengths are stratified: one from each of `cycles` equally likely parts of the law, in random order. Every spell keeps
 * its law, so means over all days stay right, but replications differ far less: a hundred-day outage comes as often as it
 * should in each of them.
 *
 * Source: stratified sampling, McKay, Beckman & Conover (1979), Technometrics 21(2).
 */
export function drawOrderLimits(seed: string, alpha: number, beta: number, cycles: number): Float64Array {
  const uniform = openUniform(`${seed}/supply`);
  const up = drawSpells(alpha, cycles, uniform);
  const down = drawSpells(beta, cycles, uniform);
  const days = sum(up) + sum(down);
  const limits = new Float64Array(days).fill(Number.POSITIVE_INFINITY);
  let day = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    day += up[cycle];
    limits.fill(0, day, day + down[cycle]);
    day += down[cycle];
  }
  return limits;
}

function drawSpells(probability: number, count: number, uniform: () => number): Float64Array {
  const spells = Float64Array.from({ length: count }, (_, part) =>
    drawFrom({ distribution: "geometric", probability }, (part + uniform()) / count),
  );
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(uniform() * (last + 1));
    [spells[last], spells[chosen]] = [spells[chosen], spells[last]];
  }
  return spells;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
