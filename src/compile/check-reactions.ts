import { madeUnits } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import type { DesignProblem } from "../model/problem.ts";
import type { IndexedSelection } from "./index-selection.ts";

/** Shortfalls below this fraction are rounding. */
const ROUNDING = 1e-9;

/** Finds what storage cannot hold at baseline, and recycling that would need more than comes back. */
export function checkReactions(network: Network, indexed: IndexedSelection, problems: DesignProblem[]): void {
  checkStorage(network, indexed, problems);
  checkRecycling(network, indexed, problems);
}

function checkStorage(network: Network, { selection }: IndexedSelection, problems: DesignProblem[]): void {
  const design = selection.design.id;
  selection.stocks.forEach(({ key, settings }, stock) => {
    const room = settings.storageUnits;
    if (room === undefined) return;
    const flow = network.stockFlowUnitsPerDay[stock];
    const coverUnits = flow * settings.coverDays;
    const reserveUnits = flow * network.stockReserveDays[stock];
    if (coverUnits + reserveUnits <= room * (1 + ROUNDING)) return;
    const days = Math.floor((room - coverUnits) / flow);
    const remedy =
      reserveUnits > 0 && days > 0 ? `lower the reserve to ${days} days or raise storageUnits` : "raise storageUnits";
    problems.push({
      design,
      at: { list: "stocks", id: key, key: "storageUnits" },
      message: `invalid storageUnits ${room}, stock '${key}' keeps ${coverUnits} units of cover and ${reserveUnits} of reserve in design '${design}'; ${remedy}`,
    });
  });
}

function checkRecycling(network: Network, indexed: IndexedSelection, problems: DesignProblem[]): void {
  const design = indexed.selection.design.id;
  indexed.processes.forEach(({ key, share }, process) => {
    if (network.processRecyclingRingLength[process] === 0) return;
    let collected = 0;
    for (let at = network.processRecyclingStart[process]; at < network.processRecyclingStart[process + 1]; at++) {
      const sold = network.marketDemandUnitsPerDay[network.recyclingMarket[at]];
      collected += network.recyclingUnitsPerUnitSold[at] * sold;
    }
    const need = madeUnits(network, network.stockFlowUnitsPerDay, process, share);
    if (need <= collected * (1 + ROUNDING)) return;
    problems.push({
      design,
      at: { list: "processes", id: key, key: "recycling" },
      message: `invalid recycling, '${key}' must make ${need} units a day at baseline in design '${design}', its markets give back ${collected}; lower its share or raise unitsPerUnitSold`,
    });
  });
}
