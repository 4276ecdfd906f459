import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { breakwater, createChance, type Finding, isWhole, quantile, type Stage, tornFiles } from "./stage.ts";

/**
 * Kills runs with SIGKILL at random moments, resumes them with another number of workers, kills them again, and lets every
 * third or so finish.
 */
export async function tortureWithKills(stage: Stage, kills: number, seed: number): Promise<Finding> {
  const chance = createChance(seed);
  const broken: string[] = [];
  const secondsLost: number[] = [];
  const phases = { "before its folder": 0, "while it computed": 0, "while it wrote results": 0 };
  let killed = 0;
  let finished = 0;
  const found = (): Finding => ({
    name: "kills",
    figures: {
      SIGKILLs: killed,
      ...phases,
      "runs finished after them": finished,
      "seconds lost, median": quantile(secondsLost, 0.5).toFixed(2),
      "seconds lost, most": Math.max(0, ...secondsLost).toFixed(2),
      "torn files or wrong bytes": broken.length,
    },
    broken,
  });
  for (let run = 0; killed < kills; run++) {
    const out = join(stage.folder, `kill-${run}`);
    const log = join(out, ".work", "blocks.log");
    for (let attempt = 0; ; attempt++) {
      const workers = String(1 + Math.floor(chance() * 3));
      const { child, ended } = breakwater(["run", stage.study, "--out", out, "--workers", workers, "--resume"]);
      const mayEnd = killed >= kills || chance() < 0.25;
      if (!mayEnd) void killLater(child, out, chance);
      const { code, signal, output } = await ended;
      const now = Date.now();
      const torn = tornFiles(out, stage);
      if (torn.length > 0) broken.push(`run ${run}, attempt ${attempt}: torn ${torn.join(", ")}`);
      if (signal === "SIGKILL") {
        killed += 1;
        const isBegun = existsSync(log);
        const isWriting = existsSync(join(out, "data", "summary.csv"));
        phases[isWriting ? "while it wrote results" : isBegun ? "while it computed" : "before its folder"] += 1;
        if (isBegun && !isWriting) secondsLost.push((now - statSync(log).mtimeMs) / 1000);
        continue;
      }
      if (code !== 0) broken.push(`run ${run}, attempt ${attempt}: ended with ${code}: ${output.slice(-300)}`);
      if (!isWhole(out, stage)) broken.push(`run ${run}: other bytes than an undisturbed run`);
      finished += 1;
      break;
    }
    rmSync(out, { recursive: true, force: true });
    stage.note(found());
  }
  return found();
}

/** Kills anywhere: some at once, most once the run folder is there, which is where things can be torn. */
async function killLater(
  child: import("node:child_process").ChildProcess,
  out: string,
  chance: () => number,
): Promise<void> {
  const fraction = chance();
  if (chance() < 0.15) await sleep(fraction * 600);
  else {
    while (!existsSync(join(out, ".work")) && child.exitCode === null) await sleep(4);
    await sleep(fraction * fraction * 2500);
  }
  child.kill("SIGKILL");
}
