import type { CompiledDesign } from "../../../src/compile/compile.ts";
import type { Study } from "../../../src/config/study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import type { Scenario } from "../../../src/model/disruption.ts";
import type { Network } from "../../../src/model/network.ts";
import { COST_KINDS } from "../../../src/model/trajectory.ts";
import type { State } from "../../../src/simulate/state.ts";
import type { DayRecord, DayState, MarketDay } from "./engine.ts";

/**
 * Runs a scenario through the project's engine and tells it in the words of the independent one.
 *
 * @param only days to tell; absent: all
 */
export function runEngine(
  { settings }: Study,
  { network, labels }: CompiledDesign,
  scenario: Scenario,
  only?: readonly number[],
): DayRecord[] {
  const runner = createDesignRunner(network, settings, 0);
  const { trajectory } = runner;
  const states: DayState[] = [];
  const days: number[] = [];
  let [shippedBefore, madeBefore] = [trajectory.laneShipped.map(() => 0), trajectory.processMade.map(() => 0)];
  runner.run(scenario, (day, state) => {
    if (only !== undefined && !only.includes(day) && !only.includes(day + 1)) return;
    const shipped = trajectory.laneShipped.map((units, lane) => units - shippedBefore[lane]);
    const made = trajectory.processMade.map((units, process) => units - madeBefore[process]);
    if (only?.includes(day) !== false) {
      states.push(describe(network, labels, state, shipped, made));
      days.push(day);
    }
    [shippedBefore, madeBefore] = [trajectory.laneShipped.slice(), trajectory.processMade.slice()];
  });
  return states.map((state, index) => {
    const day = days[index];
    const entries = labels.markets.map((id, market): [string, MarketDay] => {
      const at = day * labels.markets.length + market;
      const { demand, servedOnTime, servedLate, lost, soldCostUsd } = trajectory;
      const values = [demand, servedOnTime, servedLate, lost, soldCostUsd].map((series) => series[at]);
      return [
        id,
        { demand: values[0], servedOnTime: values[1], servedLate: values[2], lost: values[3], soldCostUsd: values[4] },
      ];
    });
    const cost = (kind: (typeof COST_KINDS)[number]): number =>
      trajectory.dayCostUsd[day * COST_KINDS.length + COST_KINDS.indexOf(kind)];
    return {
      markets: new Map(entries),
      productionUsd: cost("production"),
      freightUsd: cost("freight"),
      tariffUsd: cost("tariff"),
      carbonUsd: cost("carbon"),
      holdingUsd: cost("holding"),
      emissionsTonnes: trajectory.dayEmissionsTonnes[day],
      state,
    };
  });
}

function describe(
  network: Network,
  labels: CompiledDesign["labels"],
  state: State,
  shipped: Float64Array,
  made: Float64Array,
): DayState {
  const ring = (column: Float64Array, start: number, length: number): number => {
    let sum = 0;
    for (let slot = start; slot < start + length; slot++) sum += column[slot];
    return sum;
  };
  const named = <Value>(ids: readonly string[], describeOne: (index: number) => Value): Map<string, Value> =>
    new Map(ids.map((id, index) => [id, describeOne(index)]));
  return {
    stocks: named(labels.stocks, (stock) => ({
      onHand: state.onHand[stock],
      usd: state.onHandUsd[stock],
      onOrder: state.onOrder[stock],
    })),
    ways: named(labels.lanes, (lane) => {
      const [start, length] = [network.laneRingStart[lane], network.laneRingLength[lane]];
      return {
        shipped: shipped[lane],
        backlog: state.backlog[lane] + state.delayedOrder[lane],
        movingUnits: ring(state.moving, start, length),
        heldUnits: ring(state.held, start, length),
        wayUsd: ring(state.movingUsd, start, length) + ring(state.heldUsd, start, length),
        waitingUnits: state.waiting[lane],
        waitingUsd: state.waitingUsd[lane],
      };
    }),
    processes: named(labels.processes, (process) => {
      const [start, length] = [network.processRingStart[process], network.processRingLength[process]];
      return {
        made: made[process],
        wanted: state.wanted[process],
        inProgressUnits: ring(state.inProgress, start, length),
        inProgressUsd: ring(state.inProgressUsd, start, length),
      };
    }),
    backorders: named(labels.markets, (market) => state.backorder[market]),
  };
}
