import { dispatchedUnits, walkFlows } from "../model/flow.ts";
import { LANE_INSIDE, LANE_OUTBOUND, type Network } from "../model/network.ts";
import { accumulateCosts } from "./accumulate-costs.ts";
import { agreedBaseline } from "./agreed.ts";
import type { IndexedLane, IndexedSelection } from "./index-selection.ts";

/** No figure of a lane that crosses no boundary, or of one that is still to be computed. */
const NOT_AGREED = -1;

/** Columns of what two parties have agreed on. A lane out carries neither freight, duty nor carbon cost of this party. */
export function fillBoundary(network: Network, { selection }: IndexedSelection, item: IndexedLane, lane: number): void {
  const agreed = agreedBaseline(selection, item.lane.id, item.id);
  network.laneBoundary[lane] = item.boundary;
  network.laneBoundaryUnitsPerDay[lane] = NOT_AGREED;
  network.laneBoundaryUsdPerUnit[lane] = agreed?.usdPerUnit ?? NOT_AGREED;
  network.laneBoundaryTonnesPerUnit[lane] = agreed?.embeddedTonnesPerUnit ?? NOT_AGREED;
  if (item.boundary !== LANE_OUTBOUND) return;
  network.laneBoundaryUnitsPerDay[lane] = agreed?.unitsPerDay ?? 0;
  network.laneTariffFraction[lane] = 0;
  network.laneFreightTonnesPerUnit[lane] = 0;
  network.laneFreightRegimeFrom[lane] = -1;
  network.laneFreightRegimeTo[lane] = -1;
  network.laneBorderRegime[lane] = -1;
}

/**
 * Fixes what flows over boundary lanes of a joint study: from here on plans upstream count on it, whatever is planned
 * downstream. In the study of one party the contract has fixed it.
 */
export function agreeOnFlows(network: Network, { selection, lanes }: IndexedSelection): void {
  if (selection.parties.silo !== undefined || selection.parties.count === 1) return;
  const flow = network.stockFlowUnitsPerDay;
  lanes.forEach(({ boundary }, lane) => {
    if (boundary === LANE_INSIDE) return;
    network.laneBoundaryUnitsPerDay[lane] = dispatchedUnits(network, flow, lane, network.laneShare[lane]);
  });
  walkFlows(network, network.laneShare, network.processShare, flow);
}

/** Accumulates costs; in a joint study once more, from the values at which goods cross boundaries, as each party will. */
export function agreeOnValues(network: Network, { selection, lanes }: IndexedSelection): void {
  accumulateCosts(network);
  if (selection.parties.silo !== undefined || selection.parties.count === 1) return;
  lanes.forEach(({ boundary, from }, lane) => {
    if (boundary === LANE_INSIDE) return;
    network.laneBoundaryUsdPerUnit[lane] = network.stockUnitCostUsd[from];
    network.laneBoundaryTonnesPerUnit[lane] = network.stockEmbeddedTonnesPerUnit[from];
  });
  accumulateCosts(network);
}
