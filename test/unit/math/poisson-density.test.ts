import { describe, test } from "vitest";
import { logGamma } from "../../../src/math/log-gamma.ts";
import { poissonDensity } from "../../../src/math/poisson-density.ts";
import { expectRelative } from "./expect-relative.ts";

describe("poissonDensity", () => {
  test("is the Poisson probability at whole counts", () => {
    const mean = 4.25;
    let probability = Math.exp(-mean);
    for (let count = 1; count <= 40; count++) {
      probability *= mean / count;
      expectRelative(poissonDensity(count, mean), probability, 2e-14, `P(N = ${count})`);
    }
  });

  test("sums to 1 at a mean of a million", () => {
    // From 10 standard deviations below the mean to 10 above lies all but 1e-22.
    let sum = 0;
    for (let count = 990_000; count <= 1_010_000; count++) sum += poissonDensity(count, 1e6);
    expectRelative(sum, 1, 1e-13, "sum of probabilities");
  });

  test("interpolates real counts by the gamma function", () => {
    for (const [count, mean] of [
      [0.001, 3],
      [0.5, 0.01],
      [7.3, 11],
    ] as const) {
      const expected = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
      expectRelative(poissonDensity(count, mean), expected, 2e-14, `density at ${count} with mean ${mean}`);
    }
  });
});
