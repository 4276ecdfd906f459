import type { Network } from "../../model/network.ts";
import { CONTROL_COLUMNS, type ControlName } from "../../model/segments.ts";
import type { Body, Variable } from "../../wasm/function.ts";
import type { ModuleBuilder } from "../../wasm/module.ts";
import { f64, f64x2, type I32, i32, type Place } from "../../wasm/value.ts";
import { type Kernel, type KernelForm, knownPlace } from "./kernel.ts";
import type { KnownValues, NumberColumn, WholeColumn } from "./known-values.ts";
import type { Layout, Sum } from "./layout.ts";
import { ZERO } from "./quantities.ts";
import { PAIR_BYTES, type PairColumn } from "./records.ts";

/** What a kernel is generated from. */
export interface KernelSource {
  readonly network: Network;
  readonly layout: Layout;
  readonly form: KernelForm;
  readonly known: KnownValues;
}

/**
 * Writes a step over `count` entities as functions of moderate size, which a compiler takes milliseconds for; returns their
 * numbers. Sums that the step adds to are kept in registers within a function.
 *
 * @param order of what entities are added up in the order of the network that was compiled; numbers of the code's own need not
 *   follow it
 */
export function writeStep(
  module: ModuleBuilder,
  source: KernelSource,
  count: number,
  sums: readonly Sum[],
  write: (kernel: Kernel, index: I32) => void,
  order?: "stocks" | "lanes",
): number[] {
  const { isUnrolled, entitiesPerFunction } = source.form;
  const size = isUnrolled ? entitiesPerFunction : Math.max(1, count);
  const functions: number[] = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    functions.push(
      module.add((body) => {
        const kernel = createKernel(module, body, source, sums);
        if (isUnrolled) kernel.each(i32.of(from), i32.of(to), (index) => write(kernel, index));
        else body.loop(i32.of(from), i32.of(to), (at) => write(kernel, inOrder(kernel, at, order)));
        kernel.finish();
      }),
    );
  }
  return functions;
}

function inOrder({ body, layout }: Kernel, at: I32, order?: "stocks" | "lanes" | "lanesByDestination"): I32 {
  if (order === undefined || layout.order === undefined) return at;
  return body.keep(i32.load({ address: i32.shl(at, i32.of(2)), offset: layout.order[order] }));
}

/** A number of both scenarios that is kept in a local for a while. */
interface Held {
  readonly column: PairColumn;
  readonly index: I32;
  readonly variable: Variable<"v128">;
  isUsed: boolean;
  isChanged: boolean;
}

