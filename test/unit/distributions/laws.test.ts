import jstat from "jstat";
import { describe, expect, test } from "vitest";
import type { Distribution, DistributionInput } from "../../../src/distributions/index.ts";
import {
  distributionSchema,
  drawFrom,
  meanOf,
  standardDeviationOf,
  supportOf,
} from "../../../src/distributions/index.ts";
import { expectRelative } from "../math/expect-relative.ts";
import { probabilityOfAtMost } from "./quantile-integral.ts";

const parse = (input: DistributionInput): Distribution => distributionSchema.parse(input);
const { jStat } = jstat;

describe("drawFrom", () => {
  test("keeps u off the ends, where quantiles are infinite", () => {
    const law = parse({ distribution: "normal", mean: 0, standardDeviation: 1 });
    expect(drawFrom(law, 0)).toBe(drawFrom(law, 2 ** -54));
    expect(drawFrom(law, 1)).toBe(drawFrom(law, 1 - 2 ** -53));
    expectRelative(drawFrom(law, 0), -8.292361075813596, 1e-14, "normal quantile of 2^-54"); // mpmath 1.3.0
  });

  test.each([-1e-9, 1.1, NaN, Infinity])("refuses u = %s", (u) => {
    expect(() => drawFrom(parse(1), u)).toThrow(`invalid uniform number ${u}, must be in [0, 1]`);
  });

  test("names the law it does not know", () => {
    const stranger = { distribution: "cauchy" } as unknown as Distribution;
    expect(() => drawFrom(stranger, 0.5)).toThrow('unknown distribution "cauchy", must be one of beta, empirical, ');
  });
});

