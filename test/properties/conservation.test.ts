import { describe, it } from "vitest";
import type { NetworkLabels } from "../../src/compile/labels.ts";
import type { DesignRunner } from "../../src/design-runner.ts";
import type { Scenario } from "../../src/model/disruption.ts";
import { COST_KINDS } from "../../src/model/trajectory.ts";
import type { State } from "../../src/simulate/state.ts";
import { forRandomStudies, runnersOf, scenarioOf } from "./support.ts";

const TOLERANCE = 1e-9;

/** Columns of quantities, and of money in them. */
const UNITS = [
  "onHand",
  "reserve",
  "moving",
  "held",
  "waiting",
  "inProgress",
  "backlog",
  "wanted",
  "backorder",
] as const;
const MONEY = ["onHandUsd", "reserveUsd", "movingUsd", "heldUsd", "waitingUsd", "inProgressUsd"] as const;

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Runs a scenario and returns a copy of the state at its end. */
function endOf(runner: DesignRunner, scenario: Scenario, observe: (state: State) => void): State {
  const end: { state?: State } = {};
  runner.run(scenario, (day, state) => {
    observe(state);
    if (day === runner.trajectory.days - 1) end.state = structuredClone(state);
  });
  return end.state as State;
}

/** [product] units in stocks, on the way, outside gates and in progress. */
function unitsByProduct({ network }: DesignRunner, labels: NetworkLabels, state: State): Map<string, number> {
  const units = new Map<string, number>();
  const add = (stock: number, amount: number): void => {
    const product = labels.stocks[stock].split("/")[1];
    units.set(product, (units.get(product) ?? 0) + amount);
  };
  state.onHand.forEach((amount, stock) => {
    add(stock, amount + state.reserve[stock]);
  });
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const slots = [network.laneRingStart[lane], network.laneRingStart[lane] + network.laneRingLength[lane]];
    const underWay = sum(state.moving.subarray(...slots)) + sum(state.held.subarray(...slots));
    add(network.laneTo[lane], underWay + state.waiting[lane]);
  }
  for (let process = 0; process < network.counts.processes; process++) {
    const start = network.processRingStart[process];
    add(
      network.processStock[process],
      sum(state.inProgress.subarray(start, start + network.processRingLength[process])),
    );
  }
  return units;
}

/** [product] units made less used up in making others less sold less spoiled. */
function madeLessGone({ network, trajectory }: DesignRunner, labels: NetworkLabels): Map<string, number> {
  const change = new Map<string, number>();
  const add = (stock: number, amount: number): void => {
    const product = labels.stocks[stock].split("/")[1];
    change.set(product, (change.get(product) ?? 0) + amount);
  };
  trajectory.processMade.forEach((made, process) => {
    add(network.processStock[process], made);
    for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
      add(network.inputStock[input], -made * network.inputUnitsPerUnit[input]);
    }
  });
  trajectory.stockSpoiled.forEach((spoiled, stock) => {
    add(stock, -spoiled);
  });
  trajectory.laneSpoiled.forEach((spoiled, lane) => {
    add(network.laneTo[lane], -spoiled);
  });
  for (let at = 0; at < trajectory.demand.length; at++) {
    const sold = trajectory.servedOnTime[at] + trajectory.servedLate[at];
    add(network.marketStock[at % network.counts.markets], -sold);
  }
  return change;
}

function moneyIn(state: State): number {
  return sum(MONEY.map((column) => sum(state[column])));
}

/** Kinds of cost that are not in the goods. */
const APART = ["holding", "investment"].map((kind) => (COST_KINDS as readonly string[]).indexOf(kind));

describe.each([
  ["mass and money", {}],
  ["mass and money, every feature on", { features: "all" }],
] as const)("%s", (_, options) => {
  it("leaves no unit of any product unaccounted for: what was there and made is used, sold or still there", () => {
    forRandomStudies(options, (drawn) => {
      for (const [design, runner] of runnersOf(drawn).entries()) {
        const { labels } = drawn.compiled[design];
        const end = endOf(runner, scenarioOf(drawn, 0), () => undefined);
        const before = unitsByProduct(runner, labels, runner.start);
        const after = unitsByProduct(runner, labels, end);
        const made = sum(runner.trajectory.processMade);
        for (const [product, change] of madeLessGone(runner, labels)) {
          const [first, last] = [before.get(product) ?? 0, after.get(product) ?? 0];
          const scale = Math.max(first, last, Math.abs(change), made);
          const missing = first + change - last;
          if (Math.abs(missing) > TOLERANCE * scale) return `${missing} units of ${product} are missing of ${scale}`;
        }
      }
      return undefined;
    });
  });

  it("leaves no dollar unaccounted for: goods are worth what they cost, and every sale takes its cost out", () => {
    forRandomStudies(options, (drawn) => {
      for (const runner of runnersOf(drawn)) {
        let most = 0;
        let fault: string | undefined;
        const end = endOf(runner, scenarioOf(drawn, 0), (state) => {
          const [booked, found] = [state.goodsUsd[0], moneyIn(state)];
          most = Math.max(most, Math.abs(found));
          if (Math.abs(booked - found) > TOLERANCE * most) fault = `booked ${booked} USD, found ${found}`;
        });
        if (fault !== undefined) return fault;
        const start = moneyIn(runner.start);
        const { dayCostUsd, soldCostUsd, daySpoiledUsd } = runner.trajectory;
        const added = sum(dayCostUsd.filter((_, at) => !APART.includes(at % COST_KINDS.length)));
        const taken = sum(soldCostUsd) + sum(daySpoiledUsd);
        const missing = start + added - taken - moneyIn(end);
        if (Math.abs(missing) > TOLERANCE * (Math.abs(start) + Math.abs(added))) return `${missing} USD are missing`;
      }
      return undefined;
    });
  });

  it("lets nothing become negative beyond rounding", () => {
    forRandomStudies(options, (drawn) => {
      // Where a shock makes the carbon price negative, money may be.
      const mayPay = drawn.study.hazards.some(
        (hazard) => hazard.kind === "carbon-price-shock" && (hazard.change.addUsdPerTonne ?? 0) < 0,
      );
      const columns = [...UNITS, "onOrder", ...(mayPay ? [] : MONEY)] as const;
      for (const runner of runnersOf(drawn)) {
        const lowest = new Map<string, number>();
        const largest = new Map<string, number>();
        endOf(runner, scenarioOf(drawn, 1), (state) => {
          for (const name of columns) {
            for (const value of state[name]) {
              if (value < (lowest.get(name) ?? 0)) lowest.set(name, value);
              if (value > (largest.get(name) ?? 0)) largest.set(name, value);
            }
          }
        });
        const largestOf = (names: readonly string[]): number =>
          Math.max(...names.map((name) => largest.get(name) ?? 0));
        for (const [name, value] of lowest) {
          const scale = largestOf(name.endsWith("Usd") ? MONEY : UNITS);
          if (value < -TOLERANCE * scale) return `${name} falls to ${value}`;
        }
      }
      return undefined;
    });
  });
});
