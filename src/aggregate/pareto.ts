/** What is known of how two designs compare in one objective: better, worse, or not to be told apart. */
export type Standing = "better" | "worse" | "same";

/** One design's place. */
export interface FrontierPlace {
  /** Whether no other design is better somewhere and nowhere worse. */
  readonly isOnFront: boolean;
  /** Designs that are, in order. */
  readonly dominatedBy: readonly number[];
  /** Designs that can be told from each other in no objective share a group; groups count in order of their first member. */
  readonly group: number;
}

/**
 * Pareto front of designs over several objectives that are known with error: a design is dominated by one that is better in
 * at least one objective and worse in none, where what cannot be told apart is neither.
 *
 * @param standing of design `one` against `other` in an objective
 */
export function findFront(
  designs: number,
  objectives: number,
  standing: (one: number, other: number, objective: number) => Standing,
): FrontierPlace[] {
  const all = Array.from({ length: designs }, (_, design) => design);
  const standings = (one: number, other: number): Standing[] =>
    Array.from({ length: objectives }, (_, objective) => standing(one, other, objective));
  const group: number[] = [];
  for (const design of all) {
    // A design joins a group when it can be told from none of its members: what is alike need not be alike to the same.
    const found = [...new Set(group)].find((candidate) =>
      group.every((own, other) => own !== candidate || standings(design, other).every((item) => item === "same")),
    );
    group.push(found ?? Math.max(-1, ...group) + 1);
  }
  return all.map((design) => {
    const dominatedBy = all.filter((other) => {
      const against = standings(other, design);
      return against.includes("better") && !against.includes("worse");
    });
    return { isOnFront: dominatedBy.length === 0, dominatedBy, group: group[design] };
  });
}

/** Cost of each unit of risk removed, with its interval. */
export interface CostOfRemoval {
  readonly value: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly reason: string;
}

/**
 * Extra cost over risk removed. The cost is known exactly, so that Fieller's interval of the ratio is the cost over the limits
 * of the risk removed; where those hold zero, no finite interval exists, and none is given.
 *
 * Source: Fieller (1954), Journal of the Royal Statistical Society B 16(2), 175-185, with a numerator of no variance.
 */
export function costOfRemoval(
  extraCost: number,
  removed: { readonly value: number | undefined; readonly low: number | undefined; readonly high: number | undefined },
): CostOfRemoval {
  const none = { value: undefined, low: undefined, high: undefined };
  const { value, low, high } = removed;
  if (value === undefined || low === undefined || high === undefined)
    return { ...none, reason: "no interval of the risk removed" };
  if (high <= 0) return { ...none, reason: "removes no risk" };
  if (low <= 0) return { ...none, reason: "removes no risk for certain" };
  const ends = [extraCost / low, extraCost / high];
  return { value: extraCost / value, low: Math.min(...ends), high: Math.max(...ends), reason: "" };
}
