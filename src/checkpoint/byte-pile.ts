/** Bytes one after the other in memory that stays: what was piled up once is piled up again without asking for more. */
export interface BytePile {
  /** So many bytes on top, all zero, valid until the next call. */
  reserve(length: number): Uint8Array;
  /** All that lies there, valid until the next call. */
  readonly bytes: Uint8Array;
  clear(): void;
}

export function createBytePile(): BytePile {
  let memory = new Uint8Array(0);
  let length = 0;
  return {
    reserve(more) {
      const start = length;
      length += more;
      if (length > memory.length) {
        const larger = new Uint8Array(Math.max(length, 2 * memory.length));
        larger.set(memory.subarray(0, start));
        memory = larger;
      }
      return memory.subarray(start, length).fill(0);
    },
    get bytes() {
      return memory.subarray(0, length);
    },
    clear() {
      length = 0;
    },
  };
}
