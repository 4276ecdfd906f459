import { createBatchRunner } from "../batch.ts";
import type { Executor } from "./define.ts";

/** Computes in the calling thread: for small runs and for tests. */
export const inline: Executor = {
  name: "inline",
  async *execute(study, blocks) {
    const runBatch = createBatchRunner(study);
    for (const { from, to } of blocks) yield runBatch(from, to);
  },
};
