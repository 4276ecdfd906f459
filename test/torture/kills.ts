import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
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
  const phases = { "before it took its folder": 0, "while it computed": 0, "while it wrote results": 0 };
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
      const mayEnd = killed >= kills || chance() < 0.1;
      if (!mayEnd) void killLater(child, out, chance);
      const { code, signal, output } = await ended;
      const now = Date.now();
      const torn = tornFiles(out, stage);
      if (torn.length > 0) broken.push(`run ${run}, attempt ${attempt}: torn ${torn.join(", ")}`);
      if (signal === "SIGKILL") {
        killed += 1;
        const isBegun = hasTaken(out, child) && existsSync(log);
        const isWriting = isBegun && existsSync(join(out, "data", "dim_design.csv"));
        phases[isWriting ? "while it wrote results" : isBegun ? "while it computed" : "before it took its folder"] += 1;
        if (isBegun && !isWriting) {
          // Since the last block was safe, or since this very process began to compute.
          const begun = statSync(join(out, "study.resolved.json"), { throwIfNoEntry: false })?.mtimeMs ?? now;
          secondsLost.push((now - Math.max(begun, statSync(log).mtimeMs)) / 1000);
        }
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

/** Whether a process holds the lock of a run folder. */
function hasTaken(out: string, { pid }: ChildProcess): boolean {
  const work = join(out, ".work");
  try {
    const locks = readdirSync(work).filter((name) => name.startsWith("lock."));
    return locks.some((name) => readFileSync(join(work, name), "utf8").includes(`"pid":${pid},`));
  } catch {
    return false; // not there yet, or given up just now
  }
}

/** Kills anywhere: some at once, most once the run folder is there, which is where things can be torn, a third among its results. */
async function killLater(child: ChildProcess, out: string, chance: () => number): Promise<void> {
  const fraction = chance();
  const when = chance();
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo() && child.exitCode === null) await sleep(4);
  };
  if (when < 0.15) await sleep(fraction * 600);
  else if (when < 0.65) {
    await until(() => hasTaken(out, child));
    await sleep(fraction * fraction * 2500);
  } else {
    await until(() => hasTaken(out, child) && existsSync(join(out, "data", "dim_design.csv")));
    await sleep(fraction * 1200);
  }
  child.kill("SIGKILL");
}
