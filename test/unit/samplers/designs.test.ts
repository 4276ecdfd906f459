import { describe, expect, test } from "vitest";
import * as all from "../../../src/samplers/all.ts";
import { keyedUniforms, type Sampler, type SamplingTask } from "../../../src/samplers/define.ts";
import { PERMUTATION_KEYS, permute } from "../../../src/samplers/permute.ts";
import { openOracle } from "../../helpers/oracle.ts";

const task = (size: number, seed = 1): SamplingTask => ({
  seed,
  replicateScenarios: size,
  counts: [],
  variesWithoutStrikes: true,
  nominalShare: 1,
  tilts: new Map(),
});

/** Draw 0 of a stream in the scenarios [from, from + count). */
function column(
  sampler: Sampler,
  how: SamplingTask,
  from: number,
  count: number,
  hazard = "h",
  purpose = "duration",
): Float64Array {
  const open = sampler.prepare(how);
  return Float64Array.from({ length: count }, (_, at) => open(from + at).open(hazard, purpose)());
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: ArrayLike<number>): number => {
  const centre = mean(values);
  return Array.from(values).reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};

describe("a keyed permutation", () => {
  const keysOf = (draw: () => number) => Float64Array.from({ length: PERMUTATION_KEYS }, draw);

  test.each([2, 3, 10, 64, 100, 1000])("of %i places takes each once, and differs by key", (size) => {
    const uniforms = keyedUniforms(1, "keys", size, "");
    const [keys, others] = [keysOf(uniforms), keysOf(uniforms)];
    const places = Array.from({ length: size }, (_, index) => permute(index, size, keys));
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index));
    if (size < 10) return;
    expect(Array.from({ length: size }, (_, index) => permute(index, size, others))).not.toEqual(places);
  });

  test.each([8, 10])("of %i places sends every pair of indices to every pair of places equally often", (size) => {
    const draws = 20_000;
    const uniforms = keyedUniforms(2, "keys", size, "");
    const counts = new Float64Array(size * size);
    for (let draw = 0; draw < draws; draw++) {
      const keys = keysOf(uniforms);
      counts[permute(1, size, keys) * size + permute(4, size, keys)] += 1;
    }
    const expected = draws / (size * (size - 1));
    counts.forEach((count, cell) => {
      const isSame = Math.floor(cell / size) === cell % size;
      expect(Math.abs(count - (isSame ? 0 : expected)), `cell ${cell}`).toBeLessThan(
        isSame ? 1 : 5 * Math.sqrt(expected),
      );
    });
  });
});

describe("a Latin hypercube", () => {
  const variances = (size: number, designs: number, draw: (from: number) => number): number =>
    variance(Float64Array.from({ length: designs }, (_, design) => draw(design * size)));

  test("has one point in each stratum, in every dimension, and the variance of the closed form", () => {
    const oracle = openOracle("LHS-A1");
    for (const size of [10, 100]) {
      for (const purpose of ["duration", "severity", "onset"]) {
        const strata = column(all.latinHypercube, task(size), 7 * size, size, "h", purpose).map((u) =>
          Math.floor(u * size),
        );
        const perStratum = new Set(strata).size === size ? 1 : 0;
        if (size === 10 && purpose === "onset") oracle.check("points per stratum per dimension", perStratum);
        expect(perStratum).toBe(1);
      }
      const designs = size === 10 ? 4000 : 2000;
      const iid = variances(size, designs, (from) => mean(column(all.monteCarlo, task(size), from, size)));
      const lhs = variances(size, designs, (from) => mean(column(all.latinHypercube, task(size), from, size)));
      const near = (quantity: string, value: number, share: number): void => {
        const expected = oracle.find(quantity).value as number;
        oracle.checkWithin(quantity, value, share * expected, "the mapping's 10 % of a variance over 2,000 designs");
      };
      near(`Var of iid mean of U, n=${size}`, iid, 0.1);
      near(`Var of LHS mean of U, n=${size} (one jittered point per stratum)`, lhs, 0.1);
      near(`variance reduction factor n=${size}`, iid / lhs, 0.2); // two variances, 10 % each
    }
    const sums = variances(50, 2000, (from) => {
      let total = 0;
      for (const hazard of ["a", "b", "c", "d", "e"])
        total += mean(column(all.latinHypercube, task(50), from, 50, hazard));
      return total;
    });
    const name = "Var of LHS mean of sum_{j<=5} U_j, n=50";
    oracle.checkWithin(name, sums, 0.1 * (oracle.find(name).value as number), "the mapping's 10 %");
    oracle.close();
  });
});