describe("the laws", () => {
  const U = [0.001, 0.05, 0.3, 0.5, 0.8, 0.97, 0.9999];

  test("have the quantiles of jstat", () => {
    // Tolerances: closed forms agree to rounding; jstat's normal quantile is good to 1e-8, its inverse beta to 1e-6.
    for (const u of U) {
      const compare = (input: DistributionInput, expected: number, tolerance: number) =>
        expectRelative(drawFrom(parse(input), u), expected, tolerance, `${JSON.stringify(input)} at ${u}, by jstat`);
      compare({ distribution: "exponential", mean: 4 }, jStat.exponential.inv(u, 1 / 4), 1e-12);
      compare({ distribution: "uniform", min: -3, max: 9 }, jStat.uniform.inv(u, -3, 9), 1e-12);
      compare({ distribution: "triangular", min: 2, mode: 5, max: 14 }, jStat.triangular.inv(u, 2, 14, 5), 1e-12);
      compare({ distribution: "weibull", shape: 0.7, scale: 3 }, jStat.weibull.inv(u, 3, 0.7), 1e-12);
      compare({ distribution: "pareto", shape: 1.2, min: 3 }, jStat.pareto.inv(u, 3, 1.2), 1e-12);
      compare({ distribution: "lognormal", median: 5, sigma: 0.8 }, jStat.lognormal.inv(u, Math.log(5), 0.8), 1e-7);
      compare({ distribution: "normal", mean: 50, standardDeviation: 8 }, jStat.normal.inv(u, 50, 8), 1e-7);
      compare({ distribution: "gamma", shape: 2.5, scale: 3 }, 3 * jStat.gammapinv(u, 2.5), 1e-7);
      compare({ distribution: "beta", alpha: 2, beta: 5, min: -1, max: 1 }, 2 * jStat.ibetainv(u, 2, 5) - 1, 1e-5);
      compare({ distribution: "pert", min: 2, mode: 5, max: 14 }, 2 + 12 * jStat.ibetainv(u, 2, 4), 1e-6);
    }
  });

  test("given in different forms are the same law", () => {
    const pairs: [DistributionInput, DistributionInput][] = [
      [
        { distribution: "lognormal", mean: 14, standardDeviation: 7 },
        { distribution: "lognormal", median: 14 / Math.sqrt(1.25), sigma: Math.sqrt(Math.log(1.25)) },
      ],
      [
        // 5 % and 95 % points at z = -+1.6448536269514722
        {
          distribution: "lognormal",
          lowQuantile: { probability: 0.05, value: Math.exp(3 - 1.6448536269514722 * 0.6) },
          highQuantile: { probability: 0.95, value: Math.exp(3 + 1.6448536269514722 * 0.6) },
        },
        { distribution: "lognormal", median: Math.exp(3), sigma: 0.6 },
      ],
      [
        { distribution: "gamma", mean: 14, standardDeviation: 7 },
        { distribution: "gamma", shape: 4, scale: 3.5 },
      ],
      [
        { distribution: "weibull", shape: 2, mean: 14 },
        { distribution: "weibull", shape: 2, scale: 28 / Math.sqrt(Math.PI) },
      ],
      [
        { distribution: "pert", min: 2, mode: 5, max: 14 },
        { distribution: "beta", alpha: 2, beta: 4, min: 2, max: 14 },
      ],
      [
        { distribution: "gamma", shape: 1, scale: 6 },
        { distribution: "exponential", mean: 6 },
      ],
      [
        { distribution: "weibull", shape: 1, scale: 6 },
        { distribution: "exponential", mean: 6 },
      ],
      [
        { distribution: "beta", alpha: 1, beta: 1, min: -2, max: 5 },
        { distribution: "uniform", min: -2, max: 5 },
      ],
      [
        { distribution: "normal", mean: 5, standardDeviation: 2, min: -1e9, max: 1e9 },
        { distribution: "normal", mean: 5, standardDeviation: 2 },
      ],
    ];
    for (const [first, second] of pairs) {
      const label = `${JSON.stringify(first)} as ${JSON.stringify(second)}`;
      for (const u of U) {
        expectRelative(drawFrom(parse(first), u), drawFrom(parse(second), u), 1e-12, `${label} at ${u}`);
      }
      expectRelative(meanOf(parse(first)), meanOf(parse(second)), 1e-13, `mean of ${label}`);
      const deviation = standardDeviationOf(parse(second));
      expectRelative(standardDeviationOf(parse(first)), deviation, 1e-13, `standard deviation of ${label}`);
    }
  });

  test("two lognormal quantiles are met by the law made from them", () => {
    const lowQuantile = { probability: 0.1, value: 4 };
    const highQuantile = { probability: 0.98, value: 90 };
    const law = parse({ distribution: "lognormal", lowQuantile, highQuantile });
    expectRelative(drawFrom(law, 0.1), 4, 1e-14, "10 % point");
    expectRelative(drawFrom(law, 0.98), 90, 1e-14, "98 % point");
  });

  test("poisson counts have the probabilities of the sum", () => {
    for (const mean of [0.05, 2, 11.5, 300]) {
      const law = parse({ distribution: "poisson", mean });
      let probability = Math.exp(-mean);
      let sum = 0;
      for (let count = 0; count < mean + 4 * Math.sqrt(mean); count++) {
        sum += probability;
        probability *= mean / (count + 1);
        if (sum < 1e-12) continue; // u is kept above 2^-54, so there is no finding such probabilities
        // The jump is found on doubles next to the sum, and the sum has some 400 roundings.
        expectRelative(probabilityOfAtMost(law, count), sum, 1e-13, `P(N <= ${count}) at mean ${mean}`);
      }
    }
  });

  test("poisson counts reach a million", () => {
    const law = parse({ distribution: "poisson", mean: 1e6 });
    // Cornish-Fisher, Abramowitz & Stegun 26.2.49: mean + sd z + (z^2 - 1)/6 + ..., here -+ 1 for the rounding up
    for (const [u, z] of [
      [0.001, -3.0902323],
      [0.5, 0],
      [0.999, 3.0902323],
    ] as const) {
      expect(Math.abs(drawFrom(law, u) - (1e6 + 1000 * z + (z * z - 1) / 6))).toBeLessThan(1);
    }
  });

  test("geometric trials have the probabilities 1 - (1 - p)^k", () => {
    for (const probability of [0.9, 0.25, 0.01, 1e-6]) {
      const law = parse({ distribution: "geometric", probability });
      for (const trials of [1, 2, 3, 10, 40]) {
        const expected = -Math.expm1(trials * Math.log1p(-probability));
        // Bisection stops at neighbouring doubles; the logarithms' last bits move the jump by a few of them.
        expectRelative(probabilityOfAtMost(law, trials), expected, 1e-14, `P(X <= ${trials}) at ${probability}`);
      }
    }
    expect(drawFrom(parse({ distribution: "geometric", probability: 1 }), 0.999)).toBe(1);
    expect(supportOf(parse({ distribution: "geometric", probability: 1 }))).toEqual([1, 1]);
  });

  test("empirical values come with their weights, sorted, and those of weight 0 never", () => {
    const law = parse({ distribution: "empirical", values: [9, 1, 4, 2, 4], weights: [2, 1, 3, 0, 4] });
    expect(probabilityOfAtMost(law, 0.5)).toBeLessThan(1e-300);
    expectRelative(probabilityOfAtMost(law, 1), 0.1, 1e-15, "P(X <= 1)");
    expectRelative(probabilityOfAtMost(law, 2), 0.1, 1e-15, "P(X <= 2)");
    expectRelative(probabilityOfAtMost(law, 4), 0.8, 1e-15, "P(X <= 4)");
    expect(drawFrom(law, 0)).toBe(1);
    expect(drawFrom(law, 1)).toBe(9);
    expect(supportOf(law)).toEqual([1, 9]);
    expectRelative(meanOf(law), 4.7, 1e-15, "mean"); // (1 + 28 + 18)/10
    expectRelative(standardDeviationOf(law), Math.sqrt(27.5 - 4.7 * 4.7), 1e-14, "standard deviation");
  });

  test("empirical values without weights are equally likely, the inverse of the step function", () => {
    const law = parse({ distribution: "empirical", values: [30, 10, 20, 40] });
    const draws = [0, 0.25, 0.26, 0.5, 0.51, 0.75, 0.76, 1].map((u) => drawFrom(law, u));
    expect(draws).toEqual([10, 10, 20, 20, 30, 30, 40, 40]);
  });

  test("a cut normal law has the moments of the textbook formula", () => {
    // mean 10, sd 6, cut at 0: alpha = -10/6; lambda = phi(alpha)/(1 - Phi(alpha))
    const alpha = -10 / 6;
    const density = Math.exp((-alpha * alpha) / 2) / Math.sqrt(2 * Math.PI);
    const lambda = density / (1 - jStat.normal.cdf(alpha, 0, 1));
    const law = parse({ distribution: "normal", mean: 10, standardDeviation: 6, min: 0 });
    expectRelative(meanOf(law), 10 + 6 * lambda, 1e-13, "mean");
    const variance = 36 * (1 + alpha * lambda - lambda * lambda);
    expectRelative(standardDeviationOf(law), Math.sqrt(variance), 1e-12, "standard deviation");
    expect(supportOf(law)).toEqual([0, Infinity]);
  });

  test("a pareto law has no mean at shape 1 and no standard deviation at shape 2", () => {
    const law = (shape: number) => parse({ distribution: "pareto", shape, min: 1 });
    expect(meanOf(law(1))).toBe(Infinity);
    expect(meanOf(law(1.5))).toBe(3);
    expect(standardDeviationOf(law(2))).toBe(Infinity);
    expectRelative(standardDeviationOf(law(4)), Math.sqrt(4 / (9 * 2)), 1e-15, "standard deviation at shape 4");
  });

  test("a steep weibull law keeps the digits of its standard deviation", () => {
    // pi/(k sqrt 6) (1 - O(1/k)) of the scale for large shapes k; mpmath 1.3.0 at 50 digits
    const law = parse({ distribution: "weibull", shape: 1000, scale: 1 });
    expectRelative(standardDeviationOf(law), 0.0012808757478713502, 1e-12, "standard deviation at shape 1000");
  });
});
