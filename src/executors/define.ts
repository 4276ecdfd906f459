import type { BatchStudy, BlockOutcome } from "../batch.ts";

/** Scenarios [from, to). */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** A way to compute the blocks of a study. Outcomes come in the order of the blocks, whoever computed them. */
export interface Executor {
  readonly name: string;
  execute(study: BatchStudy, blocks: readonly Block[]): AsyncGenerator<BlockOutcome>;
}

/** Cuts [0, scenarios) into blocks. */
export function cutBlocks(scenarios: number, blockScenarios: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < scenarios; from += blockScenarios) {
    blocks.push({ from, to: Math.min(scenarios, from + blockScenarios) });
  }
  return blocks;
}
