import { expect, test } from "vitest";
import { type BlockOutcome, createBatchRunner } from "../../src/batch.ts";
import { cutBlocks } from "../../src/executors/define.ts";
import { createPool } from "../../src/executors/pool.ts";
import { drawStudies } from "../helpers/random-study.ts";
import { batchStudyOf, isSameBytes } from "./support.ts";

const SCENARIOS = 12;
const BLOCK_SCENARIOS = 3;
/** Workers have to be started for each: fewer studies than elsewhere. */
const STUDIES = 3;

test("workers give the bytes of one thread, every feature of the model on", async () => {
  for (const drawn of drawStudies(STUDIES, 1, { features: "all" })) {
    const study = batchStudyOf(drawn);
    const alone = createBatchRunner(study)(0, SCENARIOS);
    const blocks: BlockOutcome[] = [];
    for await (const block of createPool({ workers: 2 }).execute(study, cutBlocks(SCENARIOS, BLOCK_SCENARIOS))) {
      blocks.push(block);
    }
    const joined = (column: "outcomes" | "disruptions"): Float64Array =>
      Float64Array.from(blocks.flatMap((block) => [...block[column]]));
    expect(isSameBytes(joined("outcomes"), alone.outcomes), `outcomes of study ${drawn.number}`).toBe(true);
    expect(isSameBytes(joined("disruptions"), alone.disruptions), `disruptions of study ${drawn.number}`).toBe(true);
  }
});
