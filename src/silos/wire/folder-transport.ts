import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { lstat, open, readdir, rename, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { lockFolder } from "../../checkpoint/run-lock.ts";
import { CommandError, EXIT, isDiskError } from "../../errors.ts";
import type { Block } from "../../executors/define.ts";
import { makeFolder } from "../../outputs/run-folder.ts";
import { type Place, readMessage } from "./message.ts";
import { nameOf } from "./party-name.ts";
import type { Claim, Paper, Sent, Transport } from "./transport.ts";

/** Papers are short; what is longer is none of ours. */
const MOST_PAPER_BYTES = 64 * 1024 * 1024;
/** A file of the wrong size may still be under way where something copies the folder between machines. */
const COPYING_MS = 1_000;
/** A message that is due within this time is looked for at every chance, one that takes longer now and then. */
const SOON_MS = 20;
/** What a pause adds to a wait, at most. */
const PAUSE_PART = 0.2;
const MOST_PAUSE_MS = 50;
const LEAST_NAP_MS = 0.2;
const napping = new Int32Array(new SharedArrayBuffer(4));

/**
 * Messages as files of a folder that all parties see: `PARTY/to-NEIGHBOUR/BLOCK/DESIGN/DAY`. A party writes below its own name only, under a
 * name of no meaning first, and renames. Nothing is asked of the folder but that a rename shows whole files: neither events nor locks.
 */
export async function openFolderTransport(folder: string, party: string): Promise<Transport> {
  const own = join(folder, nameOf(party));
  await using(folder, () => makeFolder(own));
  /** Folders known to be there, and those that are only this process's own work: nothing of an earlier try lies there. */
  const made = new Map<string, "old" | "new">();
  let temporary = 0;

  /** Makes a folder for messages, and says whether anything may lie there already. */
  function makeMessageFolder(path: string): "old" | "new" {
    const known = made.get(path);
    if (known !== undefined) return known;
    const kind = mkdirSync(path, { recursive: true }) === undefined ? "old" : "new";
    made.set(path, kind);
    return kind;
  }

  return {
    party,
    shown: folder,
    async claim(): Promise<Claim> {
      return using(folder, () =>
        lockFolder(own, own, {
          isAnonymous: true,
          describe: (_, who) => `invalid party '${party}', ${who} runs it in ${folder}; try again when that has ended`,
        }),
      );
    },
    post: (paper, text) =>
      using(folder, async () => {
        const path = join(own, `${paper}.json`);
        const handle = await open(`${path}.partial`, "w");
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(`${path}.partial`, path);
      }),
    read: (other, paper) => readPaper(folder, other, paper),
    async send(receiver, place, bytes): Promise<Sent> {
      return using(folder, () => {
        const into = folderOf(own, receiver, place);
        const kind = makeMessageFolder(into);
        const path = join(into, String(place.day));
        if (kind === "old") {
          const there = readWhole(path, bytes.length);
          if (there !== undefined && Buffer.from(bytes).equals(there)) return "same";
          // What a crash has torn is written again.
          if (there !== undefined && typeof readMessage(there) !== "string") return "other";
        }
        const partial = join(into, `.${process.pid}-${++temporary}`);
        writeNew(partial, bytes);
        renameSync(partial, path);
        return "new";
      });
    },
    async receive(sender, place, bytes, waitMs, into) {
      const path = join(folderOf(join(folder, nameOf(sender)), party, place), String(place.day));
      const start = performance.now();
      for (;;) {
        const waited = performance.now() - start;
        const found = lstatSync(path, { throwIfNoEntry: false });
        if (found !== undefined && (isReady(found, bytes) || waited > Math.min(COPYING_MS, waitMs))) {
          return readWhole(path, bytes, into) ?? new Uint8Array();
        }
        if (waited >= waitMs) return undefined;
        if (waited < SOON_MS) {
          Atomics.wait(napping, 0, 0, Math.max(LEAST_NAP_MS, waited * PAUSE_PART));
          await nextTurn();
        } else {
          await sleep(Math.min(MOST_PAUSE_MS, waited * PAUSE_PART));
        }
      }
    },
    async drop(receiver, block) {
      await rm(blockFolder(own, receiver, block), { recursive: true, force: true });
      // Folders above it stay: they are few, and another message may be on its way there.
      for (const path of [...made.keys()])
        if (path.startsWith(join(blockFolder(own, receiver, block), sep))) made.delete(path);
    },
    wipe: () =>
      using(folder, async () => {
        made.clear();
        for (const name of await readdir(own)) {
          if (!name.startsWith("lock.")) await rm(join(own, name), { recursive: true, force: true });
        }
      }),
    async close() {},
  };
}

/** What a party has said of itself, in a folder. */
export async function readPaper(folder: string, party: string, paper: Paper): Promise<string | undefined> {
  const path = join(folder, nameOf(party), `${paper}.json`);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size > MOST_PAPER_BYTES) return undefined;
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  try {
    return await handle?.readFile("utf8");
  } finally {
    await handle?.close();
  }
}

function blockFolder(own: string, receiver: string, { from, to }: Block): string {
  return join(own, `to-${nameOf(receiver)}`, `${from}-${to}`);
}

function folderOf(own: string, receiver: string, place: Place): string {
  return join(blockFolder(own, receiver, place), String(place.design));
}

/** Whether a file may be read: a pipe would never end, and what is too long is no message. */
function isReady(found: { isFile(): boolean; readonly size: number }, bytes: number): boolean {
  return found.isFile() && found.size === bytes;
}

/** A whole file of so many bytes; of another file as much as tells that it is one. */
function readWhole(path: string, bytes: number, into?: Uint8Array<ArrayBuffer>): Uint8Array | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile()) return new Uint8Array();
  const length = Math.min(found.size, bytes + 1);
  const content = into?.length === length ? into : new Uint8Array(length);
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    let at = 0;
    while (at < length) {
      const read = readSync(handle, content, at, length - at, at);
      if (read === 0) break;
      at += read;
    }
    return content.subarray(0, at);
  } finally {
    closeSync(handle);
  }
}

/** Writes a file that was not there; removes it again where there is no room. */
function writeNew(path: string, bytes: Uint8Array): void {
  const handle = openSync(path, "wx");
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
  } catch (error) {
    try {
      unlinkSync(path);
    } catch {
      // what could not be written stays as what has no name
    }
    throw error;
  } finally {
    closeSync(handle);
  }
}

/** Does something with a folder; where that cannot be used, says so. */
async function using<Result>(folder: string, act: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof CommandError || code === undefined) throw error;
    const exitCode = isDiskError(error) ? EXIT.ioError : EXIT.cannotCreate;
    throw new CommandError(
      exitCode,
      `cannot write to ${folder}, ${message}; go on with --resume when that is possible`,
    );
  }
}
