import { normalQuantile } from "../math/normal-quantile.ts";
import { regularizedGammaP, regularizedGammaQ } from "../math/regularized-gamma.ts";
import { boundedNumber, defineDistribution, parameterObject } from "./define.ts";

/**
 * The Poisson law on 0, 1, 2, ... A draw searches from a normal start: about 1 microsecond, 100 at a mean of 1e6.
 *
 * Source: N. L. Johnson, A. W. Kemp & S. Kotz, "Univariate Discrete Distributions" (2005), chapter 4; the start is the
 * Cornish-Fisher expansion, Abramowitz & Stegun (1964) 26.2.49.
 */
export const poisson = defineDistribution({
  name: "poisson",
  summary: "Number of independent events in a period that has `mean` of them on average.",
  schema: parameterObject({
    mean: boundedNumber({ above: 0, atMost: 1e6 }, "mean number, no unit"),
  }),
  examples: [{ mean: 2 }, { mean: 0.3 }, { mean: 45.5 }],
  quantile({ mean }, u) {
    // The smallest count with P(N <= count) >= u, asked of the smaller tail.
    const reaches = (count: number) =>
      u <= 0.5 ? regularizedGammaQ(count + 1, mean) >= u : regularizedGammaP(count + 1, mean) <= 1 - u;
    const z = normalQuantile(u);
    let count = Math.max(0, Math.floor(mean + Math.sqrt(mean) * z + (z * z - 1) / 6));
    while (!reaches(count)) count += 1;
    while (count > 0 && reaches(count - 1)) count -= 1;
    return count;
  },
  mean: ({ mean }) => mean,
  standardDeviation: ({ mean }) => Math.sqrt(mean),
  support: () => [0, Infinity],
});
