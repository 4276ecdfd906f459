import { expect } from "vitest";
import type { NetworkLabels } from "../../src/compile/labels.ts";
import { createDesignRunner, type DesignRunner } from "../../src/design-runner.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import type { State } from "../../src/simulate/state.ts";
import { compileFor, makeStudy, type StudyInput } from "./study.ts";

/** A mine far away, a plant that turns ore into goods, a shop: 10 units a day, 5 + 4 days of lead time. */
export interface Changes {
  readonly ore?: object;
  readonly goods?: object;
  readonly plant?: object;
  readonly plantSite?: object;
  readonly shopStock?: object;
  readonly oreLane?: object;
  readonly goodsLane?: object;
  readonly market?: object;
  readonly world?: { sites?: object[]; lanes?: object[]; products?: object[] };
  readonly lanes?: (string | object)[];
  readonly planner?: object;
  readonly hazards?: object[];
  readonly settings?: object;
}

export function study(changes: Changes): StudyInput {
  return {
    settings: {
      horizonDays: 200,
      scenarios: 1,
      planner: { detectionDelayDays: 2, ...changes.planner },
      ...changes.settings,
    },
    world: {
      regions: [{ id: "here" }, { id: "there" }],
      products: [
        { id: "ore", massTonnesPerUnit: 2, ...changes.ore },
        { id: "goods", massTonnesPerUnit: 1, ...changes.goods },
        ...(changes.world?.products ?? []),
      ],
      sites: [
        {
          id: "mine",
          region: "there",
          processes: [{ output: "ore", capacityUnitsPerDay: 60, conversionCostUsdPerUnit: 4 }],
        },
        {
          id: "plant",
          region: "there",
          stocks: [{ product: "ore", coverDays: 3 }],
          processes: [
            {
              output: "goods",
              inputs: [{ product: "ore", unitsPerUnit: 2 }],
              capacityUnitsPerDay: 11,
              conversionCostUsdPerUnit: 10,
              ...changes.plant,
            },
          ],
          ...changes.plantSite,
        },
        { id: "shop", region: "here", stocks: [{ product: "goods", coverDays: 5, ...changes.shopStock }] },
        ...(changes.world?.sites ?? []),
      ],
      lanes: [
        lane("ore", "ore", "mine", "plant", 4, changes.oreLane),
        lane("goods", "goods", "plant", "shop", 5, changes.goodsLane),
        ...(changes.world?.lanes ?? []),
      ],
    },
    markets: [
      {
        id: "town",
        site: "shop",
        product: "goods",
        demandUnitsPerDay: 10,
        priceUsdPerUnit: 100,
        unmet: "lost",
        ...changes.market,
      },
    ],
    hazards: changes.hazards ?? [],
    designs: [{ id: "base", lanes: changes.lanes ?? ["ore", "goods"] }],
  };
}

export function lane(
  id: string,
  product: string,
  from: string,
  to: string,
  leadTimeDays: number,
  more: object = {},
): object {
  return { id, product, from, to, mode: "sea", distanceKm: 1000, leadTimeDays, costUsdPerUnit: 1, ...more };
}

export const strike = (kind: string, more: object): object => ({
  id: `strike-${kind}`,
  kind,
  arrival: { days: [20] },
  durationDays: 40,
  ...more,
});
export interface Run {
  readonly metrics: Readonly<Record<string, number>>;
  readonly runner: DesignRunner;
  readonly labels: NetworkLabels;
  /** [day] copies of the state in the evening. */
  readonly days: State[];
}

export const run = (changes: Changes): Run => runInput(study(changes));

export function runInput(input: StudyInput): Run {
  const parsed = makeStudy(input);
  const { network, labels } = compileFor(parsed);
  const runner = createDesignRunner(network, parsed.settings, 0);
  const scenario = createScenarioSampler(parsed)(0);
  const days: State[] = [];
  runner.run(scenario, (_day, state) => days.push(structuredClone(state)));
  const outcome = new Float64Array(METRICS.length);
  runner.measurer.measure(scenario, runner.trajectory, outcome, 0);
  const metrics = Object.fromEntries(METRICS.map(({ name }, index) => [name, outcome[index]]));
  return { metrics, runner, labels, days };
}

/** Undisturbed, a design with the reaction stays at its fixed point, and every metric is neutral. */
export function expectNeutral(changes: Changes): void {
  const { runner, days } = run({ ...changes, hazards: [] });
  const first = days[0];
  const last = days.at(-1) as State;
  for (const name of ["onHand", "onHandUsd", "onOrder", "reserve"] as const) {
    last[name].forEach((value, at) => {
      expect(Math.abs(value - first[name][at]), `${name}[${at}]`).toBeLessThan(1e-9 * (1 + Math.abs(value)));
    });
  }
  // Slots turn round; what is in them stays.
  for (const name of ["moving", "movingUsd", "inProgress"] as const) {
    const total = (of: State): number => of[name].reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total(last) - total(first)), name).toBeLessThan(1e-9 * (1 + total(first)));
  }
  expect(runner.trajectory.lost.every((units) => Math.abs(units) < 1e-9)).toBe(true);
}
