import type { Network } from "../../model/network.ts";
import type { Body } from "../../wasm/function.ts";
import type { ModuleBuilder } from "../../wasm/module.ts";
import { type F64, type F64x2, type I32, i32, type Place } from "../../wasm/value.ts";
import type { NumberColumn, WholeColumn } from "./known-values.ts";
import type { Cell, Layout, Sum } from "./layout.ts";
import type { PairColumn } from "./records.ts";

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
  /** A number in both lanes. */
  constant(value: number): F64x2;
  /** Whether a number of the network is 0. */
  isZero(column: NumberColumn, index: I32): I32;
  /** Whether something is so of a lane: known where it is so of all that the code is for, or of none; else it finds out. */
  isLane(lane: I32, isSo: (lane: number) => boolean, findOut: () => I32): I32;
  /** Whether goods go over a lane, or a process makes some, on usual days; false where that is not known. */
  isInUse(share: "laneShare" | "processShare", index: I32): boolean;
  /** Statements for where a mask holds in any scenario. Where that is usual they do no harm elsewhere, and nobody asks. */
  whenAny(mask: F64x2, isUsual: boolean, write: () => void): void;
  /** Numbers of both scenarios. */
  get(column: PairColumn, index: I32): F64x2;
  set(column: PairColumn, index: I32, value: F64x2): void;
  add(column: PairColumn, index: I32, value: F64x2): void;
  /**
   * Keeps columns of an entity in locals while statements are written, and stores what changed behind them. Meanwhile the
   * entity must go by this very index.
   */
  hold(index: I32, columns: readonly PairColumn[], write: () => void): void;
  /** Where a number of both scenarios lies. */
  place(column: PairColumn, index: I32): Place;
  /** A place among the numbers of the pair: of a fleet's pairs it is that of the one whose turn it is. */
  ofPair(place: Place): Place;
  /** Value of a cell that is the same for both: the day, addresses. */
  cell(name: Cell): I32;
  /** Adds to a sum of the day. */
  charge(sum: Sum, value: F64x2): void;
  sum(sum: Sum): F64x2;
  /** Repeats for the lanes into a stock. */
  eachLaneInto(stock: I32, write: (lane: I32) => void): void;
  /** Repeats for indices [from, to); as code one behind the other where both are known. */
  each(from: I32, to: I32, write: (index: I32) => void): void;
}

const NOWHERE = i32.of(0);

/** Whether code is generated entity by entity, and how many of them go into one function. */
export interface KernelForm {
  readonly isUnrolled: boolean;
  readonly entitiesPerFunction: number;
}

/** Place of a value whose address is known. */
export function knownPlace(offset: number): Place {
  return { address: NOWHERE, offset };
}
