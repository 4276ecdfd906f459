import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactShapley, sampledShapley, type Worth } from "../../../src/aggregate/shapley.ts";
import { measureTail } from "../../../src/aggregate/tail.ts";
import { tailWeights } from "../../../src/aggregate/tail-weights.ts";
import { openUniforms } from "../../../src/math/keyed-uniforms.ts";

/** A game from numbers: the worth of a coalition is anything, the same whenever it is asked. */
function gameOf(seed: string, players: number): Worth {
  const uniforms = openUniforms("game", seed);
  const worths = new Map<string, number>();
  const size = 1 << players;
  for (let mask = 1; mask < size; mask++) {
    const key = Array.from({ length: players }, (_, player) => player).filter((player) => mask & (1 << player));
    worths.set(key.join(" "), uniforms() * 100);
  }
  return (coalition) => {
    const worth = coalition.length === 0 ? 0 : (worths.get(coalition.join(" ")) as number);
    return Float64Array.of(worth, 2 * worth);
  };
}

/** Shapley's shares as they are defined: the average over all orders, one by one. */
function byOrders(players: number, worth: Worth): number[] {
  const shares = new Array(players).fill(0);
  let orders = 0;
  const visit = (order: number[]): void => {
    if (order.length === players) {
      orders += 1;
      order.forEach((player, place) => {
        const sorted = (count: number): number[] => order.slice(0, count).sort((left, right) => left - right);
        shares[player] += worth(sorted(place + 1))[0] - worth(sorted(place))[0];
      });
      return;
    }
    for (let player = 0; player < players; player++) if (!order.includes(player)) visit([...order, player]);
  };
  visit([]);
  return shares.map((share) => share / orders);
}

describe("Shapley's shares", () => {
  test("of the glove game are 2/3, 1/6, 1/6: one left glove, two right ones", () => {
    const gloves: Worth = (coalition) => Float64Array.of(coalition.includes(0) && coalition.length > 1 ? 1 : 0);
    const { shares } = exactShapley(3, 1, gloves);
    [2 / 3, 1 / 6, 1 / 6].map((share, player) => expect(shares[player]).toBeCloseTo(share, 14));
  });

  test("are the average over all orders, and sum to the whole", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 6 }), (seed, players) => {
        const worth = gameOf(seed, players);
        const { shares, variances } = exactShapley(players, 2, worth);
        const defined = byOrders(players, worth);
        let sum = 0;
        for (let player = 0; player < players; player++) {
          expect(shares[player * 2]).toBeCloseTo(defined[player], 9);
          expect(shares[player * 2 + 1]).toBeCloseTo(2 * defined[player], 9);
          sum += shares[player * 2];
        }
        const whole = worth(Array.from({ length: players }, (_, player) => player))[0];
        expect(Math.abs(sum - whole)).toBeLessThanOrEqual(1e-9 * whole);
        expect(variances.every((variance) => variance === 0)).toBe(true);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("from sampled orders sum to the whole, lie within four standard errors, and say how sure they are", () => {
    const worth = gameOf("sampled", 7);
    const { shares } = exactShapley(7, 2, worth);
    const sampled = sampledShapley(7, 2, worth, 400, openUniforms("orders"));
    let sum = 0;
    for (let player = 0; player < 7; player++) {
      const error = Math.sqrt(sampled.variances[player * 2]);
      expect(error).toBeGreaterThan(0);
      expect(Math.abs(sampled.shares[player * 2] - shares[player * 2])).toBeLessThanOrEqual(4 * error);
      sum += sampled.shares[player * 2];
    }
    const whole = worth([0, 1, 2, 3, 4, 5, 6])[0];
    expect(Math.abs(sum - whole)).toBeLessThanOrEqual(1e-9 * whole);
  });

  test("give nothing to who adds nothing, and the same to equals", () => {
    // Player 2 adds nothing; 0 and 1 are alike.
    const worth: Worth = (coalition) => {
      const count = coalition.filter((player) => player < 2).length;
      return Float64Array.of(count * count * 3 + (coalition.includes(3) ? 5 * count + 1 : 0));
    };
    for (const { shares } of [exactShapley(4, 1, worth), sampledShapley(4, 1, worth, 3, openUniforms("few"))]) {
      expect(shares[2]).toBe(0);
    }
    const { shares } = exactShapley(4, 1, worth);
    expect(shares[0]).toBeCloseTo(shares[1], 13);
  });
});

describe("tail weights", () => {
  test("make CVaR a weighted sum, with the atom at VaR in equal parts", () => {
    const column = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(column, fc.constantFrom(0.5, 0.8, 0.95), (items, level) => {
        const values = Float64Array.from(items);
        const weights = tailWeights(values, level);
        const sum = values.reduce((total, value, at) => total + value * weights[at], 0);
        expect(sum).toBeCloseTo(measureTail(values.toSorted(), level, "upper").conditionalValueAtRisk, 9);
        expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 9);
        for (const [at, value] of values.entries()) {
          expect(weights[at]).toBe(weights[values.indexOf(value)]);
        }
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});
