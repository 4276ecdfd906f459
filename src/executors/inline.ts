import { setImmediate as nextTurn } from "node:timers/promises";
import { createBatchRunner } from "../batch.ts";
import type { Executor } from "./define.ts";

/** Computes in the calling thread: for small runs and for tests. */
export const inline: Executor = {
  name: "inline",
  async *execute(study, blocks, signal) {
    const runBatch = createBatchRunner(study);
    for (const { from, to } of blocks) {
      await nextTurn(); // for signals, and for the disk
      signal?.throwIfAborted();
      yield runBatch(from, to);
    }
  },
};
