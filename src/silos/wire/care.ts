import { setTimeout as sleep } from "node:timers/promises";
import { type Block, cutBlocks } from "../../executors/define.ts";
import { type Progress, readProgress } from "./progress.ts";
import type { Transport } from "./transport.ts";

/** What is done beside the computation: saying how far this party is, and taking off messages that nobody needs any more. */
export interface Care {
  /** All scenarios below are safe in the run folder. */
  setDone(scenarios: number): void;
  /**
   * Waits until no neighbour needs messages of this party any more and takes off the last.
   *
   * @returns neighbours that still need them, and have shown no sign of life for as long as one waits
   */
  end(scenarios: number, silenceSeconds: number, notify: (text: string) => void): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const BEAT_MS = 1_000;
const SAY_AFTER_MS = 2_000;

/**
 * @param neighbours parties that it exchanges messages with
 * @param daysOf days exchanged so far
 */
export function startCare(
  transport: Transport,
  start: Progress,
  neighbours: readonly string[],
  { scenarios, blockScenarios }: { readonly scenarios: number; readonly blockScenarios: number },
  daysOf: () => number,
): Care {
  let progress = start;
  let said = "";
  let failure: { readonly error: unknown } | undefined;
  let isBusy: Promise<void> | undefined;

  async function say(next: Progress): Promise<void> {
    progress = next;
    const text = JSON.stringify(next);
    if (text === said) return;
    await transport.post("progress", text);
    said = text;
  }

  /** Takes off messages that both ends are done with; says so first, as whoever looks for them must not wait in vain. */
  async function release(): Promise<void> {
    if (progress.keepsMessages) return;
    for (const neighbour of neighbours) {
      const theirs = readProgress(await transport.read(neighbour, "progress"))?.done ?? 0;
      const released = progress.released[neighbour] ?? 0;
      const limit = Math.min(progress.done, theirs);
      const blocks: Block[] = [];
      for (const block of cutBlocks(scenarios, blockScenarios, released)) {
        if (block.to > limit) break;
        blocks.push(block);
      }
      const last = blocks.at(-1);
      if (last === undefined) continue;
      await say({ ...progress, released: { ...progress.released, [neighbour]: last.to } });
      for (const block of blocks) await transport.drop(neighbour, block);
    }
  }

  async function beat(): Promise<void> {
    try {
      await say({ ...progress, days: daysOf() });
      await release();
    } catch (error) {
      failure = { error }; // shows where messages are written, or at the end
    }
  }

  const timer = setInterval(() => {
    isBusy ??= beat().finally(() => {
      isBusy = undefined;
    });
  }, BEAT_MS);
  timer.unref();

  async function rest(): Promise<void> {
    clearInterval(timer);
    await isBusy;
  }

  return {
    setDone(done) {
      progress = { ...progress, done: Math.max(progress.done, done) };
    },
    async end(total, silenceSeconds, notify) {
      await rest();
      failure = undefined;
      progress = { ...progress, done: total };
      const startedAt = performance.now();
      let heardAt = startedAt;
      let signs = "";
      let hasSaid = false;
      for (;;) {
        await beat();
        if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
        const waiting = progress.keepsMessages
          ? []
          : neighbours.filter((neighbour) => (progress.released[neighbour] ?? 0) < total);
        if (waiting.length === 0) {
          await say({ ...progress, isEnded: true });
          return [];
        }
        const now = JSON.stringify(
          await Promise.all(waiting.map((neighbour) => transport.read(neighbour, "progress"))),
        );
        if (now !== signs) heardAt = performance.now();
        signs = now;
        if (performance.now() - heardAt > silenceSeconds * 1000) return waiting;
        if (!hasSaid && performance.now() - startedAt > SAY_AFTER_MS) {
          hasSaid = true;
          notify(`results are complete; messages are kept on ${transport.shown} until ${waiting.join(", ")} is done`);
        }
        await sleep(BEAT_MS / 5);
      }
    },
    async stop() {
      await rest();
      await beat();
    },
  };
}
