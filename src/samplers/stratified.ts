import { countProbability, LEAST_TAIL, mostCount, uniformOfCount } from "./count-law.ts";
import { type CountLaw, keyedUniforms, type Sampler, type SamplingTask } from "./define.ts";
import { PERMUTATION_KEYS, permute } from "./permute.ts";

/** Total counts in [from, to] and how many scenarios of a replicate have one of them. */
interface Stratum {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
  readonly scenarios: number;
}

/**
 * Stratified by the number of disruptions. Every replicate holds fixed numbers of scenarios with 0, 1, 2 ... strikes: few
 * where nothing happens, in proportion to probability x strikes elsewhere; each scenario counts the probability of its
 * stratum over its share of the replicate. Given the total, strikes are shared out among hazards by their conditional law,
 * so that counts of different hazards depend on each other within a scenario as they do under the study's laws.
 *
 * Source: Cochran (1977), Sampling Techniques, chapter 5; a strike's loss being of one size, the spread within a stratum grows
 * with its strikes, which is Neyman's allocation up to a factor.
 */
export const stratified: Sampler = {
  name: "stratified",
  summary: "Replicates with fixed numbers of scenarios for 0, 1, 2 ... strikes, weighted by how likely these are.",
  isWeighted: true,
  replicateSize: (replicateScenarios) => replicateScenarios,
  prepare: (task) => {
    const { seed, replicateScenarios: size, counts: laws } = task;
    const suffix = suffixLaws(laws);
    const strata = cutStrata(suffix[0], task);
    return (scenario) => {
      const replicate = Math.floor(scenario / size);
      const orderKeys = keyedUniforms(seed, "", `replicate ${replicate} of ${size}`, "strata");
      const keys = Float64Array.from({ length: PERMUTATION_KEYS }, orderKeys);
      const stratum = stratumAt(strata, permute(scenario % size, size, keys));
      const uniforms = keyedUniforms(seed, "", scenario, "strata");
      const total = drawTotal(suffix[0], stratum, uniforms());
      const counts = shareOut(laws, suffix, total, uniforms);
      return {
        open(hazardId, purpose) {
          const own = keyedUniforms(seed, hazardId, scenario, purpose);
          const count = purpose === "occurrence" ? counts.get(hazardId) : undefined;
          if (count === undefined) return own;
          const law = laws.find((item) => item.hazardId === hazardId) as CountLaw;
          return () => uniformOfCount(law, count, own());
        },
        weight: () => (stratum.probability * size) / stratum.scenarios,
      };
    };
  },
};

/** [hazard][count] laws of the strikes of a hazard and all after it; one more entry for no hazard. */
function suffixLaws(laws: readonly CountLaw[]): Float64Array[] {
  const suffix: Float64Array[] = [Float64Array.of(1)];
  for (let at = laws.length - 1; at >= 0; at--) {
    const own = Float64Array.from({ length: mostCount(laws[at]) + 1 }, (_, count) => countProbability(laws[at], count));
    const rest = suffix[0];
    const sum = new Float64Array(own.length + rest.length - 1);
    own.forEach((probability, count) => {
      rest.forEach((other, more) => {
        sum[count + more] += probability * other;
      });
    });
    suffix.unshift(sum.subarray(0, lengthOf(sum)));
  }
  return suffix;
}

/** Counts up to where the rest holds next to nothing. */
function lengthOf(law: Float64Array): number {
  let tail = 0;
  let length = law.length;
  while (length > 1 && tail + law[length - 1] < LEAST_TAIL) tail += law[--length];
  return length;
}

/** Strata of neighbouring counts, each worth at least one scenario of a replicate. */
function cutStrata(law: Float64Array, { replicateScenarios: size, variesWithoutStrikes }: SamplingTask): Stratum[] {
  const total = law.reduce((sum, probability) => sum + probability, 0);
  // Scenarios without a strike are all alike, unless something else varies.
  const share = law.map(
    (probability, count) => probability * (count === 0 && !variesWithoutStrikes ? 0 : Math.max(1, count)),
  );
  const wanted = share.reduce((sum, part) => sum + part, 0);
  const groups: { from: number; to: number; probability: number; share: number }[] = [];
  for (let count = 0; count < law.length; count++) {
    const last = groups[groups.length - 1];
    const isFull = last === undefined || last.to === 0 || last.share * size >= wanted;
    if (isFull) groups.push({ from: count, to: count, probability: law[count], share: share[count] });
    else {
      last.to = count;
      last.probability += law[count];
      last.share += share[count];
    }
  }
  while (groups.length > Math.max(1, Math.floor(size / 2))) joinLast(groups);
  if (groups.length > 1 && groups[groups.length - 1].share * size < wanted) joinLast(groups);
  const scenarios = allocate(
    groups.map((group) => (wanted === 0 ? group.probability : group.share)),
    size,
  );
  return groups.map(({ from, to, probability }, at) => ({
    from,
    to,
    probability: probability / total,
    scenarios: scenarios[at],
  }));
}

function joinLast(groups: { from: number; to: number; probability: number; share: number }[]): void {
  if (groups.length < 3) return; // scenarios without a strike stay a stratum of their own
  const last = groups.pop() as (typeof groups)[number];
  const before = groups[groups.length - 1];
  before.to = last.to;
  before.probability += last.probability;
  before.share += last.share;
}

/** Whole numbers, at least 1 each, that sum to `size` and follow the shares; largest remainders first. */
function allocate(shares: readonly number[], size: number): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  const free = size - shares.length;
  const exact = shares.map((share) => (sum === 0 ? free / shares.length : (share / sum) * free));
  const whole = exact.map(Math.floor);
  const order = exact
    .map((_, at) => at)
    .sort((left, right) => exact[right] - whole[right] - (exact[left] - whole[left]) || left - right);
  let left = free - whole.reduce((total, part) => total + part, 0);
  for (const at of order) if (left-- > 0) whole[at] += 1;
  return whole.map((part) => part + 1);
}

function stratumAt(strata: readonly Stratum[], place: number): Stratum {
  let end = 0;
  for (const stratum of strata) {
    end += stratum.scenarios;
    if (place < end) return stratum;
  }
  return strata[strata.length - 1];
}

function drawTotal(law: Float64Array, { from, to }: Stratum, u: number): number {
  return from + drawIndex(law.subarray(from, to + 1), u);
}

/** Shares a total out among hazards, one after the other, by the law of each given what is left. */
function shareOut(
  laws: readonly CountLaw[],
  suffix: readonly Float64Array[],
  total: number,
  uniforms: () => number,
): Map<string, number> {
  const counts = new Map<string, number>();
  let left = total;
  laws.forEach((law, at) => {
    const rest = suffix[at + 1];
    const joint = Float64Array.from(
      { length: left + 1 },
      (_, count) => countProbability(law, count) * (rest[left - count] ?? 0),
    );
    const count = drawIndex(joint, uniforms());
    counts.set(law.hazardId, count);
    left -= count;
  });
  return counts;
}

/** Index drawn in proportion to what is there. */
function drawIndex(parts: Float64Array, u: number): number {
  const target = u * parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  let last = 0;
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] === 0) continue;
    last = at;
    sum += parts[at];
    if (target < sum) return at;
  }
  return last;
}
