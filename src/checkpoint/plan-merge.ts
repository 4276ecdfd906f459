import { CommandError, EXIT } from "../errors.ts";
import type { Manifest, Shard } from "../outputs/manifest.ts";
import { findDamage, inspectFolder } from "../outputs/run-folder.ts";
import { findDifference } from "./claim-folder.ts";

/** A finished shard and where it lies. */
export interface FinishedShard {
  readonly folder: string;
  readonly manifest: Manifest & { readonly shard: Shard };
}

/**
 * The shards that make up one whole run, in the order of their scenarios. Shards with the same blocks count once; of the empty
 * ones that more shards than blocks leave, none is needed.
 *
 * @throws CommandError 66 for a folder that is not there, 65 for anything but finished shards of one run by one engine that
 * leave no gap and do not overlap
 */
export async function planMerge(folders: readonly string[]): Promise<FinishedShard[]> {
  const shards: FinishedShard[] = [];
  for (const folder of folders) shards.push(await readShard(folder));
  const [first] = shards;
  for (const { folder, manifest } of shards) {
    const asked = { ...first.manifest, shard: manifest.shard };
    const difference = findDifference(manifest, asked, "continued");
    if (difference !== undefined) throw conflict(`${folder} was computed with ${difference} than ${first.folder}`);
  }
  shards.sort((a, b) => a.manifest.shard.from - b.manifest.shard.from || a.manifest.shard.to - b.manifest.shard.to);
  const plan: FinishedShard[] = [];
  let next = 0;
  for (const shard of shards.filter(({ manifest }) => manifest.shard.from < manifest.shard.to)) {
    const { from, to } = shard.manifest.shard;
    const last = plan.at(-1);
    if (last?.manifest.shard.from === from && last.manifest.shard.to === to) {
      if (last.manifest.resultHash === shard.manifest.resultHash) continue;
      throw conflict(`${last.folder} and ${shard.folder} have the same scenarios but other results`);
    }
    if (last !== undefined && from < next) {
      throw conflict(`${last.folder} and ${shard.folder} overlap in scenarios ${from} to ${Math.min(next, to) - 1}`);
    }
    if (from > next) throw conflict(missing(shards, next, from));
    plan.push(shard);
    next = to;
  }
  const { scenarios } = first.manifest;
  if (next < scenarios) throw conflict(missing(shards, next, scenarios));
  return plan;
}

async function readShard(folder: string): Promise<FinishedShard> {
  const found = await inspectFolder(folder).catch((error) => {
    throw new CommandError(EXIT.invalidStudy, (error as Error).message);
  });
  if (found.kind === "free") throw new CommandError(EXIT.missingInput, `missing shard ${folder}, there is no run`);
  const { shard } = found.manifest;
  if (shard === undefined) throw conflict(`${folder} is no shard but a whole run`);
  if (found.kind === "incomplete") throw conflict(`${folder} is not finished; go on with --resume`);
  const damaged = await findDamage(folder, found.manifest);
  if (damaged !== undefined) throw conflict(`${folder} has a damaged ${damaged}`);
  return { folder, manifest: { ...found.manifest, shard } };
}

function missing(shards: readonly FinishedShard[], from: number, to: number): string {
  const { count } = shards[0].manifest.shard;
  const present = new Set(shards.map(({ manifest }) => manifest.shard.index));
  const isOneCut = shards.every(({ manifest }) => manifest.shard.count === count);
  const absent = Array.from({ length: isOneCut ? count : 0 }, (_, at) => at + 1).filter((index) => !present.has(index));
  const some = absent.slice(0, 10).map((index) => `${index}/${count}`);
  const names = some.length === 0 ? "" : ` (shards not given: ${some.join(", ")}${absent.length > 10 ? ", ..." : ""})`;
  return `scenarios ${from} to ${to - 1} are missing${names}`;
}

function conflict(what: string): CommandError {
  return new CommandError(EXIT.invalidStudy, `invalid shards, ${what}`);
}
