import { join } from "node:path";
import { CommandError, EXIT } from "../errors.ts";
import type { Manifest, RunIdentity } from "../outputs/manifest.ts";
import {
  clearFolder,
  discardWork,
  type FolderContent,
  findDamage,
  inspectFolder,
  makeWorkFolder,
  WORK_FOLDER,
} from "../outputs/run-folder.ts";
import { lockFolder, type RunLock } from "./run-lock.ts";

/** How to treat a folder that holds something already. */
export interface ClaimOptions {
  /** Go on with what an unfinished run of the same study left. */
  readonly resume?: boolean;
  /** Compute anew, whatever one of our folders holds. */
  readonly force?: boolean;
}

/** A folder that already holds the run, or one that is ours alone to write to. */
export type Claim =
  | { readonly kind: "reuse"; readonly manifest: Manifest }
  | { readonly kind: "begin" | "resume"; readonly lock: RunLock };

/**
 * Takes a folder for a run: locked, with nothing left over but finished blocks to go on with.
 *
 * @throws CommandError 73 for a folder that is not for this run, 75 for one that is written to, 78 where what is to be resumed
 * is another study or engine
 */
export async function claimFolder(folder: string, asked: RunIdentity, options: ClaimOptions): Promise<Claim> {
  const found = await inspectFolder(folder);
  if ((await decide(folder, found, asked, options)) === "reuse") return reuse(folder, found);
  const lock = await lockFolder(await makeWorkFolder(folder), folder);
  try {
    // Another process may have been here in the meantime.
    const now = await inspectFolder(folder);
    const kind = await decide(folder, now, asked, options);
    if (kind === "reuse") {
      await lock.release();
      return await reuse(folder, now);
    }
    await clearFolder(folder, { keepBlocks: kind === "resume" });
    return { kind, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function decide(
  folder: string,
  found: FolderContent,
  asked: RunIdentity,
  { resume = false, force = false }: ClaimOptions,
): Promise<"reuse" | "begin" | "resume"> {
  if (found.kind === "free" || force) return "begin";
  // What is complete is shown as it is; what goes on must come from the very same engine.
  const difference = findDifference(found.manifest, asked, found.kind === "complete" ? "shown" : "continued");
  if (found.kind === "complete" && difference === undefined) {
    const damaged = await findDamage(folder, found.manifest);
    if (damaged === undefined) return "reuse";
    throw refuse(folder, `this run with a damaged ${damaged}; add --force to replace it`);
  }
  if (resume && difference !== undefined) {
    throw new CommandError(
      EXIT.mismatch,
      `invalid run folder ${folder} to resume, it was computed with ${difference}; add --force to replace it`,
    );
  }
  if (found.kind === "complete") throw refuse(folder, "the results of another run; add --force to replace it");
  if (resume) return "resume";
  throw refuse(folder, "an unfinished run; add --resume to go on with it or --force to replace it");
}

function refuse(folder: string, holds: string): CommandError {
  return new CommandError(EXIT.cannotCreate, `invalid run folder ${folder}, it holds ${holds}`);
}

/** What makes the run in a folder another one than asked for, to show its results or to mix them with new ones. */
export function findDifference(found: RunIdentity, asked: RunIdentity, use: "shown" | "continued"): string | undefined {
  if (found.configHash !== asked.configHash) {
    return `another study (configuration ${found.configHash.slice(0, 8)}, not ${asked.configHash.slice(0, 8)})`;
  }
  const share = ({ shard }: RunIdentity): string =>
    shard === undefined ? "no shard" : `shard ${shard.index}/${shard.count}`;
  const pairs = [
    ["seed", found.seed, asked.seed],
    ["share", share(found), share(asked)],
    ["engine version", found.run.engineVersion, asked.run.engineVersion],
  ];
  const exactly = [
    ["engine commit", found.run.commit ?? "unknown", asked.run.commit ?? "unknown"],
    ["V8 version", found.run.v8Version, asked.run.v8Version],
  ];
  const differing = [...pairs, ...(use === "shown" ? [] : exactly)].find(([, theirs, ours]) => theirs !== ours);
  return differing && `another ${differing[0]} (${differing[1]}, not ${differing[2]})`;
}

/** A run that was killed after its last word, before it had tidied up, is tidied up. */
async function reuse(folder: string, found: FolderContent): Promise<Claim> {
  const { manifest } = found as { manifest: Manifest };
  const lock = await lockFolder(join(folder, WORK_FOLDER), folder).catch(() => undefined);
  if (lock !== undefined) await discardWork(folder, lock.release);
  return { kind: "reuse", manifest };
}
