import type { Network } from "../../model/network.ts";
import type { Body } from "../../wasm/function.ts";
import type { ModuleBuilder } from "../../wasm/module.ts";
import { type F64, type F64x2, f64, f64x2, type I32, i32, type Place } from "../../wasm/value.ts";
import type { Cell, Layout, PairColumn, Sum } from "./layout.ts";

/**
 * What the steps of the day are written with. The same text gives two forms of the kernel: **unrolled**, where every entity has
 * its own code with its addresses and coefficients in it, and **looped**, where indices are locals and coefficients are read
 * from the network's columns. A value that is known when the code is generated folds; so does a branch on it.
 */
export interface Kernel {
  readonly body: Body;
  readonly module: ModuleBuilder;
  readonly network: Network;
  readonly layout: Layout;
  /** Number of the network at an index, the same for both scenarios. */
  whole(column: WholeColumn, index: I32): I32;
  number(column: NumberColumn, index: I32): F64x2;
  scalar(column: NumberColumn, index: I32): F64;
  /** Whether a number of the network is 0. */
  isZero(column: NumberColumn, index: I32): I32;
  /** Numbers of both scenarios. */
  get(column: PairColumn, index: I32): F64x2;
  set(column: PairColumn, index: I32, value: F64x2): void;
  add(column: PairColumn, index: I32, value: F64x2): void;
  /** Where a number of both scenarios lies; `known` is added to the index. */
  place(column: PairColumn, index: I32, known?: number): Place;
  /** Value of a cell that is the same for both: the day, addresses. */
  cell(name: Cell): I32;
  /** Adds to a sum of the day. */
  charge(sum: Sum, value: F64x2): void;
  sum(sum: Sum): F64x2;
  /** Repeats for indices [from, to); as code one behind the other where both are known. */
  each(from: I32, to: I32, write: (index: I32) => void): void;
}

type ColumnOf<Type> = { [Name in keyof Network]: Network[Name] extends Type ? Name : never }[keyof Network];
export type WholeColumn = ColumnOf<Int32Array> & string;
export type NumberColumn = ColumnOf<Float64Array> & string;

export const ZERO = f64x2.of(0);
export const ONE = f64x2.of(1);
const NOWHERE = i32.of(0);

/** Whether code is generated entity by entity, and how many of them go into one function. */
export interface KernelForm {
  readonly isUnrolled: boolean;
  readonly entitiesPerFunction: number;
}

/**
 * Writes a step over `count` entities as functions of moderate size, which a compiler takes milliseconds for; returns their
 * numbers. Sums that the step adds to are kept in registers within a function.
 */
export function writeStep(
  module: ModuleBuilder,
  network: Network,
  layout: Layout,
  form: KernelForm,
  count: number,
  sums: readonly Sum[],
  write: (kernel: Kernel, index: I32) => void,
): number[] {
  const size = form.isUnrolled ? form.entitiesPerFunction : Math.max(1, count);
  const functions: number[] = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    functions.push(
      module.add((body) => {
        const kernel = createKernel(module, body, network, layout, form, sums);
        if (form.isUnrolled) kernel.each(i32.of(from), i32.of(to), (index) => write(kernel, index));
        else body.loop(i32.of(from), i32.of(to), (index) => write(kernel, index));
        kernel.finish();
      }),
    );
  }
  return functions;
}

/** Place of a value whose address is known. */
export function knownPlace(offset: number): Place {
  return { address: NOWHERE, offset };
}

export function createKernel(
  module: ModuleBuilder,
  body: Body,
  network: Network,
  layout: Layout,
  form: KernelForm,
  sums: readonly Sum[],
): Kernel & { finish(): void } {
  const kept = new Map(sums.map((sum) => [sum, body.variable(f64x2.load(knownPlace(layout.sums[sum])))]));
  const isKnown = (index: I32): index is I32 & { constant: number } => form.isUnrolled && index.constant !== undefined;
  const inNetwork = (column: WholeColumn | NumberColumn, index: I32, shift: number): Place => ({
    address: i32.shl(index, i32.of(shift)),
    offset: layout.network[column],
  });
  const place = (column: PairColumn, index: I32, known = 0): Place => {
    const base = layout.pairs[column] + known * 16;
    if (index.constant !== undefined) return knownPlace(base + index.constant * 16);
    return { address: i32.shl(index, i32.of(4)), offset: base };
  };
  const variableOf = (sum: Sum) => {
    const variable = kept.get(sum);
    if (variable === undefined) throw new RangeError(`missing sum ${sum}, the step does not list it`);
    return variable;
  };
  const kernel: Kernel = {
    body,
    module,
    network,
    layout,
    whole: (column, index) =>
      isKnown(index) ? i32.of(network[column][index.constant]) : i32.load(inNetwork(column, index, 2)),
    number: (column, index) =>
      isKnown(index) ? f64x2.of(network[column][index.constant]) : f64x2.loadSplat(inNetwork(column, index, 3)),
    scalar: (column, index) =>
      isKnown(index) ? f64.of(network[column][index.constant]) : f64.load(inNetwork(column, index, 3)),
    isZero: (column, index) =>
      isKnown(index)
        ? i32.of(network[column][index.constant] === 0 ? 1 : 0)
        : i32.not(f64x2.any(f64x2.ne(kernel.number(column, index), ZERO))),
    get: (column, index) => f64x2.load(place(column, index)),
    set: (column, index, value) => body.store(place(column, index), value),
    add: (column, index, value) => kernel.set(column, index, f64x2.add(kernel.get(column, index), value)),
    place,
    cell: (name) => i32.load(knownPlace(layout.cells[name])),
    charge: (sum, value) => {
      const variable = variableOf(sum);
      variable.set(f64x2.add(variable.value, value));
    },
    sum: (sum) => variableOf(sum).value,
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
      for (const [sum, variable] of kept) body.store(knownPlace(layout.sums[sum]), variable.value);
    },
  });
}
