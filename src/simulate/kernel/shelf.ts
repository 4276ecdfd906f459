import { createMemory, growTo, type Memory } from "../../wasm/instantiate.ts";

/**
 * Memories that fleets have left behind, for the next ones: a page of memory is expensive the first time that it is touched, and a fleet of a
 * thousand runs has tens of thousands.
 */
export interface Shelf {
  /** A memory is to have so many bytes at most, where two runs fit; more runs than fit are several fleets. */
  readonly mostBytes: number;
  take(bytes: number): Memory;
  put(memory: Memory): void;
}

const MOST_BYTES = 1 << 30;

export function createShelf(mostBytes = MOST_BYTES): Shelf {
  const kept: Memory[] = [];
  return {
    mostBytes,
    take(bytes) {
      const memory = kept.pop() ?? createMemory(bytes);
      growTo(memory, bytes);
      return memory;
    },
    put: (memory) => void kept.push(memory),
  };
}
