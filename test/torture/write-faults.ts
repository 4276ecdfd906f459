import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { breakwater, createChance, type Finding, isWhole, type Stage, tornFiles } from "./stage.ts";

const INJECT = new URL("./inject.mjs", import.meta.url);
const FAULTS = ["ENOSPC", "EIO", "EDQUOT", "EMFILE", "short", "half-then-ENOSPC", "kill", "half-then-kill"];

/**
 * Lets one file operation of a run go wrong, each time another one in another way: a full disk, a short write, a kill in the
 * middle of a write. The run must say so or have the right bytes, and must go on afterwards to the right bytes.
 */
export async function tortureWithWriteFaults(stage: Stage, faults: number, seed: number): Promise<Finding> {
  const chance = createChance(seed);
  const broken: string[] = [];
  const ends: Record<string, number> = {};
  const out = join(stage.folder, "faulty");
  const args = ["run", stage.study, "--out", out, "--workers", "1"];
  const operations = await countOperations(stage, args, out);
  const found = (): Finding => ({
    name: "write faults",
    figures: {
      "faults injected": faults,
      "file operations of a run": operations,
      "how runs ended": told(ends),
      "torn files or silent successes": broken.length,
    },
    broken,
  });
  for (let index = 0; index < faults; index++) {
    rmSync(out, { recursive: true, force: true });
    const fault = FAULTS[index % FAULTS.length];
    // Evenly over the run, from its first file operation to its last.
    const at = 1 + Math.floor(((index + chance()) / faults) * operations);
    const what = `${fault} at operation ${at} of ${operations}`;
    const env = { TORTURE_FOLDER: out, TORTURE_FAULT: fault, TORTURE_AT: String(at) };
    const { code, signal, output } = await breakwater(args, { env, preload: INJECT }).ended;
    const end = signal ?? String(code);
    ends[end] = (ends[end] ?? 0) + 1;
    const isSilent = code === 0 && !isWhole(out, stage);
    if (isSilent) broken.push(`${what}: silent, the run ended with 0`);
    if (!["0", "73", "74", "SIGKILL"].includes(end)) broken.push(`${what}: ended with ${end}: ${output.slice(-300)}`);
    const torn = tornFiles(out, stage);
    if (torn.length > 0) broken.push(`${what}: torn ${torn.join(", ")}`);
    if (existsSync(join(out, "_SUCCESS")) && !isWhole(out, stage)) broken.push(`${what}: _SUCCESS without the results`);
    const again = await breakwater([...args, "--resume"]).ended;
    if (again.code !== 0) broken.push(`${what}: does not resume: ${again.output.slice(-300)}`);
    else if (!isWhole(out, stage)) broken.push(`${what}: resumed to other bytes`);
    stage.note(found());
  }
  return found();
}

/** How runs ended, and how often. */
function told(ends: Readonly<Record<string, number>>): string {
  return Object.entries(ends)
    .map(([end, times]) => `${end}: ${times}`)
    .join(", ");
}

async function countOperations(stage: Stage, args: readonly string[], out: string): Promise<number> {
  const countFile = join(stage.folder, "operations");
  const env = { TORTURE_FOLDER: out, TORTURE_FAULT: "short", TORTURE_AT: "0", TORTURE_COUNT: countFile };
  const { code, output } = await breakwater(args, { env, preload: INJECT }).ended;
  if (code !== 0) throw new Error(`the run under watch ended with ${code}: ${output}`);
  return Number(readFileSync(countFile, "utf8"));
}
