import { type F64x2, f64x2 } from "../../wasm/value.ts";

/*
 * Arithmetic of the day. What is known to change nothing leaves no code: adding 0, multiplying by 1, the smaller of a
 * quantity and no limit. Quantities and money are finite and never -0 where it could show, so that what is left out has the
 * same bits as what the reference computes.
 */

const isKnown = (value: F64x2, number: number): boolean => value.constant === number;

export const ZERO = f64x2.of(0);
export const ONE = f64x2.of(1);

export function add(left: F64x2, right: F64x2): F64x2 {
  if (isKnown(left, 0)) return right;
  return isKnown(right, 0) ? left : f64x2.add(left, right);
}

export function sub(left: F64x2, right: F64x2): F64x2 {
  return isKnown(right, 0) ? left : f64x2.sub(left, right);
}

export function mul(left: F64x2, right: F64x2): F64x2 {
  if (isKnown(left, 0) || isKnown(right, 0)) return ZERO;
  if (isKnown(left, 1)) return right;
  return isKnown(right, 1) ? left : f64x2.mul(left, right);
}

export function div(left: F64x2, right: F64x2): F64x2 {
  return isKnown(right, 1) ? left : f64x2.div(left, right);
}

/** The smaller one, as `right < left ? right : left`. */
export function min(left: F64x2, right: F64x2): F64x2 {
  if (isKnown(left, Number.POSITIVE_INFINITY)) return right;
  return isKnown(right, Number.POSITIVE_INFINITY) ? left : f64x2.min(left, right);
}

export const { max, eq, ne, gt, le, ge, select, where, clear, any, load } = f64x2;
