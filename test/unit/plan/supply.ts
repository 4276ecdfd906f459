import type { CompiledDesign } from "../../../src/compile/compile.ts";
import type { Study } from "../../../src/config/study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import { baselineControls } from "../../../src/model/baseline.ts";
import type { Disruption, RecoveryProfile, Scenario } from "../../../src/model/disruption.ts";
import type { Network } from "../../../src/model/network.ts";
import { CONTROL_NAMES, type Controls, type Segments } from "../../../src/model/segments.ts";
import type { Trajectory } from "../../../src/model/trajectory.ts";
import type { State } from "../../../src/simulate/state.ts";
import { compileFor, indexOf, makeStudy, type StudyInput } from "../../helpers/study.ts";

/** A lane from a source of its own (`<id>-source`) to the shop, with what a test says otherwise. */
export type Source = { readonly id: string; readonly process?: object } & Record<string, unknown>;

export interface SupplyTest {
  readonly sources: readonly Source[];
  readonly market?: object;
  readonly shop?: object;
  readonly settings?: object;
  readonly hazards?: readonly StudyInput[];
  readonly chokepoints?: readonly string[];
  readonly ports?: readonly object[];
}

/** A shop that sells 100 units a day and what supplies it. A day is seen at once unless a test says otherwise. */
export function supplyStudy(supply: SupplyTest): Study {
  const { sources, market, shop, settings, hazards = [], chokepoints = [], ports = [] } = supply;
  return makeStudy({
    settings: { horizonDays: 60, planner: { detectionDelayDays: 0 }, ...settings },
    world: {
      regions: [{ id: "here" }],
      chokepoints: chokepoints.map((id) => ({ id })),
      ports,
      products: [{ id: "p", massTonnesPerUnit: 1 }],
      sites: [
        ...sources.map(({ id, process }) => ({
          id: `${id}-source`,
          region: "here",
          processes: [{ output: "p", capacityUnitsPerDay: 1e6, conversionCostUsdPerUnit: 1, ...process }],
        })),
        { id: "shop", region: "here", stocks: [{ product: "p", ...shop }] },
      ],
      lanes: sources.map(({ process: _process, ...lane }) => ({
        product: "p",
        from: `${lane.id}-source`,
        to: "shop",
        mode: "sea",
        distanceKm: 1,
        leadTimeDays: 2,
        costUsdPerUnit: 1,
        ...lane,
      })),
    },
    markets: [
      { id: "m", site: "shop", product: "p", demandUnitsPerDay: 100, priceUsdPerUnit: 10, unmet: "lost", ...market },
    ],
    hazards: hazards.map((hazard) => ({ arrival: { days: [0] }, durationDays: 1, ...hazard })),
    designs: [{ id: "d", lanes: sources.map(({ id }) => id) }],
  });
}

/** A site of a source that makes less, by its hazard `<id>-down`. */
export function sourceDown(id: string): StudyInput {
  return { id: `${id}-down`, kind: "site-outage", targets: { sites: [`${id}-source`] } };
}

export interface Strike {
  readonly hazard: string;
  readonly day: number;
  readonly days: number;
  readonly severity?: number;
  readonly profile?: RecoveryProfile;
  readonly recoveryDays?: number;
}

/** A scenario in which hazards strike as told, in the order in which the engine lists disruptions. */
export function scenarioOf(study: Study, strikes: readonly Strike[]): Scenario {
  const disruptions = strikes.map(
    ({ hazard, day, days, severity = 1, profile = "step", recoveryDays = 0 }): Disruption => ({
      hazard: indexOf(
        study.hazards.map((item) => item.id),
        hazard,
      ),
      onsetDay: day,
      durationDays: days,
      severity,
      profile,
      recoveryDays,
    }),
  );
  disruptions.sort((left, right) => left.hazard - right.hazard || left.onsetDay - right.onsetDay);
  return { index: 0, disruptions };
}

/** The control values in force on a day: the baseline's and every write up to then. */
export function controlsOn(network: Network, segments: Segments, day: number): Controls {
  const controls = baselineControls(network);
  for (let change = 0; change < segments.count && segments.days[change] <= day; change++) {
    for (let write = segments.writeStart[change]; write < segments.writeStart[change + 1]; write++) {
      const name = CONTROL_NAMES[segments.writeControl[write]];
      controls[name][segments.writeIndex[write]] = segments.writeValue[write];
    }
  }
  return controls;
}

/** Edits of one kind, as [day, index, fraction]. */
export function editsOf(segments: Segments, kind: number): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (let change = 0; change < segments.count; change++) {
    for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
      if (segments.editKind[edit] !== kind) continue;
      found.push([segments.days[change], segments.editIndex[edit], segments.editFraction[edit]]);
    }
  }
  return found;
}

export interface Run {
  readonly compiled: CompiledDesign;
  readonly trajectory: Trajectory;
  /** [day] the state in the evening. */
  readonly evenings: readonly State[];
}

/** Runs a scenario and keeps the state of every evening. */
export function runDays(study: Study, strikes: readonly Strike[]): Run {
  const compiled = compileFor(study);
  const runner = createDesignRunner(compiled.network, study.settings, 0);
  const evenings: State[] = [];
  runner.run(scenarioOf(study, strikes), (_, state) => {
    evenings.push(structuredClone(state));
  });
  return { compiled, trajectory: runner.trajectory, evenings };
}

/** Values of a column on the days [from, to). */
export function daysOf(values: ArrayLike<number>, from: number, to: number): number[] {
  return Array.from(values).slice(from, to);
}
