import type { Network } from "../model/network.ts";
import { EDIT_CANCEL, type Segments } from "../model/segments.ts";
import { acceptOrders, type Crossing, handOver, takeOver } from "../simulate/cross-boundary.ts";
import { applyChangePoint } from "../simulate/edit.ts";
import type { DayRun } from "../simulate/run.ts";
import { messageLength, type Neighbour, ORDER_FIELDS, shipmentFields } from "./boundary.ts";

/** One of many runs that go through the same days together. */
export interface LockstepRun {
  readonly run: DayRun;
  /** Which of the runs that lie side by side in the state. */
  readonly at: number;
  readonly segments: Segments;
  /** The next change point. */
  change: number;
}

/** Simulates one day of all runs. */
export type RunDay = (day: number) => void;

/** Exchanges what crosses before a day begins. */
export type ExchangeDay = (outgoing: ReadonlyMap<string, Float64Array>) => Promise<ReadonlyMap<string, Float64Array>>;

/** Takes runs over boundaries, evening after evening. */
export interface Crossings {
  /**
   * The evening before `day`: goods shipped and orders placed today cross, then change points of `day` come into force.
   *
   * @param hasShipped whether there was a day before, on which something may have been shipped
   */
  evening(day: number, runs: readonly LockstepRun[], hasShipped: boolean, exchange: ExchangeDay): Promise<void>;
}

/**
 * Goods that were shipped today are on their way by tomorrow morning, and orders placed today are known by then, on both sides of
 * every boundary: the same arithmetic in the same order as in a network that has both sides.
 */
export function createCrossings(network: Network, neighbours: readonly Neighbour[]): Crossings {
  const { sharesPrices } = network.constants;
  const fields = shipmentFields(sharesPrices);
  const buffers = new Map<string, Float64Array>();
  const crossing: Crossing = { units: 0, usd: 0 };

  function bufferOf(neighbour: Neighbour, runs: number): Float64Array {
    const length = messageLength(neighbour, runs, sharesPrices);
    let buffer = buffers.get(neighbour.party);
    if (buffer?.length !== length) {
      buffer = new Float64Array(length);
      buffers.set(neighbour.party, buffer);
    }
    return buffer;
  }

  /** Orders over ways in, then shipments over ways out, [way][field][run]. */
  function write(neighbour: Neighbour, runs: readonly LockstepRun[], day: number, hasShipped: boolean): Float64Array {
    const count = runs.length;
    const message = bufferOf(neighbour, count);
    let offset = 0;
    for (const { lane } of neighbour.inbound) {
      runs.forEach(({ run, at, segments, change }, index) => {
        message[offset + index] = run.state.delayedOrder[lane * run.state.strides.delayedOrder + at];
        message[offset + count + index] = withdrawnOf(segments, change, day, lane);
      });
      offset += ORDER_FIELDS.length * count;
    }
    for (const { lane } of neighbour.outbound) {
      runs.forEach(({ run, at }, index) => {
        crossing.units = 0;
        crossing.usd = 0;
        if (hasShipped) handOver(run, lane, day - 1, at, crossing);
        message[offset + index] = crossing.units;
        if (sharesPrices) message[offset + count + index] = crossing.usd;
      });
      offset += fields.length * count;
    }
    return message;
  }

  /** What a neighbour shipped: its message lists orders first, over what are ways out from here. */
  function readShipments(neighbour: Neighbour, message: Float64Array, runs: readonly LockstepRun[], day: number): void {
    const count = runs.length;
    let offset = neighbour.outbound.length * ORDER_FIELDS.length * count;
    for (const { lane } of neighbour.inbound) {
      const agreedUsd = network.laneBoundaryUsdPerUnit[lane];
      runs.forEach(({ run, at }, index) => {
        const units = message[offset + index];
        const usd = sharesPrices ? message[offset + count + index] : units * agreedUsd;
        takeOver(run, lane, units, usd, day - 1, at);
      });
      offset += fields.length * count;
    }
  }

  function readOrders(neighbour: Neighbour, message: Float64Array, runs: readonly LockstepRun[]): void {
    const count = runs.length;
    let offset = 0;
    for (const { lane } of neighbour.outbound) {
      runs.forEach(({ run, at }, index) => {
        acceptOrders(run, lane, message[offset + index], message[offset + count + index], at);
      });
      offset += ORDER_FIELDS.length * count;
    }
  }

  return {
    async evening(day, runs, hasShipped, exchange) {
      const outgoing = new Map(neighbours.map((own) => [own.party, write(own, runs, day, hasShipped)]));
      const incoming = await exchange(outgoing);
      const messages = neighbours.map((neighbour) => {
        const message = incoming.get(neighbour.party);
        const theirs = { ...neighbour, inbound: neighbour.outbound, outbound: neighbour.inbound };
        if (message?.length === messageLength(theirs, runs.length, sharesPrices)) return message;
        throw new RangeError(`invalid message of party '${neighbour.party}' on the evening before day ${day}`);
      });
      for (const [index, own] of hasShipped ? neighbours.entries() : []) readShipments(own, messages[index], runs, day);
      for (const seat of runs) applyDue(seat, day);
      for (const [index, own] of neighbours.entries()) readOrders(own, messages[index], runs);
    },
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

/** The part of a lane's orders that a change point of this day withdraws. */
function withdrawnOf(segments: Segments, change: number, day: number, lane: number): number {
  if (change >= segments.count || segments.days[change] !== day) return 0;
  for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
    if (segments.editKind[edit] === EDIT_CANCEL && segments.editIndex[edit] === lane)
      return segments.editFraction[edit];
  }
  return 0;
}
