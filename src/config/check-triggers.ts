import type { Hazard } from "../hazards/index.ts";
import type { Settings } from "../model/settings.ts";
import { listNames } from "../schema/show.ts";

/** A complaint about what hazards set off; `hazard` and `keys` say where. */
export interface TriggerProblem {
  readonly hazard: string;
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** Disruptions that a scenario may set off on average; more would take minutes and tell nothing. */
const MOST_SET_OFF = 100_000;
/** Multiplications that an answer may take: a fraction of a second. */
const MOST_STEPS = 3_000_000;

/**
 * Checks that disruptions which set each other off die out: the matrix of direct offspring (triggers, and strikes of the
 * same hazard where it excites itself) must have a spectral radius below 1, in each group of hazards that reach each other.
 *
 * Source: K. B. Athreya & P. E. Ney, "Branching Processes" (1972), chapter V.
 */
export function checkTriggers(hazards: readonly Hazard[], settings: Settings): TriggerProblem[] {
  const problems: TriggerProblem[] = [];
  const indexOf = new Map(hazards.map(({ id }, index) => [id, index]));
  const targets = new Set(hazards.flatMap(({ triggers }) => triggers.map((trigger) => trigger.hazard)));
  for (const { id, arrival } of hazards) {
    if (arrival.triggeredOnly === undefined || targets.has(id)) continue;
    const message = `invalid triggeredOnly, no hazard triggers '${id}'; name it in the triggers of one or state when it strikes`;
    problems.push({ hazard: id, keys: ["arrival", "triggeredOnly"], message });
  }
  const offspring = hazards.map(({ arrival, triggers }, from) => {
    const row = new Map<number, number>();
    const add = (to: number, mean: number): void => void row.set(to, (row.get(to) ?? 0) + mean);
    if (arrival.selfExciting !== undefined) add(from, arrival.selfExciting.branchingRatio);
    for (const trigger of triggers) add(indexOf.get(trigger.hazard) as number, trigger.probability);
    return row;
  });
  const groups = strongGroups(offspring);
  for (const group of groups) {
    const radius = spectralRadius(group, offspring);
    if (radius < 1 - 1e-9) continue;
    const first = hazards[Math.min(...group)];
    const names = listNames(group.map((hazard) => `'${hazards[hazard].id}'`));
    const round = group.length === 1 ? `each strike of ${names} sets off` : `of ${names}, each strike sets off`;
    const factor = Math.floor(999 / radius) / 1000;
    const message = `invalid cycle of triggers, ${round} ${Number(radius.toPrecision(4))} further ones on average and they never die out; multiply their probabilities (and branching ratios) by ${factor} or less`;
    problems.push({ hazard: first.id, keys: first.triggers.length > 0 ? ["triggers"] : ["arrival"], message });
  }
  if (problems.length > 0) return problems;
  const total = totalOffspring(groups, offspring);
  const setOff = hazards.map((hazard, at) => ownStrikes(hazard, settings) * total[at]);
  const sum = setOff.reduce((left, right) => left + right, 0);
  if (sum > MOST_SET_OFF) {
    const worst = hazards[setOff.indexOf(Math.max(...setOff))];
    const message = `invalid triggers, a scenario has ${Math.round(sum)} disruptions on average that others set off, must be at most ${MOST_SET_OFF}; lower rates, probabilities or branching ratios`;
    problems.push({ hazard: worst.id, keys: worst.triggers.length > 0 ? ["triggers"] : ["arrival"], message });
  }
  return problems;
}

type Offspring = readonly ReadonlyMap<number, number>[];

function ownStrikes({ arrival }: Hazard, { exposureDays }: Settings): number {
  const rate = arrival.ratePerYear ?? arrival.selfExciting?.ratePerYear;
  if (rate !== undefined) return (rate / 365) * exposureDays;
  return arrival.probability ?? arrival.days?.length ?? arrival.dates?.length ?? 0;
}

/**
 * Groups of hazards that reach each other, those reached first; a hazard on no cycle is a group of its own.
 *
 * Source: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972) 146-160, with a
 * stack of its own in place of recursion.
 */
function strongGroups(offspring: Offspring): number[][] {
  const count = offspring.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const open: number[] = [];
  const isOpen = new Uint8Array(count);
  const groups: number[][] = [];
  let next = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] >= 0) continue;
    const walk = [{ hazard: root, edges: [...offspring[root].keys()], at: 0 }];
    while (walk.length > 0) {
      const step = walk[walk.length - 1];
      const { hazard, edges } = step;
      if (order[hazard] < 0) {
        order[hazard] = low[hazard] = next++;
        open.push(hazard);
        isOpen[hazard] = 1;
      }
      if (step.at < edges.length) {
        const to = edges[step.at++];
        if (order[to] < 0) walk.push({ hazard: to, edges: [...offspring[to].keys()], at: 0 });
        else if (isOpen[to] === 1) low[hazard] = Math.min(low[hazard], order[to]);
        continue;
      }
      walk.pop();
      if (walk.length > 0) {
        const above = walk[walk.length - 1].hazard;
        low[above] = Math.min(low[above], low[hazard]);
      }
      if (low[hazard] !== order[hazard]) continue;
      const group = open.splice(open.indexOf(hazard));
      for (const member of group) isOpen[member] = 0;
      groups.push(group.sort((left, right) => left - right));
    }
  }
  return groups;
}

/** Largest eigenvalue of a group's matrix M, by powers of (I + M) / 2, which has no period; 0 where it sets off nothing. */
function spectralRadius(group: readonly number[], offspring: Offspring): number {
  if (group.length === 1) return offspring[group[0]].get(group[0]) ?? 0;
  let vector = new Map(group.map((hazard) => [hazard, 1]));
  const edges = group.reduce((sum, hazard) => sum + offspring[hazard].size, 0);
  let [least, most] = [0, Number.MAX_VALUE];
  for (let power = 0; power < MOST_STEPS / edges && most - least > 1e-12 * most; power++) {
    const image = new Map(
      group.map((hazard) => {
        let sum = vector.get(hazard) as number;
        for (const [to, mean] of offspring[hazard]) sum += mean * (vector.get(to) ?? 0);
        return [hazard, sum / 2];
      }),
    );
    // Collatz and Wielandt: the eigenvalue lies between the least and the greatest growth of a component.
    const growth = group.map((hazard) => (image.get(hazard) as number) / (vector.get(hazard) as number));
    [least, most] = [Math.min(...growth), Math.max(...growth)];
    const size = Math.max(...image.values());
    vector = new Map([...image].map(([hazard, value]) => [hazard, value / size]));
  }
  return least + most - 1; // of M, in the middle of what is left open
}

/** [hazard] disruptions that one strike sets off in the end, directly and through others, on average. */
function totalOffspring(groups: readonly (readonly number[])[], offspring: Offspring): number[] {
  const total = offspring.map(() => 0);
  for (const group of groups) {
    // Groups stand after those they reach; within a group the sums converge, for its radius is below 1.
    const edges = group.reduce((sum, hazard) => sum + offspring[hazard].size, 1);
    for (let round = 0; round < MOST_STEPS / edges; round++) {
      let change = 0;
      for (const hazard of group) {
        let sum = 0;
        for (const [to, mean] of offspring[hazard]) sum += mean * (1 + total[to]);
        change = Math.max(change, Math.abs(sum - total[hazard]) / (1 + sum));
        total[hazard] = sum;
      }
      if (change < 1e-9 || total[group[0]] > 1e15) break;
    }
  }
  return total;
}
