import { type Code, writeDouble, writeSigned, writeUnsigned } from "./encode.ts";

/** Value types we use: 32-bit integers, doubles, and vectors of two doubles. */
export type Kind = "i32" | "f64" | "v128";

/** Byte of a value type. Source: WebAssembly Core Specification 2.0, section 5.3. */
export const KIND_BYTE: Readonly<Record<Kind, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

/**
 * An expression: writes the instructions that leave its value on the stack. One that is used twice is computed twice; what is
 * to be computed once is kept in a local by the function that uses it. Where the value is known, it is `constant`.
 */
export interface Value<Of extends Kind> {
  readonly kind: Of;
  readonly constant?: number;
  readonly write: (code: Code) => void;
}
export type I32 = Value<"i32">;
export type F64 = Value<"f64">;
export type F64x2 = Value<"v128">;

/** A place in memory: a computed address, in bytes, and an offset that is known. */
export interface Place {
  readonly address: I32;
  readonly offset: number;
}

function operation<Of extends Kind>(kind: Of, opcode: readonly number[], ...operands: Value<Kind>[]): Value<Of> {
  return {
    kind,
    write(code) {
      for (const operand of operands) operand.write(code);
      code.push(...opcode);
    },
  };
}

function access<Of extends Kind>(kind: Of, opcode: readonly number[], alignment: number, place: Place): Value<Of> {
  return {
    kind,
    write(code) {
      place.address.write(code);
      code.push(...opcode);
      code.push(alignment);
      writeUnsigned(code, place.offset);
    },
  };
}

function known(value: number): I32 {
  return {
    kind: "i32",
    constant: value,
    write(code) {
      code.push(0x41);
      writeSigned(code, value);
    },
  };
}

/** An operation on integers, computed at once where both are known. */
function integer(opcode: number, compute: (left: number, right: number) => number): (left: I32, right: I32) => I32 {
  return (left, right) =>
    left.constant !== undefined && right.constant !== undefined
      ? known(compute(left.constant, right.constant) | 0)
      : operation("i32", [opcode], left, right);
}

export const i32 = {
  of: known,
  add: integer(0x6a, (left, right) => left + right),
  sub: integer(0x6b, (left, right) => left - right),
  mul: integer(0x6c, Math.imul),
  shl: integer(0x74, (left, right) => left << right),
  and: integer(0x71, (left, right) => left & right),
  eq: integer(0x46, (left, right) => (left === right ? 1 : 0)),
  ne: integer(0x47, (left, right) => (left !== right ? 1 : 0)),
  lt: integer(0x48, (left, right) => (left < right ? 1 : 0)),
  gt: integer(0x4a, (left, right) => (left > right ? 1 : 0)),
  ge: integer(0x4e, (left, right) => (left >= right ? 1 : 0)),
  not: (value: I32): I32 =>
    value.constant !== undefined ? known(value.constant === 0 ? 1 : 0) : operation("i32", [0x45], value),
  /** The first where the condition holds, else the second; both are computed. */
  select: (condition: I32, one: I32, other: I32): I32 => {
    if (condition.constant !== undefined) return condition.constant !== 0 ? one : other;
    return operation("i32", [0x1b], one, other, condition);
  },
  load: (place: Place): I32 => access("i32", [0x28], 2, place),
};

export const f64 = {
  of: (value: number): F64 => ({
    kind: "f64",
    constant: value,
    write(code) {
      code.push(0x44);
      writeDouble(code, value);
    },
  }),
  mul: (left: F64, right: F64): F64 => operation("f64", [0xa2], left, right),
  load: (place: Place): F64 => access("f64", [0x2b], 3, place),
};

/** Number of a vector instruction behind its prefix. Source: WebAssembly Core Specification 2.0, section 5.4.8. */
function vector(opcode: number): number[] {
  const code: Code = [0xfd];
  writeUnsigned(code, opcode);
  return code;
}

/** Bit k is set where lane k of a mask holds. */
function signs(mask: F64x2): I32 {
  return operation("i32", vector(0xc4), mask);
}

const binary =
  (opcode: number) =>
  (left: F64x2, right: F64x2): F64x2 =>
    operation("v128", vector(opcode), left, right);

/** Comparisons give masks: all bits of a lane set where they hold. */
export const f64x2 = {
  /** The same number in both lanes. */
  of: (value: number): F64x2 => ({
    kind: "v128",
    constant: value,
    write(code) {
      code.push(...vector(0x0c));
      writeDouble(code, value);
      writeDouble(code, value);
    },
  }),
  add: binary(0xf0),
  sub: binary(0xf1),
  mul: binary(0xf2),
  div: binary(0xf3),
  /**
   * The smaller one as `right < left ? right : left`. Equals Math.min unless one is NaN or they are zeros of different sign,
   * which quantities never are.
   */
  min: binary(0xf6),
  /** The larger one as `left < right ? right : left`. */
  max: binary(0xf7),
  eq: binary(0x47),
  ne: binary(0x48),
  gt: binary(0x4a),
  le: binary(0x4b),
  ge: binary(0x4c),
  and: binary(0x4e),
  /** The first where the mask does not hold, else 0. */
  clear: (value: F64x2, mask: F64x2): F64x2 => operation("v128", vector(0x4f), value, mask),
  /** The first where the mask holds, else 0. */
  where: (mask: F64x2, value: F64x2): F64x2 => operation("v128", vector(0x4e), value, mask),
  or: binary(0x50),
  select: (mask: F64x2, one: F64x2, other: F64x2): F64x2 => operation("v128", vector(0x52), one, other, mask),
  /** Whether a mask holds anywhere: its sign bits, three instructions instead of the seven V8 makes of `v128.any_true`. */
  any: signs,
  load: (place: Place): F64x2 => access("v128", vector(0x00), 4, place),
  /** A number of memory in both lanes. */
  loadSplat: (place: Place): F64x2 => access("v128", vector(0x0a), 3, place),
  /** One number of memory in each lane. */
  loadPair: (first: Place, second: Place): F64x2 => ({
    kind: "v128",
    write(code) {
      second.address.write(code);
      access("v128", vector(0x5d), 3, first).write(code);
      code.push(...vector(0x57), 3);
      writeUnsigned(code, second.offset);
      code.push(1);
    },
  }),
  /** Lanes as numbers and back. */
  lane: (value: F64x2, lane: 0 | 1): F64 => operation("f64", [...vector(0x21), lane], value),
  pair: (first: F64, second: F64): F64x2 =>
    operation("v128", [...vector(0x22), 1], operation("v128", vector(0x14), first), second),
  /** Whole numbers of a lane as an integer. */
  whole: (value: F64x2, lane: 0 | 1): I32 =>
    operation("i32", [...vector(0x1b), lane], operation("v128", vector(0xfc), value)),
};

/** Mask of one lane. */
export function laneMask(lane: 0 | 1): F64x2 {
  return {
    kind: "v128",
    write(code) {
      code.push(...vector(0x0c));
      for (let byte = 0; byte < 16; byte++) code.push(byte >> 3 === lane ? 0xff : 0);
    },
  };
}

/** Instruction that stores a vector, and one that stores one of its lanes. */
export const STORE_V128 = vector(0x0b);
export const STORE_LANE = vector(0x5b);