export function createKernel(
  module: ModuleBuilder,
  body: Body,
  source: KernelSource,
  sums: readonly Sum[],
): Kernel & { finish(): void } {
  const { network, layout, known } = source;
  const pair = layout.fleet && body.keep(i32.load(knownPlace(layout.cells.pair)));
  const ofPair = ({ address, offset }: Place): Place => {
    if (pair === undefined) return { address, offset };
    return { address: address.constant === 0 ? pair : i32.add(pair, address), offset };
  };
  const sumPlace = (sum: Sum): Place =>
    sum === "goodsUsd" ? ofPair(knownPlace(layout.sums[sum])) : knownPlace(layout.sums[sum]);
  const kept = sums.map((sum) => {
    return { sum, variable: body.variable(f64x2.load(sumPlace(sum))), isChanged: false };
  });
  const numberShift = Math.log2(8 * layout.copies);
  let held: readonly Held[] = [];
  const inNetwork = (column: WholeColumn | NumberColumn, index: I32, shift: number): Place =>
    index.constant === undefined
      ? { address: i32.shl(index, i32.of(shift)), offset: layout.network[column] }
      : knownPlace(layout.network[column] + (index.constant << shift));
  const place = (column: PairColumn, index: I32): Place => {
    const { base, stride } = layout.pairs[column];
    if (index.constant !== undefined) return ofPair(knownPlace(base + index.constant * stride));
    return ofPair({ address: i32.shl(index, i32.of(Math.log2(stride))), offset: base });
  };
  const isSame = (one: I32, other: I32): boolean =>
    one === other || (one.constant !== undefined && one.constant === other.constant);
  const find = (column: PairColumn, index: I32): Held | undefined =>
    held.find((one) => one.column === column && isSame(one.index, index));
  const keptSum = (sum: Sum) => {
    const found = kept.find((one) => one.sum === sum);
    if (found === undefined) throw new RangeError(`missing sum ${sum}, the step does not list it`);
    return found;
  };
  const kernel: Kernel = {
    body,
    module,
    network,
    layout,
    whole(column, index) {
      const value = known.whole(column, index);
      return value === undefined ? i32.load(inNetwork(column, index, 2)) : i32.of(value);
    },
    number(column, index) {
      const value = known.number(column, index);
      if (value !== undefined && isTelling(value)) return f64x2.of(value);
      const where = inNetwork(column, value === undefined ? index : oneOf(index), numberShift);
      return layout.copies === 1 ? f64x2.loadSplat(where) : f64x2.load(where);
    },
    scalar: (column, index) => f64.load(inNetwork(column, index, numberShift)),
    constant(value) {
      const at = layout.constants.values.indexOf(value);
      return at < 0 ? f64x2.of(value) : f64x2.load(knownPlace(layout.constants.base + PAIR_BYTES * at));
    },
    isZero(column, index) {
      const value = known.number(column, index);
      if (value !== undefined) return i32.of(value === 0 ? 1 : 0);
      return i32.not(f64x2.any(f64x2.ne(kernel.number(column, index), ZERO)));
    },
    isLane(lane, isSo, findOut) {
      const value = known.is("lanes", lane, isSo);
      return value === undefined ? findOut() : i32.of(value ? 1 : 0);
    },
    isInUse(share, index) {
      const entities = share === "laneShare" ? "lanes" : "processes";
      return known.is(entities, index, (own) => network[share][own] > 0) === true;
    },
    whenAny(mask, isUsual, write) {
      if (isUsual) body.scope(write);
      else body.when(f64x2.any(mask), write);
    },
    get(column, index) {
      const local = find(column, index);
      if (local !== undefined) {
        local.isUsed = true;
        return local.variable.value;
      }
      const value = column in CONTROL_COLUMNS ? known.control(column as ControlName, index) : undefined;
      if (value !== undefined && isTelling(value)) return f64x2.of(value);
      return f64x2.load(place(column, value === undefined ? index : oneOf(index)));
    },
    set(column, index, value) {
      const local = find(column, index);
      if (local === undefined) {
        body.store(place(column, index), value);
        return;
      }
      local.isUsed = true;
      local.isChanged = true;
      local.variable.set(value);
    },
    add(column, index, value) {
      if (value.constant !== 0) kernel.set(column, index, f64x2.add(kernel.get(column, index), value));
    },
    hold(index, columns, write) {
      body.scope(() => {
        const outer = held;
        const own = columns.map((column): Held => {
          return { column, index, variable: body.declare("v128"), isUsed: false, isChanged: false };
        });
        held = [...outer, ...own];
        const load = ({ column, variable }: Held): void => variable.set(f64x2.load(place(column, index)));
        body.preceded(write, () => own.filter(({ isUsed }) => isUsed).forEach(load));
        for (const { column, variable, isChanged } of own) {
          if (isChanged) body.store(place(column, index), variable.value);
        }
        held = outer;
      });
    },
    place,
    ofPair,
    cell: (name) => i32.load(knownPlace(layout.cells[name])),
    charge(sum, value) {
      if (value.constant === 0) return;
      const own = keptSum(sum);
      own.isChanged = true;
      own.variable.set(f64x2.add(own.variable.value, value));
    },
    sum: (sum) => keptSum(sum).variable.value,
    eachLaneInto(stock, write) {
      const { whole, each } = kernel;
      each(whole("stockLaneStart", stock), whole("stockLaneStart", i32.add(stock, i32.of(1))), (at) => {
        write(inOrder(kernel, at, "lanesByDestination"));
      });
    },
    each(from, to, write) {
      if (from.constant === undefined || to.constant === undefined) {
        body.loop(from, to, write);
        return;
      }
      for (let index = from.constant; index < to.constant; index++) body.scope(() => write(i32.of(index)));
    },
  };
  return Object.assign(kernel, {
    finish() {
      for (const { sum, variable, isChanged } of kept) {
        if (isChanged) body.store(sumPlace(sum), variable.value);
      }
    },
  });
}

/** Where a number lies that all have in common: of one of them, always the same. */
function oneOf(index: I32): I32 {
  return index.constant === undefined ? i32.of(0) : index;
}

/** Whether code gets shorter where a number is known: any other is as well read from memory. */
function isTelling(value: number): boolean {
  return value === 0 || value === 1 || value === Number.POSITIVE_INFINITY;
}
