import { describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import { COST_KINDS } from "../../../src/model/trajectory.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import type { State } from "../../../src/simulate/state.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const { study, designs } = compileStudy(parseInput(harbourStudy()));
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const SCENARIOS = 40;

describe.each(designs.map((design, index) => [study.designs[index].id, design] as const))(
  "in %s, every day,",
  (_, design) => {
    const { network } = design;
    const runner = createDesignRunner(network, study.settings, 0);
    const each = (
      observe: (day: number, state: State, scenario: number) => void,
      after?: (scenario: number) => void,
    ): void => {
      for (let scenario = 0; scenario < SCENARIOS; scenario++) {
        runner.run(createScenarioSampler(study)(scenario), (day, state) => observe(day, state, scenario));
        after?.(scenario);
      }
    };

    test("no quantity is negative, and none without its money", () => {
      each((day, state, scenario) => {
        const what = `day ${day} of scenario ${scenario}`;
        for (const name of [
          "onHand",
          "backlog",
          "waiting",
          "moving",
          "held",
          "wanted",
          "inProgress",
          "backorder",
        ] as const) {
          expect(Math.min(...state[name]), `${name} on ${what}`).toBeGreaterThan(-1e-9);
        }
        for (const name of ["onHandUsd", "waitingUsd", "movingUsd", "heldUsd", "inProgressUsd"] as const) {
          const units = state[name.slice(0, -3) as "onHand"];
          for (let at = 0; at < units.length; at++) {
            if (units[at] > 1e-6) expect(state[name][at], `${name} on ${what}`).toBeGreaterThan(0);
          }
        }
      });
    });

    test("the money in goods is what the ledger says: all that was put in less all that was sold", () => {
      each((day, state, scenario) => {
        const goods =
          sum(state.onHandUsd) +
          sum(state.waitingUsd) +
          sum(state.movingUsd) +
          sum(state.heldUsd) +
          sum(state.inProgressUsd);
        expect(Math.abs(goods - state.goodsUsd[0]), `day ${day} of scenario ${scenario}`).toBeLessThan(1e-6);
      });
    });

    test("cost charged is the change of money in goods and what was sold, holding apart", () => {
      let first = 0;
      let last = 0;
      each(
        (day, state) => {
          if (day === 0) first = state.goodsUsd[0];
          last = state.goodsUsd[0];
        },
        (scenario) => {
          const { trajectory } = runner;
          let charged = 0;
          let sold = 0;
          for (let day = 1; day < trajectory.days; day++) {
            for (let kind = 0; kind < COST_KINDS.length; kind++) {
              if (COST_KINDS[kind] !== "holding") charged += trajectory.dayCostUsd[day * COST_KINDS.length + kind];
            }
            for (let market = 0; market < trajectory.markets; market++) {
              sold += trajectory.soldCostUsd[day * trajectory.markets + market];
            }
          }
          expect(Math.abs(charged - sold - (last - first)), `scenario ${scenario}`).toBeLessThan(
            1e-6 * Math.max(1, sold),
          );
        },
      );
    });

    test("every unit shipped or made is somewhere: on hand, under way, held, at a gate, used or sold", () => {
      const stocks = network.counts.stocks;
      const unitsOf = (state: State): Float64Array => {
        // Units of each stock and on the lanes into it and in the processes that make it.
        const units = Float64Array.from(state.onHand);
        for (let lane = 0; lane < network.counts.lanes; lane++) {
          const [from, to] = [network.laneRingStart[lane], network.laneRingStart[lane] + network.laneRingLength[lane]];
          const onLane =
            sum(state.moving.subarray(from, to)) + sum(state.held.subarray(from, to)) + state.waiting[lane];
          units[network.laneTo[lane]] += onLane;
        }
        for (let process = 0; process < network.counts.processes; process++) {
          const from = network.processRingStart[process];
          units[network.processStock[process]] += sum(
            state.inProgress.subarray(from, from + network.processRingLength[process]),
          );
        }
        return units;
      };
      let first = new Float64Array(stocks);
      let last = first;
      let before = { shipped: new Float64Array(0), made: new Float64Array(0), sold: 0 };
      each(
        (day, state) => {
          if (day === 0) {
            first = unitsOf(state) as Float64Array<ArrayBuffer>;
            before = {
              shipped: runner.trajectory.laneShipped.slice(),
              made: runner.trajectory.processMade.slice(),
              sold: 0,
            };
          }
          last = unitsOf(state) as Float64Array<ArrayBuffer>;
        },
        (scenario) => {
          const { trajectory } = runner;
          const expected = first.slice();
          for (let lane = 0; lane < network.counts.lanes; lane++) {
            const shipped = trajectory.laneShipped[lane] - before.shipped[lane];
            expected[network.laneTo[lane]] += shipped;
            expected[network.laneFrom[lane]] -= shipped;
          }
          for (let process = 0; process < network.counts.processes; process++) {
            const made = trajectory.processMade[process] - before.made[process];
            expected[network.processStock[process]] += made;
            for (
              let input = network.processInputStart[process];
              input < network.processInputStart[process + 1];
              input++
            ) {
              expected[network.inputStock[input]] -= made * network.inputUnitsPerUnit[input];
            }
          }
          for (let day = 1; day < trajectory.days; day++) {
            for (let market = 0; market < trajectory.markets; market++) {
              const at = day * trajectory.markets + market;
              expected[network.marketStock[market]] -= trajectory.servedOnTime[at] + trajectory.servedLate[at];
            }
          }
          for (let stock = 0; stock < stocks; stock++) {
            expect(
              Math.abs(last[stock] - expected[stock]),
              `${design.labels.stocks[stock]}, scenario ${scenario}`,
            ).toBeLessThan(1e-6);
          }
        },
      );
    });

    test("demand is served on time, or late, or lost, or still waits", () => {
      each(
        () => undefined,
        (scenario) => {
          const { trajectory } = runner;
          for (let market = 0; market < trajectory.markets; market++) {
            let open = 0;
            for (let at = market; at < trajectory.demand.length; at += trajectory.markets) {
              open +=
                trajectory.demand[at] - trajectory.servedOnTime[at] - trajectory.servedLate[at] - trajectory.lost[at];
            }
            expect(Math.abs(open - trajectory.openBacklog[market]), `scenario ${scenario}`).toBeLessThan(1e-6);
          }
        },
      );
    });

    test("what is on order is what was ordered and has not come, less what is held and not counted on", () => {
      each((day, state, scenario) => {
        const expected = new Float64Array(network.counts.stocks);
        for (let lane = 0; lane < network.counts.lanes; lane++) {
          const [from, to] = [network.laneRingStart[lane], network.laneRingStart[lane] + network.laneRingLength[lane]];
          const onLane =
            sum(state.moving.subarray(from, to)) + sum(state.held.subarray(from, to)) + state.waiting[lane];
          expected[network.laneTo[lane]] +=
            state.backlog[lane] + state.delayedOrder[lane] + onLane - state.discounted[lane];
        }
        for (let process = 0; process < network.counts.processes; process++) {
          const from = network.processRingStart[process];
          const making = sum(state.inProgress.subarray(from, from + network.processRingLength[process]));
          expected[network.processStock[process]] += state.wanted[process] + making;
        }
        for (let stock = 0; stock < expected.length; stock++) {
          const what = `${design.labels.stocks[stock]} on day ${day} of scenario ${scenario}`;
          expect(Math.abs(state.onOrder[stock] - expected[stock]), what).toBeLessThan(1e-6);
        }
      });
    });
  },
);
