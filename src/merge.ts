import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readBlockLog } from "./checkpoint/block-log.ts";
import { findDifference } from "./checkpoint/claim-folder.ts";
import { type FinishedShard, planMerge } from "./checkpoint/plan-merge.ts";
import { createBlockHash } from "./checkpoint/shard-writer.ts";
import { compileStudy } from "./compile-study.ts";
import { parseStudy } from "./config/parse-study.ts";
import { CommandError, EXIT } from "./errors.ts";
import type { Executor } from "./executors/define.ts";
import { isOutcomeOf } from "./executors/is-outcome-of.ts";
import { describeRun } from "./outputs/describe-run.ts";
import { LOG_FILE } from "./outputs/run-folder.ts";
import { type RunOptions, type RunReport, runStudy } from "./run.ts";

/**
 * Puts the shards of a study together: the run folder that one machine would have written, to the byte. It is a run whose blocks
 * are read instead of computed.
 *
 * @throws CommandError 65 for shards that do not make one whole run, 78 for shards of another engine than this
 */
export async function mergeShards(
  folders: readonly string[],
  options: Pick<RunOptions, "out" | "resume" | "force" | "signal" | "onProgress" | "beforeSuccess">,
): Promise<RunReport> {
  const shards = await planMerge(folders);
  const { folder, manifest } = shards[0];
  const path = join(folder, "study.original.yaml");
  const parsed = parseStudy(path, await readFile(path, "utf8"));
  const { scenarios, seed, designs } = manifest;
  const { shard: _shard, ...whole } = manifest;
  const how = { executor: readShards(shards), workers: 0 };
  const { identity } = describeRun(parsed, compileStudy(parsed, { scenarios, seed, designs }), how);
  const difference = findDifference(whole, identity, "continued");
  if (difference !== undefined) {
    throw new CommandError(EXIT.mismatch, `invalid shards to merge here, they were computed with ${difference}`);
  }
  return runStudy(parsed, { ...options, ...how, scenarios, seed, designs });
}

/** Hands on the blocks of shards, every one checked against what its shard said of it. */
function readShards(shards: readonly FinishedShard[]): Executor {
  return {
    name: "merge",
    async *execute(study, blocks, signal) {
      let next = 0;
      for (const { from } of blocks) {
        next = from; // what was merged before is skipped
        break;
      }
      for (const { folder, manifest } of shards) {
        const { from, to } = manifest.shard;
        if (to <= next) continue;
        const hash = createBlockHash();
        for await (const block of readBlockLog(join(folder, LOG_FILE), from, to)) {
          signal?.throwIfAborted();
          if (!isOutcomeOf(block, block, study)) throw damaged(folder);
          hash.add(block);
          if (block.from >= next) yield block;
        }
        if (hash.digest() !== manifest.resultHash) throw damaged(folder);
      }
    },
  };
}

function damaged(folder: string): CommandError {
  return new CommandError(EXIT.invalidStudy, `invalid shard ${folder}, its blocks are not those it computed`);
}
