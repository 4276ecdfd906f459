import type { F64x2 } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";

/** A value that others are added to, or compared with, one after the other. */
export interface Accumulator {
  take(value: F64x2): void;
  readonly value: F64x2;
}

/**
 * @param isStraight whether each of the values is taken once, whatever happens, as in code for known entities: then the first
 *   of them stands for itself
 * @param neutral what `combine` does nothing with
 */
export function accumulate(
  { body }: Kernel,
  isStraight: boolean,
  neutral: F64x2,
  combine: (sofar: F64x2, value: F64x2) => F64x2,
): Accumulator {
  const variable = body.declare("v128");
  let isEmpty = isStraight;
  if (!isStraight) variable.set(neutral);
  return {
    take(value) {
      variable.set(isEmpty ? value : combine(variable.value, value));
      isEmpty = false;
    },
    get value() {
      return isEmpty ? neutral : variable.value;
    },
  };
}
