import { type Code, joinSized, writeUnsigned } from "./encode.ts";
import {
  type F64x2,
  type I32,
  i32,
  KIND_BYTE,
  type Kind,
  type Place,
  STORE_LANE,
  STORE_V128,
  type Value,
} from "./value.ts";

/** A local that is set more than once. */
export interface Variable<Of extends Kind> {
  readonly value: Value<Of>;
  set(value: Value<Of>): void;
}

/** A function under construction, without parameters or results. Statements are written in the order of the calls. */
export interface Body {
  /** Computes a value now and keeps it in a local until the scope ends; one that is known stays as it is. */
  keep<Of extends Kind>(value: Value<Of>): Value<Of>;
  variable<Of extends Kind>(initial: Value<Of>): Variable<Of>;
  /** A local that must be set before it is read. */
  declare<Of extends Kind>(kind: Of): Variable<Of>;
  /** Writes statements, then puts in front of them what they turned out to need. */
  preceded(write: () => void, by: () => void): void;
  /** Locals kept inside are free again behind it. */
  scope(write: () => void): void;
  store(place: Place, value: F64x2): void;
  storeLane(place: Place, value: F64x2, lane: 0 | 1): void;
  storeInteger(place: Place, value: I32): void;
  /** Writes only the branch that is taken where the condition is known. */
  when(condition: I32, then: () => void, otherwise?: () => void): void;
  /** Repeats for from, from + 1, ... below `to`; a loop in which nothing happens is left out. */
  loop(from: I32, to: I32, write: (index: I32) => void): void;
  /** Repeats for from, from + step, ... below `to`. */
  loopBy(from: I32, to: I32, step: I32, write: (index: I32) => void): void;
  call(fn: number): void;
  /** The body as it stands in a module: its locals, its code. */
  finish(): Uint8Array;
}

/** @param parameters integers the function takes: `parameter(0)` is the first of them */
export function createBody(parameters = 0): Body & { parameter(index: number): I32 } {
  const code: Code = [];
  const kinds: Kind[] = [];
  const free: Record<Kind, number[]> = { i32: [], f64: [], v128: [] };
  let taken: { kind: Kind; index: number }[] = [];

  function take(kind: Kind): number {
    let index = free[kind].pop();
    if (index === undefined) {
      index = parameters + kinds.length;
      kinds.push(kind);
    }
    taken.push({ kind, index });
    return index;
  }

  function read<Of extends Kind>(kind: Of, index: number): Value<Of> {
    return {
      kind,
      write(out) {
        out.push(0x20);
        writeUnsigned(out, index);
      },
    };
  }

  function assign(index: number, value: Value<Kind>): void {
    value.write(code);
    code.push(0x21);
    writeUnsigned(code, index);
  }

  function scope(write: () => void): void {
    const outer = taken;
    taken = [];
    write();
    for (const { kind, index } of taken.reverse()) free[kind].push(index);
    taken = outer;
  }

  function storeAt({ address, offset }: Place, value: Value<Kind>, opcode: readonly number[], alignment: number): void {
    address.write(code);
    value.write(code);
    code.push(...opcode, alignment);
    writeUnsigned(code, offset);
  }

  const builder: Body & { parameter(index: number): I32 } = {
    parameter: (index) => read("i32", index),
    keep(value) {
      if (value.constant !== undefined) return value;
      const index = take(value.kind);
      assign(index, value);
      return read(value.kind, index);
    },
    variable(initial) {
      const variable = builder.declare(initial.kind);
      variable.set(initial);
      return variable;
    },
    declare(kind) {
      const index = take(kind);
      return { value: read(kind, index), set: (value) => assign(index, value) };
    },
    preceded(write, by) {
      const start = code.length;
      write();
      const end = code.length;
      by();
      code.splice(start, 0, ...code.splice(end));
    },
    scope,
    store: (place, value) => storeAt(place, value, STORE_V128, 4),
    storeLane(place, value, lane) {
      storeAt(place, value, STORE_LANE, 3);
      code.push(lane);
    },
    storeInteger: (place, value) => storeAt(place, value, [0x36], 2),
    when(condition, then, otherwise) {
      if (condition.constant !== undefined) {
        scope(condition.constant !== 0 ? then : (otherwise ?? (() => undefined)));
        return;
      }
      condition.write(code);
      code.push(0x04, 0x40);
      scope(then);
      if (otherwise !== undefined) {
        code.push(0x05);
        scope(otherwise);
      }
      code.push(0x0b);
    },
    loop: (from, to, write) => builder.loopBy(from, to, i32.of(1), write),
    loopBy(from, to, step, write) {
      const start = code.length;
      let isEmpty = true;
      scope(() => {
        const end = builder.keep(to);
        const index = builder.variable(from);
        builder.when(i32.lt(index.value, end), () => {
          code.push(0x03, 0x40);
          const inside = code.length;
          scope(() => write(index.value));
          isEmpty = code.length === inside;
          index.set(i32.add(index.value, step));
          i32.lt(index.value, end).write(code);
          code.push(0x0d, 0x00, 0x0b);
        });
      });
      if (isEmpty) code.length = start;
    },
    call(fn) {
      code.push(0x10);
      writeUnsigned(code, fn);
    },
    finish() {
      const locals: Code = [];
      writeUnsigned(locals, kinds.length);
      for (const kind of kinds) locals.push(1, KIND_BYTE[kind]);
      return joinSized([locals, code, [0x0b]]);
    },
  };
  return builder;
}
