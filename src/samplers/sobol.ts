import { keyedUniforms, type Sampler, type Uniforms, weightOfOne } from "./define.ts";
import { bitsFor, mix } from "./permute.ts";

const TWO_32 = 4_294_967_296;
/** The largest double below 1, where the last stratum's sum may round up. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;
/** Bits of an index: replicates hold at most 2^16 scenarios. */
const BITS = 16;

/**
 * Degree, coefficients and first direction numbers of the primitive polynomials of dimensions 2 to 21 (dimension 1 is van
 * der Corput's).
 *
 * Source: Joe & Kuo (2008), SIAM Journal on Scientific Computing 30(5), table new-joe-kuo-6.21201.
 */
const POLYNOMIALS: readonly (readonly [degree: number, coefficients: number, first: readonly number[]])[] = [
  [1, 0, [1]], // 2
  [2, 1, [1, 3]], // 3
  [3, 1, [1, 3, 1]], // 4
  [3, 2, [1, 1, 1]], // 5
  [4, 1, [1, 1, 3, 3]], // 6
  [4, 4, [1, 3, 5, 13]], // 7
  [5, 2, [1, 1, 5, 5, 17]], // 8
  [5, 4, [1, 1, 5, 5, 5]], // 9
  [5, 7, [1, 1, 7, 11, 19]], // 10
  [5, 11, [1, 1, 5, 1, 1]], // 11
  [5, 13, [1, 1, 1, 3, 11]], // 12
  [5, 14, [1, 3, 5, 5, 31]], // 13
  [6, 1, [1, 3, 3, 9, 7, 49]], // 14
  [6, 13, [1, 1, 1, 15, 21, 21]], // 15
  [6, 16, [1, 3, 1, 13, 27, 49]], // 16
  [6, 19, [1, 1, 1, 15, 7, 5]], // 17
  [6, 22, [1, 3, 1, 15, 13, 25]], // 18
  [6, 25, [1, 1, 5, 5, 19, 61]], // 19
  [7, 1, [1, 3, 7, 11, 23, 15, 103]], // 20
  [7, 4, [1, 3, 7, 13, 13, 15, 69]], // 21
];

/** [dimension][bit] direction numbers as BITS-bit integers. */
const DIRECTIONS: readonly Uint32Array[] = [
  Uint32Array.from({ length: BITS }, (_, bit) => 1 << (BITS - 1 - bit)),
  ...POLYNOMIALS.map(directionsOf),
];

/** Purposes that share the joint points of a hazard, most telling first; each new strike takes the next ones. */
const PURPOSES = ["duration", "severity", "onset", "recovery"];

/**
 * Replicated Sobol points with nested uniform (Owen) scrambling.
 *
 * Dimensions belong to what is drawn, not to when: within a hazard the number of strikes, and duration, severity, onset and
 * recovery of its first five strikes, are the coordinates of one point. Hazards are joined by independent nested shuffles of
 * the points' order (padding), and so is any draw beyond, stratified by itself: adding a hazard or a strike moves no other
 * draw. Interactions between hazards are therefore sampled as by a Latin hypercube. Nothing is skipped: scrambling moves
 * the first point off 0.
 *
 * Source: Owen (1995), Randomly permuted (t,m,s)-nets and (t,s)-sequences; padding by shuffled scrambled points: Burley (2020),
 * Journal of Computer Graphics Techniques 9(4).
 */
export const sobol: Sampler = {
  name: "sobol",
  summary: "Replicates of scrambled Sobol points within each hazard; hazards joined by random shuffles.",
  isWeighted: false,
  replicateSize: (replicateScenarios) => replicateScenarios,
  prepare: ({ seed, replicateScenarios: size }) => {
    const bits = bitsFor(size);
    if (size !== 1 << bits || bits > BITS) {
      throw new RangeError(`invalid replicateScenarios ${size}, must be a power of two up to ${1 << BITS} for sobol`);
    }
    return (scenario) => {
      const replicate = `replicate ${Math.floor(scenario / size)} of ${size}`;
      const place = scenario % size;
      const keysOf = (hazardId: string, purpose: string): Uniforms => {
        const uniforms = keyedUniforms(seed, hazardId, replicate, purpose);
        return () => Math.floor(uniforms() * TWO_32);
      };
      return {
        open(hazardId, purpose) {
          const within = keyedUniforms(seed, hazardId, scenario, purpose);
          const keys = keysOf(hazardId, purpose);
          const shuffle = keysOf(hazardId, "order of points");
          const shared = scramble(place, bits, shuffle(), shuffle());
          let strike = 0;
          return () => {
            const dimension = dimensionOf(purpose, strike++);
            // Four keys a draw, used or not: the next draw must not depend on this one's dimension.
            const [order, orderToo, key, keyToo] = [keys(), keys(), keys(), keys()];
            const index = dimension === undefined ? scramble(place, bits, order, orderToo) : shared;
            const digits = scramble(pointOf(index, dimension ?? 0, bits), bits, key, keyToo);
            // Digits beyond those that tell the points apart are independent and uniform.
            return Math.min((digits + within()) / size, ALMOST_ONE);
          };
        },
        weight: weightOfOne,
      };
    };
  },
};

/** Dimension of a draw in the joint point of its hazard; undefined beyond. */
function dimensionOf(purpose: string, strike: number): number | undefined {
  if (purpose === "occurrence") return strike === 0 ? 0 : undefined;
  const at = PURPOSES.indexOf(purpose);
  if (at < 0) return undefined;
  const dimension = 1 + strike * PURPOSES.length + at;
  return dimension < DIRECTIONS.length ? dimension : undefined;
}

/** The first `bits` binary digits of a coordinate of point `index`, as an integer. */
function pointOf(index: number, dimension: number, bits: number): number {
  const directions = DIRECTIONS[dimension];
  let digits = 0;
  for (let bit = 0; index >>> bit > 0; bit++) if ((index >>> bit) & 1) digits ^= directions[bit];
  return digits >>> (BITS - bits);
}

/** Nested uniform scrambling: every digit is flipped or not by a hash of the digits before it. */
function scramble(digits: number, bits: number, key: number, keyToo: number): number {
  let scrambled = 0;
  for (let bit = bits - 1; bit >= 0; bit--) {
    const before = digits >>> (bit + 1);
    const flip = mix(mix(before, bit) ^ key, keyToo) & 1;
    scrambled = (scrambled << 1) | (((digits >>> bit) & 1) ^ flip);
  }
  return scrambled;
}

/** Recurrence of the direction numbers. Source: Bratley & Fox (1988), ACM TOMS 14(1), algorithm 659, eq. 2. */
function directionsOf([degree, coefficients, first]: (typeof POLYNOMIALS)[number]): Uint32Array {
  const numbers = first.map((number, index) => number << (BITS - 1 - index));
  for (let index = degree; index < BITS; index++) {
    let number = numbers[index - degree] ^ (numbers[index - degree] >>> degree);
    for (let term = 1; term < degree; term++) {
      if ((coefficients >>> (degree - 1 - term)) & 1) number ^= numbers[index - term];
    }
    numbers.push(number);
  }
  return Uint32Array.from(numbers);
}
