import { sortByCodeUnits } from "../model/canonical-order.ts";
import type { BoundaryLane, Silo } from "../model/silo.ts";

/** A way over a boundary: the lane itself, a detour, a leak, an expedite way. */
export interface BoundaryWay {
  /** Id of the way, the same for both sides. */
  readonly id: string;
  /** Its lane in the network of this party. */
  readonly lane: number;
}

/** What crosses between this party and one other in a design. */
export interface Neighbour {
  readonly party: string;
  /** Goods come in, orders go out. */
  readonly inbound: readonly BoundaryWay[];
  /** Goods go out, orders come in. */
  readonly outbound: readonly BoundaryWay[];
}

/** Columns that cross for every way, in this order. All are numbers >= 0. */
export const ORDER_FIELDS = ["unitsOrdered", "withdrawnFraction"] as const;
export const SHIPMENT_FIELDS = ["unitsShipped", "usdShipped"] as const;

/** Columns that an exporter sends for every way: without prices, units alone. */
export function shipmentFields(sharesPrices: boolean): readonly (typeof SHIPMENT_FIELDS)[number][] {
  return sharesPrices ? SHIPMENT_FIELDS : SHIPMENT_FIELDS.slice(0, 1);
}

/** Ways of a boundary lane in a design in the order in which both sides list them. */
export function waysOf({ baselines }: BoundaryLane, design: string): readonly string[] {
  return sortByCodeUnits(Object.keys(baselines[design] ?? {}), (id) => id);
}

/**
 * Everybody with whom a party shares ways in a design, in the contract's order of parties; ways in its order of lanes.
 *
 * @param laneIds [lane] ids of the party's network
 */
export function neighboursOf(silo: Silo, design: string, laneIds: readonly string[]): Neighbour[] {
  const indexOf = new Map(laneIds.map((id, lane) => [id, lane]));
  return silo.parties.flatMap((party) => {
    const between = (from: string, to: string): BoundaryWay[] =>
      silo.lanes
        .filter((lane) => lane.from === from && lane.to === to)
        .flatMap((lane) => waysOf(lane, design))
        .map((id) => {
          const lane = indexOf.get(id);
          if (lane === undefined) throw new RangeError(`missing way '${id}' of the contract in design '${design}'`);
          return { id, lane };
        });
    const inbound = between(party, silo.party);
    const outbound = between(silo.party, party);
    return inbound.length + outbound.length === 0 ? [] : [{ party, inbound, outbound }];
  });
}

/** Numbers in a message of a party to a neighbour for `runs` runs: orders for what comes in, shipments of what goes out. */
export function messageLength(neighbour: Neighbour, runs: number, sharesPrices: boolean): number {
  const orders = neighbour.inbound.length * ORDER_FIELDS.length;
  const shipments = neighbour.outbound.length * shipmentFields(sharesPrices).length;
  return (orders + shipments) * runs;
}
