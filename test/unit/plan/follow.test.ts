import { expect, test } from "vitest";
import { baseStockTargets, walkFlows } from "../../../src/model/flow.ts";
import type { Network } from "../../../src/model/network.ts";
import { createFlowFollower } from "../../../src/plan/follow-flows.ts";
import { assignShares } from "../../../src/plan/shares.ts";
import { allocateShares, type Draft } from "../../../src/plan/sources.ts";
import { createStale, findCustomers, type Stale, staleAll } from "../../../src/plan/stale.ts";
import { drawStudies, rollDice } from "../../helpers/random-study.ts";

const STUDIES = 15;
const STEPS = 30;

interface Plan {
  readonly draft: Draft;
  readonly stale: Stale;
  readonly flow: ReturnType<typeof createFlowFollower>;
}

function openPlan(network: Network, { seen, active }: Pick<Draft, "seen" | "active">): Plan {
  const shares = allocateShares(network);
  const stale = createStale(network);
  staleAll(stale);
  return { draft: { network, seen, active, shares }, stale, flow: createFlowFollower(network) };
}

/** Everything as usual. */
function usualSight(network: Network): Pick<Draft, "seen" | "active"> {
  const { lanes, processes } = network.counts;
  return {
    seen: {
      laneOpen: new Float64Array(lanes).fill(1),
      processOpen: new Float64Array(processes).fill(1),
      processUnits: network.processCapacityUnitsPerDay.slice(),
      flow: network.stockFlowUnitsPerDay.slice(),
      laneExtraDays: new Float64Array(lanes),
    },
    active: { lane: new Uint8Array(lanes), process: new Uint8Array(processes) },
  };
}

test("a plan followed from change to change is the plan made anew, to the bit", () => {
  const dice = rollDice(11);
  let standing = 0;
  let lacking = 0;
  for (const { compiled } of drawStudies(STUDIES, 3, { features: "all" })) {
    const { network } = compiled[0];
    const { lanes, processes, stocks } = network.counts;
    const sight = usualSight(network);
    const { seen, active } = sight;
    const followed = openPlan(network, sight);
    const customers = findCustomers(network);
    const demand = network.marketDemandUnitsPerDay;
    const noDays = new Float64Array(stocks);
    const [flow, target] = [new Float64Array(stocks), new Float64Array(stocks)];
    for (let step = 0; step < STEPS; step++) {
      if (step > 0 && lanes > 0) {
        const lane = dice.whole(0, lanes - 1);
        seen.laneOpen[lane] = dice.chance(0.3) ? 1 : dice.between(0, 1);
        seen.laneExtraDays[lane] = dice.chance(0.5) ? 0 : dice.whole(1, 5);
        active.lane[lane] = dice.chance(0.5) ? 1 : 0;
        followed.stale.split[network.laneTo[lane]] = 1;
      }
      if (step > 0 && processes > 0) {
        const process = dice.whole(0, processes - 1);
        seen.processOpen[process] = dice.chance(0.3) ? 1 : dice.between(0, 1);
        seen.processUnits[process] = network.processCapacityUnitsPerDay[process] * seen.processOpen[process];
        active.process[process] = dice.chance(0.5) ? 1 : 0;
        followed.stale.split[network.processStock[process]] = 1;
      }
      assignShares(followed.draft, customers, followed.stale);
      followed.flow.follow(followed.draft.shares, demand, seen.laneExtraDays, noDays, followed.stale);
      standing += followed.stale.unwritten.filter((mark) => mark === 0).length;

      const anew = openPlan(network, sight);
      assignShares(anew.draft, customers, anew.stale);
      const { shares } = anew.draft;
      expect(followed.draft.shares, `${network.constants.siteCount} sites, step ${step}`).toEqual(shares);
      walkFlows(network, shares.lane, shares.process, flow, demand);
      baseStockTargets(network, shares.lane, shares.process, flow, target, seen.laneExtraDays, noDays);
      expect(followed.flow.target).toEqual(target);
      lacking += shares.lacking.filter((share) => share > 0).length;
      followed.stale.unwritten.fill(0);
      followed.stale.target.fill(0);
    }
  }
  // Or nothing would have been left out, and nothing would have had to be found elsewhere.
  expect(standing).toBeGreaterThan(500);
  expect(lacking).toBeGreaterThan(500);
});
