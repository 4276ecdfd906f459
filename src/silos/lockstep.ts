import type { Network } from "../model/network.ts";
import type { BoundaryColumn, BoundaryColumns } from "../simulate/cross-boundary.ts";
import type { Fleet } from "../simulate/fleet.ts";
import { type BoundaryWay, messageLength, type Neighbour, ORDER_FIELDS, shipmentFields } from "./boundary.ts";

/** What crosses between a party and its neighbours, by party; see `messageLength`. */
export type Messages = ReadonlyMap<string, Float64Array>;

/** Letters of fleets: of every neighbour the columns of its messages, one behind the other. */
export interface LetterPlan {
  readonly columns: BoundaryColumns;
  /** [neighbour] columns of what it says, and of what is said to it. */
  readonly received: readonly ColumnRange[];
  readonly sent: readonly ColumnRange[];
}

interface ColumnRange {
  readonly party: string;
  readonly first: number;
  readonly count: number;
}

/** A message has orders for what comes in, then shipments of what goes out; a neighbour's message is the other way round. */
export function planLetters(neighbours: readonly Neighbour[], sharesPrices: boolean): LetterPlan {
  let count = 0;
  const place = (ways: readonly BoundaryWay[], fields: number): BoundaryColumn[] =>
    ways.map(({ lane }) => {
      const column = count;
      count += fields;
      return { lane, column };
    });
  const parts = { received: [] as ColumnRange[], sent: [] as ColumnRange[] };
  const found = {
    received: { orders: [] as BoundaryColumn[], shipments: [] as BoundaryColumn[] },
    sent: { orders: [] as BoundaryColumn[], shipments: [] as BoundaryColumn[] },
  };
  const perShipment = shipmentFields(sharesPrices).length;
  for (const side of ["received", "sent"] as const) {
    for (const { party, inbound, outbound } of neighbours) {
      const first = count;
      found[side].orders.push(...place(side === "sent" ? inbound : outbound, ORDER_FIELDS.length));
      found[side].shipments.push(...place(side === "sent" ? outbound : inbound, perShipment));
      parts[side].push({ party, first, count: count - first });
    }
  }
  const heard = parts.received.reduce((sum, range) => sum + range.count, 0);
  return { columns: { ...found, heard, count }, ...parts };
}

/** Carries messages to the letters of fleets and back. */
export interface Mail {
  /** Messages for an evening; the same buffers every time. */
  readonly outgoing: Messages;
  /** What fleets say goes into the messages. */
  collect(): void;
  /** What neighbours said goes to the fleets. */
  deliver(incoming: Messages, day: number): void;
}

/** @param fleets whose runs stand in messages one behind the other */
export function openMail(
  { constants: { sharesPrices } }: Network,
  neighbours: readonly Neighbour[],
  { received, sent }: LetterPlan,
  fleets: readonly Fleet[],
): Mail {
  const runs = fleets.reduce((sum, { size }) => sum + size, 0);
  const outgoing = new Map(
    neighbours.map((own) => [own.party, new Float64Array(messageLength(own, runs, sharesPrices))] as const),
  );
  /** For every fleet and column of a neighbour: the column, and where the fleet's runs are in the message. */
  const forColumns = (
    { first, count }: ColumnRange,
    copy: (fleet: Fleet, column: number, inMessage: number) => void,
  ): void => {
    let from = 0;
    for (const fleet of fleets) {
      for (let at = 0; at < count; at++) copy(fleet, first + at, at * runs + from);
      from += fleet.size;
    }
  };
  return {
    outgoing,
    collect() {
      for (const range of sent) {
        const message = outgoing.get(range.party) as Float64Array;
        forColumns(range, (fleet, column, inMessage) => fleet.say(column, message, inMessage));
      }
    },
    deliver(incoming, day) {
      for (const [at, range] of received.entries()) {
        const { party, inbound, outbound } = neighbours[at];
        const message = incoming.get(party);
        const theirs = { party, inbound: outbound, outbound: inbound };
        if (message?.length !== messageLength(theirs, runs, sharesPrices)) {
          throw new RangeError(`invalid message of party '${party}' on the evening before day ${day}`);
        }
        forColumns(range, (fleet, column, inMessage) => fleet.hear(column, message, inMessage));
      }
    },
  };
}
