/** Where the arrays of a block's outcome come to lie. All are zero. */
export interface OutcomeMemory {
  floats(length: number): Float64Array;
  integers(length: number): Int32Array;
}

/** Arrays of their own. */
export const ownMemory: OutcomeMemory = {
  floats: (length) => new Float64Array(length),
  integers: (length) => new Int32Array(length),
};

/** Every array starts at a multiple of this. */
const ALIGNMENT_BYTES = 8;

/** Arrays side by side in a buffer, whatever it held before, as long as there is room; behind that, of their own. */
export function memoryIn(buffer: ArrayBuffer): OutcomeMemory & { readonly wantedBytes: number } {
  let end = 0;
  const take = (bytes: number): number | undefined => {
    const start = end;
    end += Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return end <= buffer.byteLength ? start : undefined;
  };
  return {
    /** Of a buffer that all arrays so far fit in. */
    get wantedBytes() {
      return end;
    },
    floats(length) {
      const start = take(length * Float64Array.BYTES_PER_ELEMENT);
      return start === undefined ? new Float64Array(length) : new Float64Array(buffer, start, length).fill(0);
    },
    integers(length) {
      const start = take(length * Int32Array.BYTES_PER_ELEMENT);
      return start === undefined ? new Int32Array(length) : new Int32Array(buffer, start, length).fill(0);
    },
  };
}
