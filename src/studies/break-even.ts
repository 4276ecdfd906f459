import type { CompiledStudy } from "../compile-study.ts";
import { SimulationError } from "../errors.ts";
import { measureStructure, type Structure } from "../measure/structure.ts";
import { type Crossing, smoothCrossings, straightCrossings } from "./crossings.ts";
import { LARGEST, type Lever, leverOf, type Quantity, type Scope } from "./reprice.ts";

/** Landed: cost of what is sold, on the shelf. Total: landed, holding and fixed cost. */
export const COSTS = ["landed", "total"] as const;
export type Cost = (typeof COSTS)[number];

/** Where one design becomes cheaper than another as a quantity rises from nothing to the largest value looked at. */
export interface BreakEven {
  readonly quantity: Quantity;
  readonly cost: Cost;
  readonly from: string;
  readonly to: string;
  /** Cost of `to` less cost of `from` as the study stands, USD a day; negative: `to` is cheaper today. */
  readonly gapTodayUsdPerDay: number;
  /** Whether `to` is cheaper when the quantity is 0. */
  readonly isCheaperAtZero: boolean;
  /** In order; at each the cheaper of the two changes. */
  readonly crossings: readonly { readonly at: number; readonly isCheaperBeyond: boolean }[];
  /** Why there is no crossing; empty where there is one. */
  readonly reason: string;
  /** exact: straight between bends, solved in closed form; searched: halved to the last digit between 200 knots. */
  readonly method: "exact" | "searched";
}

/** Cost of a design at one value of a quantity, undisturbed. */
export interface CurvePoint {
  readonly quantity: Quantity;
  readonly value: number;
  readonly design: string;
  readonly landedCostUsdPerDay: number;
  readonly landedCostUsdPerUnit: number;
  readonly holdingCostUsdPerDay: number;
  readonly fixedCostUsdPerDay: number;
  readonly totalCostUsdPerDay: number;
  /** Why this value is among the points. */
  readonly point: "grid" | "today" | "bend" | "break-even";
}

