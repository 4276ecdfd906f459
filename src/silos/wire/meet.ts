import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, EXIT } from "../../errors.ts";
import { canonicalJson } from "../../outputs/config-hash.ts";
import { compareHellos, type Hello, readHello } from "./hello.ts";
import { NO_PROGRESS, type Progress, readProgress } from "./progress.ts";
import type { Transport } from "./transport.ts";

export interface MeetOptions {
  /** First scenario to compute; undefined where nothing is left to compute. */
  readonly first: number | undefined;
  readonly isForced: boolean;
  readonly keepsMessages: boolean;
  readonly silenceSeconds: number;
  readonly signal?: AbortSignal | undefined;
  readonly notify: (text: string) => void;
}

const LOOK_MS = 200;
/** Differences named in a message. */
const MOST_NAMED = 5;
/** Whoever waits says so after this long. */
const SAY_AFTER_MS = 2_000;

/**
 * Says what this party will compute, waits until all parties of the contract have said the same, and refuses what differs. Nothing is
 * computed before.
 *
 * @returns what this party has made known of its progress so far
 * @throws CommandError 65 for another contract, 75 for a party that does not come, 78 where another run of this party lies there
 */
export async function meet(transport: Transport, hello: Hello, options: MeetOptions): Promise<Progress> {
  const progress = await takePlace(transport, hello, options);
  if (options.first === undefined) return progress;
  await waitForOthers(transport, hello, options);
  const started = { ...progress, isStarted: true };
  await transport.post("progress", JSON.stringify(started));
  return started;
}

/** Puts our hello where an earlier run of this party may have left its own. */
async function takePlace(transport: Transport, hello: Hello, options: MeetOptions): Promise<Progress> {
  const { party, shown } = transport;
  const { first, isForced, keepsMessages } = options;
  const text = `${canonicalJson(hello)}\n`;
  const [before, found] = [await transport.read(party, "hello"), readProgress(await transport.read(party, "progress"))];
  let progress = found ?? NO_PROGRESS;
  const refuse = (what: string): never => {
    throw new CommandError(EXIT.mismatch, `invalid place to meet ${shown}, ${what}; add --force to replace it`);
  };
  if (before !== undefined && first !== undefined) {
    const isSame = before === text;
    if (!isForced && progress.isEnded && progress.keepsMessages) {
      refuse(`it holds the messages of a run of ${party} that has ended, kept to be looked at`);
    }
    if (!isForced && progress.isStarted && !progress.isEnded) {
      const earlier = readHello(before);
      const [difference] = earlier === undefined ? [] : compareHellos(hello, earlier, 1);
      if (!isSame) {
        const what = difference && ` (${difference.path}: ${difference.theirs}, not ${difference.ours})`;
        refuse(`it holds another run of ${party}${what ?? ""}`);
      }
      if (progress.done > first) {
        refuse(
          `${party} had finished ${progress.done} scenarios there, and others may have taken off their messages: go on with --resume in the ` +
            `run folder that has them`,
        );
      }
    }
    if (isForced || progress.isEnded || !isSame) {
      await transport.wipe();
      progress = NO_PROGRESS;
    }
  }
  progress = { ...progress, done: Math.max(progress.done, first ?? 0), days: 0, keepsMessages };
  await transport.post("progress", JSON.stringify(progress));
  await transport.post("hello", text);
  return progress;
}

async function waitForOthers(transport: Transport, hello: Hello, options: MeetOptions): Promise<void> {
  const { silenceSeconds, signal, notify } = options;
  const waited = new Map(hello.terms.parties.filter((id) => id !== hello.party).map((id) => [id, "has not come"]));
  const start = performance.now();
  let heardAt = start;
  let hasSaid = false;
  while (waited.size > 0) {
    signal?.throwIfAborted();
    for (const id of [...waited.keys()]) {
      const missing = await findMissing(transport, hello, id, options);
      if (missing !== undefined) {
        waited.set(id, missing);
        continue;
      }
      waited.delete(id);
      heardAt = performance.now();
    }
    if (waited.size === 0) break;
    if (!hasSaid && performance.now() - start > SAY_AFTER_MS) {
      hasSaid = true;
      notify(`waiting on ${transport.shown} for ${[...waited.keys()].join(", ")}`);
    }
    if (performance.now() - heardAt > silenceSeconds * 1000) {
      const [[id, why]] = waited;
      throw new CommandError(
        EXIT.tryAgain,
        `missing party '${id}', it ${why} within ${silenceSeconds} s; waited on ${transport.shown} for its hello before anything ` +
          `is computed. Start it there, then go on here with --resume`,
      );
    }
    await sleep(LOOK_MS);
  }
}

/** Why a party cannot be counted on yet; undefined for one that has said the same as we. */
async function findMissing(
  transport: Transport,
  hello: Hello,
  id: string,
  { first = 0, isForced }: Pick<MeetOptions, "first" | "isForced">,
): Promise<string | undefined> {
  const text = await transport.read(id, "hello");
  const progress = readProgress(await transport.read(id, "progress")) ?? NO_PROGRESS;
  if (text === undefined) return "has not come";
  const theirs = readHello(text);
  if (theirs?.party !== id) return "has said nothing that can be read";
  const differences = compareHellos(hello, theirs, MOST_NAMED);
  if (differences.length > 0) {
    // What an earlier run has left says nothing about this one.
    if (progress.isEnded) return "has not started again";
    const lines = differences.map(({ path, ours, theirs: other }) => `  ${path}: ${ours} here, ${other} at ${id}`);
    throw new CommandError(
      EXIT.invalidStudy,
      `conflicting contracts, ${hello.party} and ${id} do not run the same:\n${lines.join("\n")}\nnothing was computed`,
    );
  }
  // What it has finished it computed beside what lay here before.
  if (isForced && progress.done > first)
    return "has finished scenarios beside an earlier run and not started anew (--force)";
  return (progress.released[hello.party] ?? 0) > first ? "has taken off its messages and not started again" : undefined;
}
