import type { CompiledStudy } from "./compile-study.ts";
import { createDesignRunner, type DesignRunner } from "./design-runner.ts";
import { METRICS } from "./metrics/index.ts";
import { baselineControls } from "./model/baseline.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import type { Segments } from "./model/segments.ts";
import type { Trajectory } from "./model/trajectory.ts";
import { createPlanner, type Planner } from "./plan/planner.ts";
import { createScenarioSampler } from "./sample/scenario-sampler.ts";
import type { State } from "./simulate/state.ts";

/** One day of a replay: sales at baseline prices, and money in goods at the end of the day. */
export interface ReplayDay {
  readonly day: number;
  readonly service: number;
  readonly priceIndex: number;
  readonly demandUsd: number;
  readonly servedOnTimeUsd: number;
  readonly servedLateUsd: number;
  readonly lostUsd: number;
  readonly backorderUsd: number;
  /** Money in goods, by where they are. */
  readonly onHandUsd: number;
  readonly underWayUsd: number;
  readonly heldUsd: number;
  readonly waitingUsd: number;
}

/** One scenario of one design, computed as in a batch, with everything that can be said about it. */
export interface Replay {
  readonly scenario: Scenario;
  readonly segments: Segments;
  readonly days: readonly ReplayDay[];
  /** [metric] exactly the numbers of the batch row. */
  readonly outcome: Float64Array;
  readonly trajectory: Trajectory;
}

/** Replays scenario `index` for one design of a study. */
export function replayScenario(compiled: CompiledStudy, design: number, index: number): Replay {
  return createReplayer(compiled, design)(index);
}

/** Makes one design of a study ready to replay scenarios; what a replay returns is valid until the next one. */
export function createReplayer({ study, designs }: CompiledStudy, design: number): (index: number) => Replay {
  const { network, structure } = designs[design];
  const sample = createScenarioSampler(study);
  const runner = createDesignRunner(network, study.settings, structure.pricePremiumPct);
  const plan = createPlanner(network, baselineControls(network), study.settings.horizonDays);
  return (index) => replay(network, runner, plan, sample(index));
}

function replay(network: Network, runner: DesignRunner, plan: Planner, scenario: Scenario): Replay {
  const goods: Pick<ReplayDay, "backorderUsd" | "onHandUsd" | "underWayUsd" | "heldUsd" | "waitingUsd">[] = [];
  runner.run(scenario, (_, state) => {
    goods.push({
      backorderUsd: valueAt(state.backorder, network.marketPriceUsdPerUnit),
      onHandUsd: sum(state.onHandUsd),
      underWayUsd: sum(state.movingUsd) + sum(state.inProgressUsd),
      heldUsd: sum(state.heldUsd),
      waitingUsd: sum(state.waitingUsd),
    });
  });
  const outcome = new Float64Array(METRICS.length);
  runner.measurer.measure(scenario, runner.trajectory, outcome, 0);
  const { service, priceIndex } = runner.measurer.curves;
  const { trajectory } = runner;
  const { markets } = trajectory;
  const valueOfDay = (series: Float64Array, day: number): number =>
    valueAt(series.subarray(day * markets, (day + 1) * markets), network.marketPriceUsdPerUnit);
  return {
    scenario,
    segments: plan(scenario),
    days: goods.map((stocks, day) => ({
      day,
      service: service[day],
      priceIndex: priceIndex[day],
      demandUsd: valueOfDay(trajectory.demand, day),
      servedOnTimeUsd: valueOfDay(trajectory.servedOnTime, day),
      servedLateUsd: valueOfDay(trajectory.servedLate, day),
      lostUsd: valueOfDay(trajectory.lost, day),
      ...stocks,
    })),
    outcome,
    trajectory,
  };
}

function valueAt(units: Float64Array, prices: Float64Array): number {
  let usd = 0;
  for (let market = 0; market < units.length; market++) usd += units[market] * prices[market];
  return usd;
}

function sum(values: State["onHandUsd"]): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at];
  return total;
}
