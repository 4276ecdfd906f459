import { COST_KINDS } from "../../model/trajectory.ts";
import type { Body } from "../../wasm/function.ts";
import { type I32, i32 } from "../../wasm/value.ts";
import type { BoundaryColumn, BoundaryColumns } from "../cross-boundary.ts";
import {
  acceptOrders,
  closeTakeOver,
  handOver,
  openTakeOver,
  sayOrders,
  TAKE_OVER_SUMS,
  takeOver,
} from "./cross-boundary.ts";
import { type KernelTask, writeDay } from "./generate.ts";
import { type Kernel, knownPlace } from "./kernel.ts";
import type { Cell, Sum } from "./layout.ts";
import { ZERO } from "./quantities.ts";
import { PAIR_BYTES, SCENARIOS } from "./records.ts";

/** Ways in one function. */
const WAYS_PER_FUNCTION = 40;

/** Arguments of `setDay`: letters and demands of all runs, today's; see `Cell`. Addresses in bytes. */
const DAY_PARAMETERS = ["letters", "columnBytes", "day", "demands", "demandBytes"] as const;

/**
 * Generates the day cycle of a network that goes in step with others, for many pairs of scenarios in one memory laid out by
 * `layOutFleet`. Exports:
 *
 * - `setDay(...)`: what day it is, once for all pairs; `passDay()` behind the last of them;
 * - `evening(pair)` says once more what had been ordered before the first day;
 * - `morning(pair)` takes over what others shipped yesterday, `live()` is the rest of that pair's day, to the letters of the evening after: change points
 *   come between the two; `pass(from, to)` does both for pairs to which no change point is due;
 * - `lastMorning(pair)` and `accept()` are behind the last day.
 */
export function generateFleet(task: KernelTask, columns: BoundaryColumns): Uint8Array<ArrayBuffer> {
  const { layout } = task;
  const { module, day, passDay, once } = writeDay(task);
  const forWays = (
    ways: readonly BoundaryColumn[],
    sums: readonly Sum[],
    write: (kernel: Kernel, lane: I32, column: number) => void,
  ): number[] => {
    const functions: number[] = [];
    for (let from = 0; from < ways.length; from += WAYS_PER_FUNCTION) {
      functions.push(
        once(sums, (kernel) => {
          for (const { lane, column } of ways.slice(from, from + WAYS_PER_FUNCTION)) {
            kernel.body.scope(() => write(kernel, i32.of(lane), column));
          }
        }),
      );
    }
    return functions;
  };
  const { received, sent } = columns;
  const taken = forWays(received.shipments, TAKE_OVER_SUMS, takeOver);
  const accepted = forWays(received.orders, [], acceptOrders);
  const handedOver = forWays(sent.shipments, ["goodsUsd"], handOver);
  const said = forWays(sent.orders, [], sayOrders);
  const seat = once([], takeSeat);
  const opened = once([], openRecords);
  const overnight = taken.length === 0 ? [] : [once([], openTakeOver), ...taken, once([], closeTakeOver)];
  const put = (body: Body, cell: Cell, value: I32): void => body.storeInteger(knownPlace(layout.cells[cell]), value);
  const callAll = (body: Body, functions: readonly number[]): void => {
    for (const fn of functions) body.call(fn);
  };
  /** Goods of the day before day 0 were shipped in the warm-up. */
  const morning = (body: Body): void => {
    callAll(body, [seat, opened]);
    const day = i32.load(knownPlace(layout.cells.day));
    if (overnight.length > 0) body.when(i32.gt(day, i32.of(0)), () => callAll(body, overnight));
  };
  const live = [...accepted, ...day, ...handedOver, ...said];
  const ofPair = (name: string, write: (body: Body) => void): void =>
    module.export(name, 1, (body, [pair]) => {
      put(body, "pairNumber", pair);
      write(body);
    });
  const ofAll = (name: string, functions: readonly number[]): void =>
    module.export(name, 0, (body) => callAll(body, functions));

  module.export("setDay", DAY_PARAMETERS.length, (body, parameters) => {
    DAY_PARAMETERS.forEach((name, at) => {
      put(body, name, parameters[at]);
    });
  });
  ofPair("evening", (body) => callAll(body, [seat, ...said]));
  ofPair("morning", morning);
  ofPair("lastMorning", (body) => callAll(body, [seat, ...overnight]));
  ofAll("live", live);
  ofAll("accept", accepted);
  ofAll("passDay", [passDay]);
  module.export("pass", 2, (body, [from, to]) => {
    body.loop(from, to, (pair) => {
      put(body, "pairNumber", pair);
      morning(body);
      callAll(body, live);
    });
  });
  return module.finish();
}

/** Finds what belongs to the pair whose turn it is: its numbers, letters, demand and today's records. */
function takeSeat({ body, cell, layout }: Kernel): void {
  const { fleet, cells, memory } = layout;
  if (fleet === undefined) throw new RangeError("missing fleet, the layout has one pair");
  const put = (name: Cell, value: I32): void => body.storeInteger(knownPlace(cells[name]), value);
  const number = body.keep(cell("pairNumber"));
  const pair = body.keep(i32.mul(number, i32.of(fleet.pairBytes)));
  put("pair", pair);
  put("letter", i32.add(cell("letters"), i32.mul(number, i32.of(PAIR_BYTES))));
  const demandBytes = body.keep(cell("demandBytes"));
  const demand0 = body.keep(i32.add(cell("demands"), i32.mul(i32.mul(number, i32.of(SCENARIOS)), demandBytes)));
  put("demand0", demand0);
  put("demand1", i32.add(demand0, demandBytes));
  const ofDay = i32.mul(cell("day"), i32.of(SCENARIOS * fleet.recordBytes));
  const record0 = body.keep(i32.add(i32.add(pair, i32.of(memory.from + fleet.records)), ofDay));
  const record1 = body.keep(i32.add(record0, i32.of(fleet.recordBytes)));
  for (const name of ["market0", "cost0", "day0"] as const) put(name, record0);
  for (const name of ["market1", "cost1", "day1"] as const) put(name, record1);
}

/** What a day adds to instead of writing it begins at 0: the memory may be that of an earlier fleet. */
function openRecords({ body, cell, layout: { series } }: Kernel): void {
  const investment = series.dayCostUsd + 8 * COST_KINDS.indexOf("investment");
  for (const record of ["day0", "day1"] as const) {
    for (const offset of [investment, series.daySpoiledUsd]) {
      body.storeLane({ address: cell(record), offset }, ZERO, 0);
    }
  }
}