describe("scrambled Sobol points", () => {
  const DIMENSIONS = [
    ["occurrence", 0],
    ["duration", 1],
    ["severity", 2],
    ["onset", 3],
  ] as const;

  /** [scenario][dimension] of one replicate. */
  const points = (replicate: number, size = 64): number[][] => {
    const open = all.sobol.prepare(task(size));
    return Array.from({ length: size }, (_, at) => {
      const draws = open(replicate * size + at).open;
      return DIMENSIONS.map(([purpose]) => draws("h", purpose)());
    });
  };

  test("are nets: every box of volume 4 / 64 over two dimensions holds four points, of the first two exactly one in 1 / 64", () => {
    for (const replicate of [0, 1, 5]) {
      const drawn = points(replicate);
      const boxes = (left: number, right: number, leftBits: number, rightBits: number): number[] => {
        const counts = new Array(1 << (leftBits + rightBits)).fill(0);
        for (const point of drawn) {
          counts[
            (Math.floor(point[left] * (1 << leftBits)) << rightBits) | Math.floor(point[right] * (1 << rightBits))
          ] += 1;
        }
        return counts;
      };
      for (let leftBits = 0; leftBits <= 6; leftBits++) {
        expect(new Set(boxes(0, 1, leftBits, 6 - leftBits)), `1 / ${1 << leftBits}`).toEqual(new Set([1]));
      }
      // Quality parameters of Joe and Kuo's first four dimensions are at most 2 in any pair.
      for (const [left, right] of [
        [0, 2],
        [1, 2],
        [0, 3],
        [1, 3],
        [2, 3],
      ]) {
        for (let leftBits = 0; leftBits <= 4; leftBits++) {
          expect(new Set(boxes(left, right, leftBits, 4 - leftBits)), `${left} and ${right}`).toEqual(new Set([4]));
        }
      }
    }
  });

  test("differ from replicate to replicate, and the first point is not at 0", () => {
    expect(points(0)).not.toEqual(points(1));
    const firsts = Array.from({ length: 500 }, (_, replicate) => points(replicate, 4)[0][1]);
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    expect(variance(firsts)).toBeCloseTo(1 / 12, 1);
  });

  test("estimate a smooth function of three draws with an error that falls far faster than plain sampling's", () => {
    const error = (sampler: Sampler, size: number): number => {
      const estimates = Float64Array.from({ length: 40 }, (_, replicate) => {
        const open = sampler.prepare(task(size));
        let sum = 0;
        for (let at = 0; at < size; at++) {
          const draws = open(replicate * size + at).open;
          const [x, y, z] = ["duration", "severity", "onset"].map((purpose) => draws("h", purpose)());
          sum += Math.exp(x + y + z) / Math.E ** 3;
        }
        return sum / size;
      });
      return Math.sqrt(variance(estimates));
    };
    expect(error(all.monteCarlo, 256) / error(all.sobol, 256)).toBeGreaterThan(20);
    expect(error(all.latinHypercube, 256) / error(all.sobol, 256)).toBeGreaterThan(3);
    expect(error(all.sobol, 64) / error(all.sobol, 1024)).toBeGreaterThan(16); // plain: 4
  });

  test("adding a hazard, a purpose or a strike moves no other draw", () => {
    const alone = all.sobol.prepare(task(64))(77).open("h", "duration");
    const expected = [alone(), alone(), alone()];
    const open = all.sobol.prepare(task(64))(77).open;
    open("a", "duration")();
    open("h", "something new")();
    const crowded = open("h", "duration");
    expect([crowded(), crowded(), crowded()]).toEqual(expected);
  });

  test("want a power of two", () => {
    expect(() => all.sobol.prepare(task(48))).toThrow("invalid replicateScenarios 48, must be a power of two");
  });
});

describe("estimates of E[e^U]", () => {
  test("have the variances of the textbook: plain, antithetic, stratified", () => {
    const oracle = openOracle("VR-A1");
    const pairs = 100_000;
    const exp = (values: Float64Array): Float64Array => values.map(Math.exp);
    const plain = exp(column(all.monteCarlo, task(2), 0, pairs));
    const mirrored = exp(column(all.antithetic, task(2), 0, 2 * pairs));
    const within = (quantity: string, value: number): void => {
      const expected = oracle.find(quantity).value as number;
      oracle.checkWithin(quantity, value, 0.05 * Math.abs(expected), "the mapping's 5 % at 1e5 pairs");
    };
    within("Var(e^U)", variance(plain));
    const [first, second] = [0, 1].map((side) =>
      Float64Array.from({ length: pairs }, (_, pair) => mirrored[2 * pair + side]),
    );
    const [meanFirst, meanSecond] = [mean(first), mean(second)];
    const covariance = (left: Float64Array, right: Float64Array, meanLeft: number, meanRight: number): number =>
      left.reduce((sum, value, at) => sum + (value - meanLeft) * (right[at] - meanRight), 0) / (pairs - 1);
    within("Cov(e^U,e^(1-U))", covariance(first, second, meanFirst, meanSecond));
    const pairMeans = first.map((value, at) => (value + second[at]) / 2);
    within("Var of antithetic pair mean", variance(pairMeans));
    within(
      "variance reduction of antithetic pair vs 2 independent draws",
      1 - variance(pairMeans) / (variance(plain) / 2),
    );
    // The control variate needs U beside e^U.
    const u = column(all.monteCarlo, task(2), 0, pairs);
    const coefficient = -covariance(plain, u, mean(plain), mean(u)) / variance(u);
    within("control variate U: optimal coefficient -Cov/Var", coefficient);
    const controlled = plain.map((value, at) => value + coefficient * (u[at] - 0.5));
    within("variance left after control variate", variance(controlled));
    within("variance reduction by control variate", 1 - variance(controlled) / variance(plain));
    for (const strata of [2, 4, 10]) {
      const replicates = 20_000;
      const values = exp(column(all.latinHypercube, task(strata), 0, replicates * strata));
      const means = Float64Array.from({ length: replicates }, (_, at) =>
        mean(values.subarray(at * strata, (at + 1) * strata)),
      );
      within(`variance of the stratified mean, ${strata} strata, 1 draw each`, variance(means));
    }
    oracle.close();
  });
});
