import { type Code, join, joinSized, writeName, writeUnsigned } from "./encode.ts";
import { type Body, createBody } from "./function.ts";
import { type F64, type I32, KIND_BYTE } from "./value.ts";

/** A module under construction: functions on one imported memory. */
export interface ModuleBuilder {
  /** Adds a function without parameters; returns its number. */
  add(write: (body: Body) => void): number;
  /** Adds a function of integers that the outside may call by this name. */
  export(name: string, parameters: number, write: (body: Body, parameters: readonly I32[]) => void): void;
  /** The value of an imported function. */
  apply(name: string, value: F64): F64;
  finish(): Uint8Array<ArrayBuffer>;
}

/** Section numbers. Source: WebAssembly Core Specification 2.0, section 5.5. */
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
/** Magic number and version. Source: section 5.5.16. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** @param imports names of functions of one number, imported as `math.<name>` beside the memory `env.memory` */
export function createModule(imports: readonly string[]): ModuleBuilder {
  const functions: { readonly parameters: number; readonly code: Uint8Array; readonly name?: string }[] = [];
  return {
    add(write) {
      const body = createBody();
      write(body);
      functions.push({ parameters: 0, code: body.finish() });
      return imports.length + functions.length - 1;
    },
    export(name, parameters, write) {
      const body = createBody(parameters);
      write(
        body,
        Array.from({ length: parameters }, (_, index) => body.parameter(index)),
      );
      functions.push({ parameters, code: body.finish(), name });
    },
    apply(name, value) {
      const number = imports.indexOf(name);
      if (number < 0) throw new RangeError(`unknown function '${name}', the module imports ${imports.join(", ")}`);
      return {
        kind: "f64",
        write(code) {
          value.write(code);
          code.push(0x10);
          writeUnsigned(code, number);
        },
      };
    },
    finish() {
      return join([
        HEADER,
        section(SECTION.type, typesOf(functions)),
        section(SECTION.import, [memoryImport(), ...imports.map(mathImport)]),
        section(
          SECTION.function,
          functions.map(({ parameters }) => [parameters + 1]),
        ),
        section(
          SECTION.export,
          functions.flatMap(({ name }, index) => (name === undefined ? [] : [exportOf(name, imports.length + index)])),
        ),
        section(
          SECTION.code,
          functions.map(({ code }) => code),
        ),
      ]);
    },
  };
}

/** Type 0 is number -> number, of imports; type n + 1 takes n integers and returns nothing. */
function typesOf(functions: readonly { readonly parameters: number }[]): Code[] {
  const most = Math.max(0, ...functions.map(({ parameters }) => parameters));
  const types: Code[] = [[FUNCTION_TYPE, 1, KIND_BYTE.f64, 1, KIND_BYTE.f64]];
  for (let count = 0; count <= most; count++) {
    types.push([FUNCTION_TYPE, count, ...Array.from({ length: count }, () => KIND_BYTE.i32), 0]);
  }
  return types;
}

function memoryImport(): Code {
  const item: Code = [];
  writeName(item, "env");
  writeName(item, "memory");
  item.push(0x02, 0x00, 0x00);
  return item;
}

function mathImport(name: string): Code {
  const item: Code = [];
  writeName(item, "math");
  writeName(item, name);
  item.push(0x00, 0x00);
  return item;
}

function exportOf(name: string, index: number): Code {
  const item: Code = [];
  writeName(item, name);
  item.push(0x00);
  writeUnsigned(item, index);
  return item;
}

function section(id: number, items: readonly ArrayLike<number>[]): Uint8Array {
  const count: Code = [];
  writeUnsigned(count, items.length);
  return join([[id], joinSized([count, ...items])]);
}
