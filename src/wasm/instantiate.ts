/** The part of the WebAssembly API that we use; TypeScript declares it only beside that of browsers. */
declare const WebAssembly: {
  readonly Memory: new (limits: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, (...integers: number[]) => void>> };
};

const PAGE_BYTES = 65_536;

/** Functions of a module on a memory of their own. */
export interface Instance {
  readonly buffer: ArrayBuffer;
  readonly exports: Readonly<Record<string, (...integers: number[]) => void>>;
}

/** Functions of one number that modules import. */
const MATH = { exp: Math.exp, log: Math.log };
export const MATH_IMPORTS = Object.keys(MATH);

/** A compiled module, to be given as many memories as one likes. */
export type Compiled = object;

export function compile(bytes: Uint8Array<ArrayBuffer>): Compiled {
  return new WebAssembly.Module(bytes);
}

/** Gives a module a memory of its own, all zero. */
export function instantiate(module: Compiled, memoryBytes: number): Instance {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: MATH });
  return { buffer: memory.buffer, exports };
}
