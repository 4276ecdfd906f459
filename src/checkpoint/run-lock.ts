import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, readFile, readlink, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, EXIT } from "../errors.ts";

/** Holds a run folder for one process. */
export interface RunLock {
  release(): Promise<void>;
}

/** How a lock differs from that of a run folder. */
export interface LockOptions {
  readonly silenceMs?: number;
  /** Where others may read it, a lock does not name its machine. */
  readonly isAnonymous?: boolean;
  /** Says who holds the folder. */
  readonly describe?: (folder: string, who: string) => string;
}

/** Who holds a lock. */
export interface Owner {
  /** Where its process number means something: host, boot and process namespace. */
  readonly place: string;
  readonly pid: number;
  /** When the process started, in ticks since boot: a number is used again, a number and a start is not. Empty where unknown. */
  readonly started: string;
}

/** A lock writes its count of beats this often, for processes elsewhere that cannot look at this one. */
const BEAT_MS = 2_000;
/** A lock of another machine whose beats stand still for this long belongs to nobody. Measured here, by no clock of theirs. */
const SILENCE_MS = 15_000;
const NAME = /^lock\.(\d+)$/;

/**
 * Locks a folder against other writers. Each lock file has the next higher number: of all who find the last one stale, only one
 * can make the next.
 *
 * @param shown what the folder is called in messages
 * @throws CommandError 75 while a living process holds it
 */
export async function lockFolder(
  folder: string,
  shown = folder,
  { silenceMs = SILENCE_MS, isAnonymous = false, describe = describeWriter }: LockOptions = {},
): Promise<RunLock> {
  const inUse = (who: string): CommandError => new CommandError(EXIT.tryAgain, describe(shown, who));
  const me = await ownerHere(isAnonymous);
  const stale = await findLocks(folder);
  for (const name of stale) {
    const owner = await findLiveOwner(join(folder, name), me.place, silenceMs);
    if (owner !== undefined) throw inUse(isAnonymous ? (owner.split(" on ")[0] as string) : owner);
  }
  const mine = `lock.${Math.max(0, ...stale.map(numberOf)) + 1}`;
  const path = join(folder, mine);
  const handle = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST" ? inUse("another process") : error;
  });
  const beat = await startBeating(handle, me).catch(async (error) => {
    // A lock that nobody holds would keep this very process out: it lives.
    await handle.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  });
  let isReleased = false;
  const release = async (): Promise<void> => {
    if (isReleased) return;
    isReleased = true;
    await beat.stop();
    await rm(path, { force: true });
  };
  try {
    for (const name of await findLocks(folder)) {
      if (name === mine) continue;
      if (!stale.includes(name)) throw inUse("another process");
      await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Names of lock files, the oldest first. */
async function findLocks(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => NAME.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1]);
}

/** Who holds the lock and lives. */
async function findLiveOwner(path: string, here: string, silenceMs: number): Promise<string | undefined> {
  const read = (): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);
  const text = await read();
  const owner = parseOwner(text ?? "");
  if (owner?.place === here) return (await isRunning(owner)) ? `process ${owner.pid}` : undefined;
  // Somewhere else: watched, in steps, until it beats or has been silent for long enough. One without an owner is being
  // written, or its process was killed while it wrote: the first beat follows at once.
  const patienceMs = owner === undefined ? silenceMs / 5 : silenceMs;
  for (let waited = 0; waited < patienceMs; waited += patienceMs / 15) {
    await sleep(patienceMs / 15);
    const now = await read();
    if (now === undefined) return undefined;
    if (now !== text) return owner === undefined ? "another process" : `a process on ${owner.place}`;
  }
  return undefined;
}

function describeWriter(folder: string, who: string): string {
  return `invalid run folder ${folder}, ${who} is writing to it; try again when it is done`;
}

/** This process as the owner of a lock. */
export async function ownerHere(isAnonymous = false): Promise<Owner> {
  return { place: await placeOf(isAnonymous), pid: process.pid, started: (await startOf(process.pid)) ?? "" };
}

/** Whether a process of this place is still the one that took a lock. */
export async function isRunning({ pid, started }: Owner): Promise<boolean> {
  return (await startOf(pid)) === started;
}

export function parseOwner(text: string): Owner | undefined {
  try {
    const { place, pid, started } = JSON.parse(text.split("\n")[0]) as Partial<Owner>;
    if (typeof place === "string" && Number.isInteger(pid) && typeof started === "string") {
      return { place, pid: pid as number, started };
    }
  } catch {
    // no owner: its process was killed while it wrote
  }
  return undefined;
}

/** Writes who holds the lock, then a count that grows. */
async function startBeating(handle: FileHandle, owner: Owner): Promise<{ stop(): Promise<void> }> {
  const line = `${JSON.stringify(owner)}\n`;
  let beats = 0;
  const write = (): Promise<unknown> => handle.write(`${line}${String(beats++).padStart(10, "0")}\n`, 0);
  await write();
  await handle.sync();
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = write().catch(() => undefined); // a full disk shows where results are written
  }, BEAT_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await last;
      // Should it not be possible to remove it: without an owner it belongs to nobody.
      await handle.truncate(0).catch(() => undefined);
      await handle.close();
    },
  };
}

/** Host, boot and process namespace, as far as the system tells; or a hash of them, which tells nothing where there is more than a host to guess. */
async function placeOf(isAnonymous: boolean): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const namespace = await readlink("/proc/self/ns/pid").catch(() => "");
  const place = [hostname(), boot.trim(), namespace].filter((part) => part !== "").join(" ");
  return isAnonymous ? createHash("sha256").update(place).digest("hex") : place;
}

/** When a process started; empty where only its existence can be known, undefined when there is no such process. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name, in parentheses, may hold anything; the start is field 22. State Z is a process that has ended.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : (fields[18] ?? "");
}
