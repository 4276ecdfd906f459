import type { BatchStudy } from "../../src/batch.ts";
import { toBatchStudy } from "../../src/compile-study.ts";
import { createDesignRunner, type DesignRunner } from "../../src/design-runner.ts";
import { measureStructure } from "../../src/measure/structure.ts";
import { METRICS } from "../../src/metrics/index.ts";
import type { Scenario } from "../../src/model/disruption.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import { type DrawnStudy, drawStudies, type RandomStudyOptions } from "../helpers/random-study.ts";
import type { DayRecord } from "../oracles/independent/engine.ts";

/** Studies per property. */
export const STUDIES = 200;

/** Studies drawn for an earlier test of the same file; nobody changes them. */
const drawnBefore = new Map<string, DrawnStudy[]>();

/** Most studies a failing test tells about. */
const MOST_SHOWN = 8;

/**
 * Applies a check to random studies; it returns what is wrong, or nothing. Throws with the numbers of the studies at fault:
 * `randomStudy(number)` draws one again.
 */
export function forRandomStudies(
  options: RandomStudyOptions,
  check: (drawn: DrawnStudy) => string | undefined,
  count = STUDIES,
): void {
  const key = JSON.stringify({ options, count });
  let studies = drawnBefore.get(key);
  if (studies === undefined) {
    studies = drawStudies(count, 1, options);
    drawnBefore.set(key, studies);
    process.stdout.write(`${count} random studies, numbers ${studies[0].number} to ${studies[count - 1].number}\n`);
  }
  const faults: string[] = [];
  for (const drawn of studies) {
    const fault = check(drawn);
    if (fault !== undefined) faults.push(`study ${drawn.number}: ${fault}`);
  }
  if (faults.length === 0) return;
  throw new Error(`${faults.length} of ${count} studies\n${faults.slice(0, MOST_SHOWN).join("\n")}`);
}

/** A runner for a design of a study. */
export function runnerOf({ study, compiled }: Pick<DrawnStudy, "study" | "compiled">, design = 0): DesignRunner {
  return createDesignRunner(compiled[design].network, study.settings, 0);
}

/** A runner for every design of a study. */
export function runnersOf(drawn: Pick<DrawnStudy, "study" | "compiled">): DesignRunner[] {
  return drawn.compiled.map((_, design) => runnerOf(drawn, design));
}

/** Runs a scenario; returns the value of every metric. */
export function outcomeOf(runner: DesignRunner, scenario: Scenario): Float64Array {
  const outcome = new Float64Array(METRICS.length);
  runner.run(scenario);
  runner.measurer.measure(scenario, runner.trajectory, outcome, 0);
  return outcome;
}

export function scenarioOf({ study }: Pick<DrawnStudy, "study">, index: number): Scenario {
  return createScenarioSampler(study)(index);
}

/** A study as threads receive it. */
export function batchStudyOf({ study, compiled }: Pick<DrawnStudy, "study" | "compiled">): BatchStudy {
  const reference = compiled[study.designs.findIndex(({ id }) => id === study.settings.referenceDesign)];
  const designs = compiled.map((design) => ({
    ...design,
    structure: measureStructure(design.network, reference.network),
  }));
  return toBatchStudy({ study, designs, warnings: [] });
}

/** Whether two arrays hold the same bytes (NaN equals NaN, 0 differs from -0). */
export function isSameBytes(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, index) => Object.is(value, other[index]));
}

/** Goods held by half again and again end below the smallest normal double, where not even doubling is exact. */
function isUnderflow(value: number): boolean {
  return Math.abs(value) < 1e-290;
}

/** Where two runs first differ in any bit, things matched by id; totals only where asked for. */
export function firstDifference(
  one: readonly DayRecord[],
  other: readonly DayRecord[],
  part: { readonly hasTotals: boolean; readonly factor?: (name: string) => number } = { hasTotals: true },
): string | undefined {
  const factor = part.factor ?? (() => 1);
  for (let day = 0; day < one.length; day++) {
    const { markets, state, ...totals } = one[day];
    const { markets: otherMarkets, state: otherState, ...otherTotals } = other[day];
    const groups: [string, ReadonlyMap<string, object>, ReadonlyMap<string, object>][] = [
      ["market", markets, otherMarkets],
      ["stock", state.stocks, otherState.stocks],
      ["way", state.ways, otherState.ways],
      ["process", state.processes, otherState.processes],
    ];
    if (part.hasTotals) groups.push(["total", new Map([["day", totals]]), new Map([["day", otherTotals]])]);
    for (const [kind, things, others] of groups) {
      for (const [id, values] of things) {
        for (const [name, value] of Object.entries(values)) {
          const expected = value * factor(name);
          const found = (others.get(id) as Record<string, number> | undefined)?.[name];
          if (found === expected || (found !== undefined && isUnderflow(found) && isUnderflow(expected))) continue;
          return `day ${day} ${kind} ${id} ${name}: ${expected} became ${found}`;
        }
      }
    }
  }
  return undefined;
}