export interface BreakEvenQuestion {
  readonly quantity: Quantity;
  readonly scope: Scope;
  /** [from, to] design ids. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** Intervals in which a cost that is not straight is looked at for a change of sign. */
const SEARCH_INTERVALS = 200;
/** A middle further off its line than this part of the cost is no rounding. */
const STRAIGHTNESS = 1e-9;

/**
 * Finds the carbon price, freight factor or duty at which one design overtakes another in landed and in total cost, at
 * baseline: undisturbed, in steady state, flows and shares as the designs have them (no design reacts to prices).
 *
 * Cost is a straight line in freight, in a duty that goods bear once, and in carbon prices but for border adjustments, which
 * are max(0, importer's price - origin's): between these bends break-evens are solved exactly. A duty that goods bear several
 * times on their way compounds; there the crossing is searched.
 */
export function findBreakEvens(compiled: CompiledStudy, question: BreakEvenQuestion): BreakEven[] {
  const { quantity } = question;
  const curves = new Map(costCurves(compiled, question).map((curve) => [curve.design, curve]));
  return question.pairs.flatMap(([from, to]) =>
    COSTS.map((cost): BreakEven => {
      const cheap = curves.get(from) as CostCurve;
      const rival = curves.get(to) as CostCurve;
      const gap = (value: number): number => costOf(rival.at(value), cost) - costOf(cheap.at(value), cost);
      const scale = Math.max(costOf(rival.today, cost), costOf(cheap.today, cost));
      const isStraight = cheap.lever.isStraight && rival.lever.isStraight;
      const knots = isStraight
        ? knotsOf(quantity, [...cheap.lever.bends, ...rival.lever.bends])
        : Array.from({ length: SEARCH_INTERVALS + 1 }, (_, knot) => (LARGEST[quantity] * knot) / SEARCH_INTERVALS);
      if (isStraight) requireStraight(knots, gap, scale, quantity);
      const crossings = (isStraight ? straightCrossings : smoothCrossings)(knots, gap, scale);
      return {
        quantity,
        cost,
        from,
        to,
        gapTodayUsdPerDay: costOf(rival.today, cost) - costOf(cheap.today, cost),
        isCheaperAtZero: isCheaperFirst(crossings, knots, gap, scale),
        crossings: crossings.map(({ at, sign }) => ({ at, isCheaperBeyond: sign < 0 })),
        reason: crossings.length > 0 ? "" : reasonFor(knots.map(gap), scale, quantity),
        method: isStraight ? "exact" : "searched",
      };
    }),
  );
}

/**
 * Costs of the designs asked about along a quantity: evenly spaced values, today's, bends, and every break-even.
 *
 * @param upTo largest value of the grid
 */
export function tabulateCurve(
  compiled: CompiledStudy,
  question: BreakEvenQuestion,
  breakEvens: readonly BreakEven[],
  upTo: number,
  intervals = 100,
): CurvePoint[] {
  const { quantity, pairs } = question;
  const asked = new Set(pairs.flat());
  return costCurves(compiled, question)
    .filter(({ design }) => asked.has(design))
    .flatMap(({ design, at, lever, unitsPerDay }) => {
      const points = new Map<number, CurvePoint["point"]>();
      for (let step = 0; step <= intervals; step++) points.set((upTo * step) / intervals, "grid");
      for (const bend of lever.bends) if (bend <= upTo) points.set(bend, "bend");
      for (const { from, to, crossings } of breakEvens) {
        if (from !== design && to !== design) continue;
        for (const crossing of crossings) if (crossing.at <= upTo) points.set(crossing.at, "break-even");
      }
      if (lever.today !== undefined && lever.today <= upTo) points.set(lever.today, "today");
      return [...points]
        .sort(([left], [right]) => left - right)
        .map(([value, point]): CurvePoint => {
          const structure = at(value);
          return {
            quantity,
            value,
            design,
            landedCostUsdPerDay: structure.landedCostUsdPerDay,
            landedCostUsdPerUnit: structure.landedCostUsdPerDay / unitsPerDay,
            holdingCostUsdPerDay: structure.holdingCostUsdPerDay,
            fixedCostUsdPerDay: structure.fixedCostUsdPerDay,
            totalCostUsdPerDay: structure.costUsdPerDay,
            point,
          };
        });
    });
}

/** How far a curve goes unless told: a fifth beyond the last break-even, and far enough to see the line. */
export function usualReach(quantity: Quantity, breakEvens: readonly BreakEven[]): number {
  const least = { "carbon-price": 200, freight: 3, tariff: 0.5 }[quantity];
  const last = Math.max(0, ...breakEvens.flatMap(({ crossings }) => crossings.map(({ at }) => at)));
  return Math.min(LARGEST[quantity], Math.max(least, last * 1.2));
}

interface CostCurve {
  readonly design: string;
  readonly lever: Lever;
  readonly today: Structure;
  readonly unitsPerDay: number;
  at(value: number): Structure;
}

function costCurves({ study, designs }: CompiledStudy, { quantity, scope }: BreakEvenQuestion): CostCurve[] {
  return designs.map((compiled, index) => {
    const lever = leverOf(quantity, scope, study.world, compiled);
    // Pairs ask for the same values again and again.
    const known = new Map<number, Structure>();
    return {
      design: study.designs[index].id,
      lever,
      today: compiled.structure,
      unitsPerDay: compiled.network.marketDemandUnitsPerDay.reduce((sum, units) => sum + units, 0),
      at: (value) => {
        const before = known.get(value);
        if (before !== undefined) return before;
        const network = lever.at(value);
        const structure = measureStructure(network, network);
        known.set(value, structure);
        return structure;
      },
    };
  });
}

function costOf(structure: Structure, cost: Cost): number {
  return cost === "landed" ? structure.landedCostUsdPerDay : structure.costUsdPerDay;
}

function knotsOf(quantity: Quantity, bends: readonly number[]): number[] {
  const within = bends.filter((bend) => bend > 0 && bend < LARGEST[quantity]);
  return [...new Set([0, ...within, LARGEST[quantity]])].sort((left, right) => left - right);
}

/** The exact solution rests on straightness: a cost rule that bends elsewhere must not pass in silence. */
function requireStraight(
  knots: readonly number[],
  gap: (value: number) => number,
  scale: number,
  quantity: Quantity,
): void {
  for (let knot = 1; knot < knots.length; knot++) {
    const [left, right] = [knots[knot - 1], knots[knot]];
    const ends = [gap(left), gap(right)];
    const off = Math.abs(gap((left + right) / 2) - (ends[0] + ends[1]) / 2);
    if (off <= STRAIGHTNESS * Math.max(scale, ...ends.map(Math.abs))) continue;
    throw new SimulationError(`invalid break-even, cost is not straight in ${quantity} between ${left} and ${right}`);
  }
}

function isCheaperFirst(
  crossings: readonly Crossing[],
  knots: readonly number[],
  gap: (value: number) => number,
  scale: number,
): boolean {
  if (crossings.length > 0) return crossings[0].sign > 0;
  return knots.some((knot) => gap(knot) < -STRAIGHTNESS * scale);
}

const LARGEST_SHOWN: Readonly<Record<Quantity, string>> = {
  "carbon-price": `${LARGEST["carbon-price"]} USD per tonne`,
  freight: `${LARGEST.freight} times today's freight`,
  tariff: `${LARGEST.tariff * 100} % of duty`,
};

/** Why two costs do not cross, from their gaps along the range. */
function reasonFor(gaps: readonly number[], scale: number, quantity: Quantity): string {
  const isNothing = (value: number): boolean => Math.abs(value) <= STRAIGHTNESS * scale;
  const [first, last] = [gaps[0], gaps[gaps.length - 1]];
  const range = `up to ${LARGEST_SHOWN[quantity]}`;
  if (gaps.every(isNothing)) return `both cost the same ${range}`;
  const isDearer = gaps.some((gap) => gap > STRAIGHTNESS * scale);
  const always = `${isDearer ? "dearer" : "cheaper"} ${range}`;
  if (gaps.every((gap) => isNothing(gap - first))) return `${always}, touched alike`;
  const isWidening = Math.abs(last) > Math.abs(first);
  return `${always}, and the gap ${isWidening ? "widens" : "narrows but does not close"}`;
}
