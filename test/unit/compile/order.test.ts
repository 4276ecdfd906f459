import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OrderEdge, planOrders } from "../../../src/compile/order.ts";

const edge = (from: number, to: number, canDelay = false): OrderEdge => ({ from, to, canDelay });

/** Whether a stock can be reached from another over at least one edge: a plain walk. */
function reaches(edges: readonly OrderEdge[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of edges) {
      if (next.from !== at || seen.has(next.to)) continue;
      seen.add(next.to);
      open.push(next.to);
    }
  }
  return seen.has(to);
}

const graph = fc.integer({ min: 1, max: 8 }).chain((stocks) =>
  fc.record({
    stocks: fc.constant(stocks),
    edges: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: stocks - 1 }),
        to: fc.integer({ min: 0, max: stocks - 1 }),
        canDelay: fc.boolean(),
      }),
      { maxLength: 14 },
    ),
  }),
);

describe("the order of orders", () => {
  test("a chain goes from the market upstream", () => {
    expect(planOrders(4, [edge(2, 0), edge(0, 3), edge(3, 1)])).toEqual({
      sequence: [2, 0, 3, 1],
      isDelayed: [false, false, false],
      cycle: [],
    });
  });

  test("every lane on a circle passes orders on a day later, not only the one that closes it", () => {
    const edges = [edge(0, 1, true), edge(1, 2, true), edge(2, 0, true), edge(3, 0, true)];
    expect(planOrders(4, edges).isDelayed).toEqual([true, true, true, false]);
  });

  test("a process on a circle stays on the same day, the lanes around it wait", () => {
    const edges = [edge(0, 1, true), edge(1, 0, false)];
    const plan = planOrders(2, edges);
    expect(plan).toEqual({ sequence: [1, 0], isDelayed: [true, false], cycle: [] });
  });

  test("a circle without a lane of a day or more is named, in its order", () => {
    const plan = planOrders(4, [edge(3, 0), edge(0, 1), edge(1, 2), edge(2, 0), edge(1, 3, true)]);
    expect(plan.sequence).not.toContain(0);
    expect(plan.cycle.length).toBe(3);
    expect(new Set(plan.cycle)).toEqual(new Set([0, 1, 2]));
  });

  test("a chain of 50,000 stocks does not exhaust the stack, nor does a circle of as many", () => {
    const chain = Array.from({ length: 49_999 }, (_, at) => edge(at, at + 1, true));
    expect(planOrders(50_000, chain).sequence).toHaveLength(50_000);
    expect(planOrders(50_000, [...chain, edge(49_999, 0, true)]).isDelayed.every(Boolean)).toBe(true);
  });

  test("on any graph, an edge waits exactly if it may and lies on a circle", () => {
    fc.assert(
      fc.property(graph, ({ stocks, edges }) => {
        const { isDelayed } = planOrders(stocks, edges);
        const expected = edges.map(
          (item) => item.canDelay && (item.from === item.to || reaches(edges, item.to, item.from)),
        );
        expect(isDelayed).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("on any graph, either every stock comes before those it orders from on the same day, or a circle is shown", () => {
    fc.assert(
      fc.property(graph, ({ stocks, edges }) => {
        const { sequence, isDelayed, cycle } = planOrders(stocks, edges);
        const sameDay = edges.filter((_, index) => !isDelayed[index]);
        const hasCircle = sameDay.some((item) => item.from === item.to || reaches(sameDay, item.to, item.from));
        expect(cycle.length > 0).toBe(hasCircle);
        if (hasCircle) {
          cycle.forEach((stock, index) => {
            const next = cycle[(index + 1) % cycle.length];
            expect(sameDay.some((item) => item.from === stock && item.to === next)).toBe(true);
          });
          return;
        }
        expect([...sequence].sort((left, right) => left - right)).toEqual([...Array(stocks).keys()]);
        for (const { from, to } of sameDay) expect(sequence.indexOf(from)).toBeLessThan(sequence.indexOf(to));
      }),
      { numRuns: 500 },
    );
  });

  test("what waits does not depend on the names or the order of stocks and lanes", () => {
    fc.assert(
      fc.property(graph, fc.integer({ min: 0, max: 7 }), ({ stocks, edges }, shift) => {
        const renamed = edges.map((item) => ({
          ...item,
          from: (item.from + shift) % stocks,
          to: (item.to + shift) % stocks,
        }));
        expect(planOrders(stocks, renamed).isDelayed).toEqual(planOrders(stocks, edges).isDelayed);
        expect(planOrders(stocks, [...edges].reverse()).isDelayed).toEqual(
          [...planOrders(stocks, edges).isDelayed].reverse(),
        );
      }),
    );
  });
});
