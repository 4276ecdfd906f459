import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonInterval, wilsonInterval } from "../../../src/aggregate/proportion.ts";
import { binomialCdf } from "../../../src/math/binomial-distribution.ts";
import { openOracle } from "../../helpers/oracle.ts";

describe("intervals of a probability", () => {
  it("are those of Newcombe's four data sets", () => {
    const oracle = openOracle("Q-A5");
    for (const [successes, trials] of [
      [81, 263],
      [15, 148],
      [0, 20],
      [1, 29],
    ] as const) {
      const wilson = wilsonInterval(successes, trials, oracle.inputs.confidence);
      oracle.check(`Wilson 95% ${successes}/${trials} lower`, wilson.low);
      oracle.check(`Wilson upper ${successes}/${trials}`, wilson.high);
      const clopperPearson = clopperPearsonInterval(successes, trials, oracle.inputs.confidence);
      oracle.check(`Clopper-Pearson lower ${successes}/${trials}`, clopperPearson.low);
      oracle.check(`Clopper-Pearson upper ${successes}/${trials}`, clopperPearson.high);
    }
    oracle.close();
  });

  const counts = fc
    .integer({ min: 1, max: 2000 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

  it("hold the observed share, stay inside [0, 1] and touch it only at no or only successes", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        for (const interval of [wilsonInterval, clopperPearsonInterval]) {
          const { low, high } = interval(successes, trials, 0.95);
          expect(low).toBeLessThanOrEqual(successes / trials);
          expect(high).toBeGreaterThanOrEqual(successes / trials);
          expect(low === 0).toBe(successes === 0);
          expect(high === 1).toBe(successes === trials);
        }
      }),
    );
  });

  it("mirror: failures have the interval of successes turned round", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        for (const interval of [wilsonInterval, clopperPearsonInterval]) {
          const { low, high } = interval(successes, trials, 0.95);
          const turned = interval(trials - successes, trials, 0.95);
          expect(Math.abs(turned.low - (1 - high))).toBeLessThan(1e-9);
          expect(Math.abs(turned.high - (1 - low))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("of Clopper and Pearson are where the binomial tails hold 2.5 %", () => {
    const { low, high } = clopperPearsonInterval(15, 148, 0.95);
    expect(1 - binomialCdf(14, 148, low)).toBeCloseTo(0.025, 9);
    expect(binomialCdf(15, 148, high)).toBeCloseTo(0.025, 9);
  });

  it("refuse counts that cannot be", () => {
    expect(() => wilsonInterval(1, 0, 0.95)).toThrow("invalid trials 0");
    expect(() => wilsonInterval(3, 2, 0.95)).toThrow("invalid successes 3, must be a whole number in [0, 2]");
    expect(() => clopperPearsonInterval(0.5, 2, 0.95)).toThrow("invalid successes 0.5");
  });
});
