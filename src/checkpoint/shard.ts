import { CommandError, EXIT } from "../errors.ts";
import type { Shard } from "../outputs/manifest.ts";

/**
 * Share `index` of `count`, from 1, of a study: whole blocks, so that any machine can compute its share alone and shares differ
 * by one block at most. With more shares than blocks some are empty.
 */
export function cutShard(
  scenarios: number,
  blockScenarios: number,
  { index, count }: { readonly index: number; readonly count: number },
): Shard {
  if (!Number.isInteger(count) || count < 1 || count > MOST_SHARDS) {
    throw new CommandError(EXIT.usage, `invalid number of shards ${count}, must be in [1, ${MOST_SHARDS}]`);
  }
  if (!Number.isInteger(index) || index < 1 || index > count) {
    throw new CommandError(EXIT.usage, `invalid shard ${index}, must be in [1, ${count}]`);
  }
  const blocks = Math.ceil(scenarios / blockScenarios);
  const start = (share: number): number => Math.min(scenarios, Math.floor((share * blocks) / count) * blockScenarios);
  return { index, count, from: start(index - 1), to: start(index) };
}

/** Kubernetes, Slurm and AWS Batch allow 10,000 to 100,000 tasks in an array. */
const MOST_SHARDS = 100_000;
