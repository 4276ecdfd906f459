import { type RunTotals, TOTAL_COLUMNS } from "../../model/trajectory.ts";
import { instantiate } from "../../wasm/instantiate.ts";
import type { State } from "../state.ts";
import type { FleetProgram } from "./fleet-program.ts";
import { fillNetwork, viewPairs, viewState } from "./pair.ts";
import { SCENARIOS } from "./records.ts";
import { mostPairs } from "./seats.ts";
import type { Shelf } from "./shelf.ts";
import { spread } from "./spread.ts";

/** A fleet's memory, the code that works on it, and what lies where. Places are told in numbers of 8 bytes, from the memory's beginning. */
export interface FleetMemory {
  readonly buffer: ArrayBuffer;
  readonly numbers: Float64Array;
  /** Functions of `generateFleet`. */
  readonly exports: Readonly<Record<string, (...integers: number[]) => void>>;
  /** Seats there are. */
  readonly room: number;
  /** [column x seat] */
  readonly letters: Float64Array;
  /** [row x day x market] units; a row for each seat, or one for all. */
  readonly demands: Float64Array;
  readonly demandRows: number;
  /** State and totals of the first seat; those of another are `numbersOf(seat)` numbers behind. */
  readonly state: State;
  readonly totals: RunTotals;
  numbersOf(seat: number): number;
  /** The record of a day of a seat. */
  recordOf(seat: number, day: number): number;
  /** From the record of a day of a seat to the next day's. */
  readonly perDay: number;
  /** Puts a pair where the first one is; from `day` on it has lived like that. */
  copyFirst(pair: number, day: number): void;
  /** The same of another fleet's memory. */
  copyFrom(other: FleetMemory): void;
  clearTotals(seat: number): void;
  /** Tells the code what day it is. */
  setDay(day: number): void;
  close(): void;
}

/** All runs are at the undisturbed fixed point; where others than the first pair get their seats later, only that pair is. */
export function openFleetMemory(program: FleetProgram, size: number, isFirstCalm: boolean, shelf: Shelf): FleetMemory {
  const { network, days, layout, fleet: place, columns } = program;
  const { markets } = network.counts;
  const pairs = mostPairs(size, isFirstCalm);
  const room = pairs * SCENARIOS;
  const lettersAt = layout.memory.from + pairs * place.pairBytes;
  const demandsAt = lettersAt + 8 * columns.count * room;
  const demandRows = isFirstCalm ? 1 : room;
  const memory = shelf.take(demandsAt + 8 * demandRows * days * markets);
  const { buffer, exports } = instantiate(program.module, memory);
  const numbers = new Float64Array(buffer);
  const perPair = place.pairBytes / 8;
  const perRecord = place.recordBytes / 8;
  const first = layout.memory.from / 8;
  const ofState = (layout.memory.to - layout.memory.from) / 8;

  fillNetwork(network, layout, buffer);
  const state = viewState(layout, buffer);
  const totals = viewPairs(TOTAL_COLUMNS, layout, buffer) as unknown as RunTotals;
  const pairOf = (seat: number): number => Math.floor(seat / SCENARIOS);
  const numbersOf = (seat: number): number => pairOf(seat) * perPair + (seat % SCENARIOS);
  const recordOf = (seat: number, day: number): number =>
    first + pairOf(seat) * perPair + place.records / 8 + (day * SCENARIOS + (seat % SCENARIOS)) * perRecord;
  const copyState = (pair: number): void => {
    numbers.copyWithin(first + pair * perPair, first, first + ofState);
  };
  spread(program.start, state);
  if (!isFirstCalm) for (let pair = 1; pair < pairs; pair++) copyState(pair);

  return {
    buffer,
    numbers,
    exports,
    room,
    letters: new Float64Array(buffer, lettersAt, columns.count * room),
    demands: new Float64Array(buffer, demandsAt, demandRows * days * markets),
    demandRows,
    state,
    totals,
    numbersOf,
    recordOf,
    perDay: SCENARIOS * perRecord,
    copyFirst(pair, day) {
      copyState(pair);
      // Of yesterday it may hear yet what arrived.
      const yesterday = recordOf(0, day - 1);
      const length = SCENARIOS * perRecord;
      if (day > 0) numbers.copyWithin(recordOf(pair * SCENARIOS, day - 1), yesterday, yesterday + length);
    },
    copyFrom(other) {
      for (let pair = 0; pair < pairs; pair++) {
        const from = first + pair * perPair;
        numbers.set(other.numbers.subarray(from, from + ofState), from);
      }
    },
    clearTotals(seat) {
      const at = numbersOf(seat);
      for (const name of Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[]) {
        const stride = state.strides[name];
        for (let entity = 0; entity < layout.pairs[name].count; entity++) totals[name][entity * stride + at] = 0;
      }
    },
    setDay(day) {
      const demandBytes = isFirstCalm ? 0 : 8 * days * markets;
      exports.setDay(lettersAt, 8 * room, day, demandsAt + 8 * day * markets, demandBytes);
    },
    close: () => shelf.put(memory),
  };
}
