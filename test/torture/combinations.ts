import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawStudies } from "../helpers/random-study.ts";
import { harbourStudy } from "../unit/run/studies.ts";
import { createChance, type Finding, hashesIn, type Stage } from "./stage.ts";

const CHILD = fileURLToPath(new URL("./combination-child.mjs", import.meta.url));
const BLOCK_SIZES = [1, 4, 9];
const WORKERS = [0, 0, 1, 2, 2, 3, 4, 8];
const SHARDS = [1, 1, 2, 3, 4, 5, 7, 9];

/** How one share of the scenarios is computed. */
interface Share {
  readonly index: number;
  readonly workers: number;
  /** Blocks after which it is broken off and resumed with other workers; never where undefined. */
  readonly stopAfter?: number;
  readonly workersAfterwards: number;
}

/**
 * Runs studies whole and in every combination of workers, shards, a break in the middle and order of merging: all must have the
 * same bytes.
 */
export async function tortureWithCombinations(stage: Stage, combinations: number, seed: number): Promise<Finding> {
  const chance = createChance(seed);
  const pick = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));
  const oneOf = (values: readonly number[]): number => values[pick(0, values.length - 1)];
  const broken: string[] = [];
  let hashes = 0;
  let done = 0;
  let breaks = 0;
  const cuts = new Set<number>();
  const threads = new Set<number>();
  /** Of an undisturbed run, by study and size of block. */
  const references = new Map<string, Record<string, string>>();
  const drawn = [
    harbourStudy(),
    ...drawStudies(Math.max(1, Math.round(combinations / 12)), 1).map(({ input }) => input),
  ];
  const found = (): Finding => ({
    name: "combinations",
    figures: {
      combinations: done,
      studies: Math.min(done, drawn.length),
      "numbers of shards": [...cuts].sort((a, b) => a - b).join(", "),
      "numbers of workers": [...threads].sort((a, b) => a - b).join(", "),
      "breaks and resumes": breaks,
      "hashes compared": hashes,
      mismatches: broken.length,
    },
    broken,
  });
  const out = join(stage.folder, "merged");
  const child = await openChild();
  /** The hashes of a run that was cut into these shares. */
  const run = async (text: string, shards: readonly Share[]): Promise<Record<string, string>> => {
    await child.ask({ folder: stage.folder, out, text, shards });
    const computed = hashesIn(out);
    rmSync(out, { recursive: true });
    return computed;
  };
  for (; done < combinations; done++) {
    const which = done % drawn.length;
    const { settings, ...rest } = drawn[which];
    const blockScenarios = oneOf(BLOCK_SIZES);
    const scenarios = 20 + which;
    const text = JSON.stringify({ ...rest, settings: { ...settings, scenarios, blockScenarios } });
    const key = `${which}/${blockScenarios}`;
    const expected = references.get(key) ?? (await run(text, []));
    references.set(key, expected);
    const count = oneOf(SHARDS);
    // At most as many workers as there are blocks, as on the command line.
    const blocks = Math.ceil(scenarios / blockScenarios / count);
    // Threads take long to start: one share has some, the others are computed in the main thread.
    const threaded = pick(1, count);
    const shards: Share[] = [];
    for (let index = 1; index <= count; index++) {
      const isBroken = chance() < 0.3;
      const some = Math.min(blocks, oneOf(WORKERS));
      // Where it is broken off, they come before or after the break.
      const isAfterwards = isBroken && chance() < 0.5;
      const workers = index === threaded && !isAfterwards ? some : 0;
      const workersAfterwards = index === threaded && isAfterwards ? some : 0;
      const share = { index, workers, workersAfterwards, ...(isBroken ? { stopAfter: pick(1, 3) } : {}) };
      shards.splice(pick(0, shards.length), 0, share);
      threads.add(workers + workersAfterwards);
      breaks += isBroken ? 1 : 0;
    }
    cuts.add(count);
    const computed = await run(text, shards);
    const paths = Object.keys({ ...expected, ...computed });
    hashes += paths.length;
    const differing = paths.filter((path) => expected[path] !== computed[path]);
    if (differing.length > 0) {
      broken.push(`study ${which}, blocks of ${blockScenarios}, ${JSON.stringify(shards)}: ${differing.join(", ")}`);
    }
    stage.note(found());
  }
  child.end();
  return found();
}

/** A process that computes and merges. */
async function openChild(): Promise<{ ask(what: object): Promise<void>; end(): void }> {
  const child: ChildProcess = spawn(process.execPath, [CHILD], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  await new Promise((resolve) => child.once("message", resolve));
  return {
    ask: (what) =>
      new Promise((resolve, reject) => {
        const gone = (code: number | null, signal: string | null): void => {
          reject(new Error(`the process ended with ${signal ?? code} at ${JSON.stringify(what)}`));
        };
        child.once("exit", gone);
        child.once("message", ({ error }: { error?: string }) => {
          child.off("exit", gone);
          if (error === undefined) resolve();
          else reject(new Error(`${error} at ${JSON.stringify(what)}`));
        });
        child.send(what);
      }),
    end: () => child.kill("SIGKILL"),
  };
}
