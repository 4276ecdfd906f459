import type { BatchStudy, BlockOutcome } from "../batch.ts";

/** Scenarios [from, to). */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** A way to compute the blocks of a study. Outcomes come in the order of the blocks, whoever computed them. */
export interface Executor {
  readonly name: string;
  /** @param signal stops the work: what is under way ends in an error */
  execute(study: BatchStudy, blocks: Iterable<Block>, signal?: AbortSignal): AsyncGenerator<BlockOutcome>;
  /** Hears that all scenarios below are safe on the disk and will not be asked for again. */
  onKept?(scenarios: number): void;
}

/**
 * Cuts [first, scenarios) into blocks, one at a time: a run of many scenarios holds no list of them.
 *
 * @param ends numbers of scenarios, ascending, at which a block must end
 */
export function cutBlocks(
  scenarios: number,
  blockScenarios: number,
  first = 0,
  ends: readonly number[] = [],
): Iterable<Block> {
  return {
    *[Symbol.iterator]() {
      let next = 0;
      for (let from = first; from < scenarios; ) {
        while (next < ends.length && ends[next] <= from) next += 1;
        const to = Math.min(scenarios, from + blockScenarios, ends[next] ?? scenarios);
        yield { from, to };
        from = to;
      }
    },
  };
}
