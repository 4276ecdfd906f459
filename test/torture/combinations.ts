import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Executor } from "../../src/executors/define.ts";
import { drawStudies } from "../helpers/random-study.ts";
import { harbourStudy } from "../unit/run/studies.ts";
import { createChance, type Finding, hashesIn, type Stage } from "./stage.ts";

type Engine = typeof import("../../src/index.ts") & typeof import("../../src/merge.ts");

/**
 * Runs studies whole and in every combination of workers, shards, a break in the middle and order of merging: all must have the
 * same bytes.
 */
export async function tortureWithCombinations(stage: Stage, combinations: number, seed: number): Promise<Finding> {
  const engine: Engine = {
    ...(await import(new URL("../../dist/src/index.js", import.meta.url).href)),
    ...(await import(new URL("../../dist/src/merge.js", import.meta.url).href)),
  };
  const chance = createChance(seed);
  const pick = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));
  const broken: string[] = [];
  let hashes = 0;
  const studies = Math.max(1, Math.round(combinations / 12));
  const drawn = [harbourStudy(), ...drawStudies(studies, 1).map(({ input }) => input)];
  const found = (): Finding => ({
    name: "combinations",
    figures: { combinations, studies, "hashes compared": hashes, mismatches: broken.length },
    broken,
  });
  for (let done = 0; done < combinations; done++) {
    const which = done % studies;
    const { settings, ...rest } = drawn[which];
    const size = pick(1, 9);
    const scenarios = 20 + which;
    const parsed = engine.parseStudy(
      "torture.yaml",
      JSON.stringify({ ...rest, settings: { ...settings, scenarios, blockScenarios: size } }),
    );
    const executor = (): { executor: Executor; workers: number; how: string } => {
      const workers = [0, 0, 1, 2, 3, 4, 8][pick(0, 6)];
      return {
        executor: workers === 0 ? engine.inline : engine.createPool({ workers }),
        workers,
        how: `${workers} workers`,
      };
    };
    const whole = join(stage.folder, "whole");
    await engine.runStudy(parsed, { executor: engine.inline, workers: 0, out: whole });
    const count = pick(1, 9);
    const told: string[] = [];
    const shards: string[] = [];
    for (let index = 1; index <= count; index++) {
      const out = join(stage.folder, `shard-${index}`);
      const { how, ...by } = executor();
      told.push(how);
      const options = { ...by, out, shard: { index, count }, resume: true };
      const stop = new AbortController();
      const stopAfter = chance() < 0.3 ? pick(0, 3) : Number.POSITIVE_INFINITY;
      let blocks = 0;
      const onProgress = (): void => {
        if (++blocks > stopAfter) stop.abort();
      };
      await engine.runStudy(parsed, { ...options, signal: stop.signal, onProgress }).catch((error) => {
        if (error.name !== "InterruptedError") throw error;
        return engine.runStudy(parsed, { ...options, ...executor() });
      });
      shards.splice(pick(0, shards.length), 0, out);
    }
    const merged = join(stage.folder, "merged");
    await engine.mergeShards(shards, { out: merged });
    const [expected, put] = [hashesIn(whole), hashesIn(merged)];
    const paths = Object.keys({ ...expected, ...put });
    hashes += paths.length;
    const differing = paths.filter((path) => expected[path] !== put[path]);
    if (differing.length > 0) {
      broken.push(`study ${which}, blocks of ${size}, ${count} shards (${told.join(", ")}): ${differing.join(", ")}`);
    }
    for (const folder of [whole, merged, ...shards]) rmSync(folder, { recursive: true });
    stage.note(found());
  }
  return found();
}
