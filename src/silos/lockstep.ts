import type { Network } from "../model/network.ts";
import { EDIT_CANCEL, type Segments } from "../model/segments.ts";
import { acceptOrders, type Crossing, handOver, takeOver } from "../simulate/cross-boundary.ts";
import { applyChangePoint } from "../simulate/edit.ts";
import type { DayRun } from "../simulate/run.ts";
import { type BoundaryWay, messageLength, type Neighbour, ORDER_FIELDS, shipmentFields } from "./boundary.ts";

/** One of many runs that go through the same days together. */
export interface LockstepRun {
  readonly run: DayRun;
  /** Which of the runs that lie side by side in the state. */
  readonly at: number;
  readonly segments: Segments;
  /** The next change point. */
  change: number;
}

/** What crosses between a party and its neighbours, by party; see `messageLength`. */
export type Messages = ReadonlyMap<string, Float64Array>;

/** Takes runs over boundaries, evening after evening: one run at a time, so that what it is made of is touched once a day. */
export interface Crossings {
  /** Messages for the evening before `day`; the same buffers every time. */
  readonly outgoing: Messages;
  /** Takes the messages of all neighbours for an evening. */
  take(incoming: Messages, day: number): void;
  /**
   * Morning of `day`: what others shipped yesterday is on its way, change points come into force, what others ordered is known.
   *
   * @param hasShipped whether there was a day before, on which something may have been shipped
   */
  receive(seat: LockstepRun, index: number, day: number, hasShipped: boolean): void;
  /** The evening before `day`: goods shipped and orders placed today go into the messages. */
  send(seat: LockstepRun, index: number, day: number, hasShipped: boolean): void;
}

/** One side's part of a message: where a way's first column begins, in columns. */
interface Part {
  readonly lane: number;
  readonly column: number;
}

/** What is written to a neighbour's message and read from its own, way by way. */
interface Post {
  readonly party: string;
  readonly orders: readonly Part[];
  readonly shipments: readonly Part[];
}

/**
 * Goods that were shipped today are on their way by tomorrow morning, and orders placed today are known by then, on both sides of
 * every boundary: the same arithmetic in the same order as in a network that has both sides.
 *
 * @param runs how many runs go together
 */
export function createCrossings(network: Network, neighbours: readonly Neighbour[], runs: number): Crossings {
  const { sharesPrices } = network.constants;
  const outgoing = new Map(
    neighbours.map((own) => [own.party, new Float64Array(messageLength(own, runs, sharesPrices))] as const),
  );
  // Orders for what comes in, then shipments of what goes out; a neighbour's message is the other way round.
  const sent = neighbours.map(({ party, inbound, outbound }) => postOf(party, inbound, outbound, sharesPrices));
  const received = neighbours.map(({ party, inbound, outbound }) => postOf(party, outbound, inbound, sharesPrices));
  const targets = sent.map(({ party }) => outgoing.get(party) as Float64Array);
  let sources: Float64Array[] = [];
  const crossing: Crossing = { units: 0, usd: 0 };

  return {
    outgoing,
    take(incoming, day) {
      sources = neighbours.map((own) => {
        const message = incoming.get(own.party);
        const theirs = { ...own, inbound: own.outbound, outbound: own.inbound };
        if (message?.length === messageLength(theirs, runs, sharesPrices)) return message;
        throw new RangeError(`invalid message of party '${own.party}' on the evening before day ${day}`);
      });
    },
    receive(seat, index, day, hasShipped) {
      const { run, at } = seat;
      for (let neighbour = 0; hasShipped && neighbour < received.length; neighbour++) {
        const message = sources[neighbour];
        for (const { lane, column } of received[neighbour].shipments) {
          const units = message[column * runs + index];
          if (units === 0) continue;
          const agreedUsd = network.laneBoundaryUsdPerUnit[lane];
          const usd = sharesPrices ? message[(column + 1) * runs + index] : units * agreedUsd;
          takeOver(run, lane, units, usd, day - 1, at);
        }
      }
      applyDue(seat, day);
      for (let neighbour = 0; neighbour < received.length; neighbour++) {
        const message = sources[neighbour];
        for (const { lane, column } of received[neighbour].orders) {
          acceptOrders(run, lane, message[column * runs + index], message[(column + 1) * runs + index], at);
        }
      }
    },
    send({ run, at, segments, change }, index, day, hasShipped) {
      const { delayedOrder, strides } = run.state;
      const isChanging = change < segments.count && segments.days[change] === day;
      for (let neighbour = 0; neighbour < sent.length; neighbour++) {
        const message = targets[neighbour];
        for (const { lane, column } of sent[neighbour].orders) {
          message[column * runs + index] = delayedOrder[lane * strides.delayedOrder + at];
          message[(column + 1) * runs + index] = isChanging ? withdrawnOf(segments, change, lane) : 0;
        }
        for (const { lane, column } of sent[neighbour].shipments) {
          crossing.units = 0;
          crossing.usd = 0;
          if (hasShipped) handOver(run, lane, day - 1, at, crossing);
          message[column * runs + index] = crossing.units;
          if (sharesPrices) message[(column + 1) * runs + index] = crossing.usd;
        }
      }
    },
  };
}

function postOf(
  party: string,
  ordered: readonly BoundaryWay[],
  shipped: readonly BoundaryWay[],
  sharesPrices: boolean,
): Post {
  const perShipment = shipmentFields(sharesPrices).length;
  const first = ordered.length * ORDER_FIELDS.length;
  return {
    party,
    orders: ordered.map(({ lane }, way) => ({ lane, column: way * ORDER_FIELDS.length })),
    shipments: shipped.map(({ lane }, way) => ({ lane, column: first + way * perShipment })),
  };
}

/** Puts the change points of a day into force. */
function applyDue(seat: LockstepRun, day: number): void {
  const { segments, run, at } = seat;
  while (seat.change < segments.count && segments.days[seat.change] === day) {
    applyChangePoint(run, segments, seat.change, day, at);
    seat.change += 1;
  }
}

/** The part of a lane's orders that a change point withdraws. */
function withdrawnOf(segments: Segments, change: number, lane: number): number {
  for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
    if (segments.editKind[edit] === EDIT_CANCEL && segments.editIndex[edit] === lane)
      return segments.editFraction[edit];
  }
  return 0;
}
