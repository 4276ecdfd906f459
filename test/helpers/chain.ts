import { baselineControls } from "../../src/model/baseline.ts";
import { CONTROL_ID, type Controls, type Segments } from "../../src/model/segments.ts";
import { allocateTrajectory, type Trajectory } from "../../src/model/trajectory.ts";
import { createSegmentWriter } from "../../src/plan/segment-writer.ts";
import { simulateFrom } from "../../src/simulate/reference.ts";
import { allocateState, resetState } from "../../src/simulate/state.ts";
import { compileFor, indexOf, makeStudy, type StudyInput } from "./study.ts";

/*
 * Serial base-stock chains for the reference simulator. Stage 0 serves the market, the last stage draws on an unlimited
 * source. Every stage orders up to its target once the day's demand is seen; what is ordered on day t over a lead time of
 * L days is on the shelf on day t + L before that day's demand is served. Targets are given, not derived from flow; every
 * stage starts with its target on hand, nothing under way and nothing owed.
 */

export interface ChainTerms {
  /** [stage] days from the stage's supplier; `made` where the last stage makes its goods itself, at once. */
  readonly leadDays: readonly (number | "made")[];
  /** What becomes of unmet demand: it waits for ever, or it is lost. */
  readonly unmet: "backorder" | "lost";
}

/** What limits the last stage, and to how many units on each day (any day beyond the list: as on its last day). */
export interface ChainLimit {
  readonly control: "stockOrderLimit" | "laneDispatchLimit" | "processCapacity";
  readonly units: ArrayLike<number>;
}

/** [stage][day] at the end of the day, in arrays of the chain that its next run writes over. */
export interface ChainRun {
  readonly onHand: readonly Float64Array[];
  /** To the next stage, or to the market. */
  readonly owed: readonly Float64Array[];
  /** From the supplier to the stage. */
  readonly inTransit: readonly Float64Array[];
  readonly trajectory: Trajectory;
}

/** Runs a chain with these base-stock levels [stage] over the days of `demand`. */
export type RunChain = (targets: readonly number[], demand: Float64Array, limit?: ChainLimit) => ChainRun;

/** Builds a chain once for many runs. */
export function openChain(terms: ChainTerms): RunChain {
  const stages = terms.leadDays.length;
  const { network, labels } = compileFor(makeStudy(chainStudy(terms)));
  network.laneCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.processCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.marketPatienceDays.fill(terms.unmet === "lost" ? 0 : -1);
  network.stockTargetUnits.fill(0);
  const stocks = terms.leadDays.map((_, stage) => indexOf(labels.stocks, `n${stage}/goods`));
  // The lane into each stage; -1 where it makes its goods itself.
  const lanes = terms.leadDays.map((days, stage) => (days === "made" ? -1 : indexOf(labels.lanes, `to-n${stage}`)));
  const limited = { stockOrderLimit: stocks[stages - 1], laneDispatchLimit: lanes[stages - 1], processCapacity: 0 };
  const baseline = baselineControls(network);
  const state = allocateState(network);
  let run = allocateRun(stages, 0, network.counts);

  return (targets, demand, limit) => {
    if (run.trajectory.days !== demand.length) run = allocateRun(stages, demand.length, network.counts);
    for (let stage = 0; stage < stages; stage++) baseline.stockTargetUnits[stocks[stage]] = targets[stage];
    resetState(network, baseline, state);
    for (const column of [state.moving, state.movingUsd, state.inProgress, state.onOrder]) column.fill(0);
    state.onHand.set(baseline.stockTargetUnits);
    const segments = limitSegments(baseline, limit, limit === undefined ? 0 : limited[limit.control]);
    const { onHand, owed, inTransit, trajectory } = run;
    simulateFrom(network, segments, demand, state, trajectory, (day) => {
      for (let stage = 0; stage < stages; stage++) {
        onHand[stage][day] = state.onHand[stocks[stage]];
        owed[stage][day] = stage === 0 ? state.backorder[0] : state.backlog[lanes[stage - 1]];
        if (lanes[stage] < 0) continue;
        const start = network.laneRingStart[lanes[stage]];
        const end = start + network.laneRingLength[lanes[stage]];
        let units = 0;
        for (let slot = start; slot < end; slot++) units += state.moving[slot];
        inTransit[stage][day] = units;
      }
    });
    return run;
  };
}

function chainStudy({ leadDays }: ChainTerms): StudyInput {
  const source = { output: "goods", capacityUnitsPerDay: 1e9, conversionCostUsdPerUnit: 1 };
  const sites = leadDays.map((days, stage) => ({
    id: `n${stage}`,
    region: "here",
    processes: days === "made" ? [source] : [],
  }));
  const lanes = leadDays.flatMap((days, stage) => {
    if (days === "made") return [];
    const from = stage + 1 < leadDays.length ? `n${stage + 1}` : "source";
    const terms = { product: "goods", mode: "road", distanceKm: 1, costUsdPerUnit: 0, leadTimeDays: days };
    return [{ id: `to-n${stage}`, from, to: `n${stage}`, ...terms }];
  });
  return {
    world: {
      regions: [{ id: "here" }],
      products: [{ id: "goods", massTonnesPerUnit: 1 }],
      sites: leadDays.includes("made") ? sites : [...sites, { id: "source", region: "here", processes: [source] }],
      lanes,
    },
    markets: [
      { id: "market", site: "n0", product: "goods", demandUnitsPerDay: 1, priceUsdPerUnit: 1, unmet: "backorder" },
    ],
    designs: [{ id: "chain", lanes: lanes.map((lane) => lane.id) }],
  };
}

function allocateRun(
  stages: number,
  days: number,
  counts: { markets: number; lanes: number; processes: number; stocks: number },
): ChainRun {
  const columns = (): Float64Array[] => Array.from({ length: stages }, () => new Float64Array(days));
  return {
    onHand: columns(),
    owed: columns(),
    inTransit: columns(),
    trajectory: allocateTrajectory(days, counts),
  };
}

function limitSegments(baseline: Controls, limit: ChainLimit | undefined, index: number): Segments {
  const writer = createSegmentWriter(baseline);
  writer.restart();
  let inForce = Number.POSITIVE_INFINITY;
  for (let day = 0; limit !== undefined && day < limit.units.length; day++) {
    if (limit.units[day] === inForce) continue;
    inForce = limit.units[day];
    writer.startChange(day);
    writer.set(CONTROL_ID[limit.control], index, inForce);
  }
  return writer.finish();
}
