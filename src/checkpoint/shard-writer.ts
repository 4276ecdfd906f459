import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Shard } from "../outputs/manifest.ts";
import type { ResultWriter } from "../outputs/result-writer.ts";
import { LOG_FILE } from "../outputs/run-folder.ts";
import { encodeBlock } from "./block-codec.ts";

/** The results of a shard are its blocks, as they lie in the log; tables come when all shards are merged. */
export function openShard(folder: string, { from, to }: Shard, scenarios: number): ResultWriter {
  const hash = createBlockHash();
  let next = from;
  return {
    async add(block) {
      if (block.from !== next)
        throw new RangeError(`missing scenario ${next}, a block from scenario ${block.from} came instead`);
      hash.add(block);
      next = block.to;
    },
    async look() {
      throw new RangeError("missing outcomes, a shard cannot tell how precise the whole run is");
    },
    async finish() {
      if (next !== to) throw new RangeError(`missing scenarios ${next} to ${to - 1}`);
      const path = join(folder, LOG_FILE);
      const digest = createHash("sha256");
      for await (const chunk of createReadStream(path)) digest.update(chunk as Uint8Array);
      const { size } = await stat(path);
      const file = { table: "blocks", path: LOG_FILE, rows: to - from, bytes: size, sha256: digest.digest("hex") };
      return { files: [file], resultHash: hash.digest(), headline: [], criteria: [], scenarios };
    },
    async discard() {},
  };
}

/** SHA-256 over blocks, whatever frames they lie in: what a shard computed. */
export function createBlockHash(): { add(block: Parameters<ResultWriter["add"]>[0]): void; digest(): string } {
  const hash = createHash("sha256");
  return {
    add: (block) => {
      hash.update(encodeBlock(block));
    },
    digest: () => hash.digest("hex"),
  };
}
