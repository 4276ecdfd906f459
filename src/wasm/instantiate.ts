/** The part of the WebAssembly API that we use; TypeScript declares it only beside that of browsers. */
declare const WebAssembly: {
  readonly Memory: new (limits: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, (...integers: number[]) => void>> };
};

/** Linear memory of a module. Its buffer is another one once it has grown. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

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

/** @returns memory that is all zero */
export function createMemory(bytes: number): Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
}

/** Makes a memory at least so large; views of its buffer are to be made anew. */
export function growTo(memory: Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (pages > 0) memory.grow(pages);
}

/** @param memory the module's alone as long as it runs */
export function instantiate(module: Compiled, memory: Memory): Instance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: MATH });
  return { buffer: memory.buffer, exports };
}
