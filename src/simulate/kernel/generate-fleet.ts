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
import { SCENARIOS } from "./records.ts";

/** Ways in one function. */
const WAYS_PER_FUNCTION = 40;

/** Arguments of `seat`: which pair of the fleet is meant from now on, and on which day. Addresses in bytes. */
const SEAT_PARAMETERS = ["pair", "letter", "columnBytes", "day", "demand0", "demand1"] as const;

/**
 * Generates the day cycle of a network that goes in step with others, for many pairs of scenarios in one memory laid out by
 * `layOutFleet`. Exports, for the pair that `seat` names: `takeOver` and `live`, which together are a day from the letters of the evening before
 * to those of the evening after (change points come between the two), `sayOrders` for the first evening, `accept` for the last; and
 * `passDay`, once for all pairs.
 */
export function generateFleet(task: KernelTask, columns: BoundaryColumns): Uint8Array<ArrayBuffer> {
  const { layout } = task;
  const { fleet } = layout;
  if (fleet === undefined) throw new RangeError("missing fleet, the layout has one pair");
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
  const exported = (name: string, functions: readonly number[]): void =>
    module.export(name, 0, (body) => {
      for (const fn of functions) body.call(fn);
    });

  module.export("seat", SEAT_PARAMETERS.length, (body, parameters) => {
    const put = (name: Cell, value: I32): void => body.storeInteger(knownPlace(layout.cells[name]), value);
    SEAT_PARAMETERS.forEach((name, at) => {
      put(name, parameters[at]);
    });
    const [pair, , , today] = parameters;
    const ofDay = i32.mul(today, i32.of(SCENARIOS * fleet.recordBytes));
    const record0 = body.keep(i32.add(i32.add(pair, i32.of(layout.memory.from + fleet.records)), ofDay));
    const record1 = body.keep(i32.add(record0, i32.of(fleet.recordBytes)));
    for (const name of ["market0", "cost0", "day0"] as const) put(name, record0);
    for (const name of ["market1", "cost1", "day1"] as const) put(name, record1);
  });
  exported("takeOver", taken.length === 0 ? [] : [once([], openTakeOver), ...taken, once([], closeTakeOver)]);
  exported("live", [...accepted, ...day, ...handedOver, ...said]);
  exported("accept", accepted);
  exported("sayOrders", said);
  exported("passDay", [passDay]);
  return module.finish();
}
