import { createMemory, growTo, type Memory } from "../../wasm/instantiate.ts";

/**
 * Memories that fleets have left behind, for the next ones: a page of memory is expensive the first time that it is touched, and a fleet of a
 * thousand runs has tens of thousands.
 */
export interface Shelf {
  take(bytes: number): Memory;
  put(memory: Memory): void;
}

export function createShelf(): Shelf {
  const kept: Memory[] = [];
  return {
    take(bytes) {
      const memory = kept.pop() ?? createMemory(bytes);
      growTo(memory, bytes);
      return memory;
    },
    put: (memory) => void kept.push(memory),
  };
}
