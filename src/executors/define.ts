import type { BatchStudy, BlockOutcome } from "../batch.ts";
import type { Settings } from "../model/settings.ts";
import type { Crew } from "./task-pool.ts";

/** Scenarios [from, to). */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** A way to compute the blocks of a study. Outcomes come in the order of the blocks, whoever computed them. */
export interface Executor {
  readonly name: string;
  /** Whether blocks may be larger than the study says: no other process counts in them. */
  readonly sizesBlocks?: boolean;
  /** @param signal stops the work: what is under way ends in an error */
  execute(study: BatchStudy, blocks: Iterable<Block>, signal?: AbortSignal): AsyncGenerator<BlockOutcome>;
  /** Workers that stay when all blocks are done, to be asked for other things; not before the first block. */
  readonly crew?: Crew | undefined;
  /** Hears that all scenarios below are safe on the disk and will not be asked for again. */
  onKept?(scenarios: number): void;
}

/** Blocks of a long run that each worker takes: enough that none waits long for another at the end. */
const BLOCKS_A_WORKER = 128;
/** Lane-days of a block from which on handing it over costs next to nothing. */
const LANE_DAYS = 1_000_000;
/** What a scenario of a design costs beside its lanes, in lanes. */
const LANES_BESIDE = 8;

/**
 * Scenarios of a block: what the study says, or a multiple of it where the run is long and its scenarios are cheap, so that workers
 * compute instead of handing over.
 *
 * @param lanes [design]
 */
export function sizeBlocks(
  { blockScenarios, horizonDays }: Pick<Settings, "blockScenarios" | "horizonDays">,
  lanes: readonly number[],
  scenarios: number,
  workers: number,
): number {
  const laneDays = lanes.reduce((sum, own) => sum + own + LANES_BESIDE, 0) * horizonDays;
  const most = Math.min(scenarios / (BLOCKS_A_WORKER * Math.max(1, workers)), LANE_DAYS / laneDays);
  return blockScenarios * Math.max(1, Math.floor(most / blockScenarios));
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
