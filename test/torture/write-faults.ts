import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { breakwater, type Finding, isWhole, type Stage, tornFiles } from "./stage.ts";

const INJECT = new URL("./inject.mjs", import.meta.url);
const CHILD = fileURLToPath(new URL("./fault-child.mjs", import.meta.url));
/** What can happen to any operation. */
const FAULTS = ["ENOSPC", "EIO", "EDQUOT", "EMFILE", "kill"];
/** What can happen to a write only. */
const WRITE_FAULTS = ["short", "half-then-ENOSPC", "half-then-kill"];
/** Of the errors, every so manieth happens to the command line in a process of its own; kills always do. */
const OWN_PROCESS_EVERY = 25;

const ROUNDS = 11;

/** How a run ended, and whether the fault came about. */
interface Answer {
  readonly end: string;
  readonly message: string;
  readonly operations: readonly string[];
  readonly hasStruck: boolean;
}

/** A fault, and when. */
interface Fault {
  readonly fault: string;
  readonly at: number;
  /** Strikes a run that goes on with what one that was stopped has left. */
  readonly isResumed: boolean;
}

/**
 * Lets one file operation of a run go wrong, each time another one in another way: a full disk, a short write, a kill in the
 * middle of a write. The run must say so or have the right bytes, and must go on afterwards to the right bytes.
 *
 * @param every every so manieth of all faults: each kind at each operation of a run from its first to its last
 */
export async function tortureWithWriteFaults(stage: Stage, every: number): Promise<Finding> {
  const out = join(stage.folder, "faulty");
  const runner = openRunner(stage.study, out);
  const { operations } = await runner.run({});
  rmSync(out, { recursive: true, force: true });
  const faults = operations.flatMap((name, index): Fault[] => {
    const kinds = name === "write" ? [...FAULTS, ...WRITE_FAULTS] : FAULTS;
    const at = index + 1;
    return [
      ...kinds.map((fault) => ({ fault, at, isResumed: false })),
      { fault: "ENOSPC", at, isResumed: true }, // what comes after the run's own last operation never strikes
    ];
  });
  const broken: string[] = [];
  const ends: Record<string, number> = {};
  const struck: Record<string, number> = {};
  const found = (): Finding => ({
    name: "write faults",
    figures: {
      "faults injected": Object.values(struck).reduce((sum, times) => sum + times, 0),
      "file operations of a run": operations.length,
      "of which kind": told(struck),
      "how runs ended": told(ends),
      "torn files or silent successes": broken.length,
    },
    broken,
  });
  // In rounds over the whole run: one that is cut off has seen all of it.
  const round = faults.map((_, index) => index % ROUNDS);
  const order = faults.map((_, index) => index).sort((a, b) => round[a] - round[b] || a - b);
  for (const index of order.filter((_, position) => position % every === 0)) {
    const { fault, at, isResumed } = faults[index];
    rmSync(out, { recursive: true, force: true });
    const what = `${fault} at operation ${at} of ${operations.length} (${operations[at - 1]}${isResumed ? ", resumed" : ""})`;
    if (isResumed) await runner.run({ stopAfter: 3 });
    const isKill = fault.endsWith("kill");
    const isOwnProcess = isKill || (!isResumed && index % OWN_PROCESS_EVERY === 0);
    const how = { fault, at, resume: isResumed };
    const { end, message, hasStruck } = isOwnProcess ? await runAlone(stage, out, how) : await runner.run(how);
    if (hasStruck) {
      const kind = isResumed ? `${fault} (resumed)` : fault;
      struck[kind] = (struck[kind] ?? 0) + 1;
      ends[end] = (ends[end] ?? 0) + 1;
    }
    if (end === "0" && !isWhole(out, stage)) broken.push(`${what}: silent, the run ended with 0`);
    if (!["0", "73", "74", "SIGKILL"].includes(end)) broken.push(`${what}: ended with ${end}: ${message}`);
    const torn = tornFiles(out, stage);
    if (torn.length > 0) broken.push(`${what}: torn ${torn.join(", ")}`);
    if (existsSync(join(out, "_SUCCESS")) && !isWhole(out, stage)) broken.push(`${what}: _SUCCESS without the results`);
    const again = await runner.run({ resume: true });
    if (again.end !== "0") broken.push(`${what}: does not resume: ${again.message}`);
    else if (!isWhole(out, stage)) broken.push(`${what}: resumed to other bytes`);
    stage.note(found());
  }
  runner.end();
  return found();
}

/** How often what happened. */
function told(times: Readonly<Record<string, number>>): string {
  return Object.entries(times)
    .map(([what, count]) => `${what}: ${count}`)
    .join(", ");
}

/** The command line in a process of its own, with a fault. */
async function runAlone(stage: Stage, out: string, how: { fault: string; at: number }): Promise<Answer> {
  const countFile = join(stage.folder, "operations");
  const env = { TORTURE_FOLDER: out, TORTURE_FAULT: how.fault, TORTURE_AT: String(how.at), TORTURE_COUNT: countFile };
  rmSync(countFile, { force: true });
  const args = ["run", stage.study, "--out", out, "--workers", "1"];
  const { code, signal, output } = await breakwater(args, { env, preload: INJECT }).ended;
  const operations = existsSync(countFile) ? (JSON.parse(readFileSync(countFile, "utf8")) as string[]) : [];
  const hasStruck = signal === "SIGKILL" || operations.length >= how.at;
  return { end: signal ?? String(code), message: output.slice(-300), operations, hasStruck };
}

/** A process that runs the study as often as it is asked to. */
function openRunner(study: string, out: string): { run(how: object): Promise<Answer>; end(): void } {
  let child: ChildProcess | undefined;
  const start = (): Promise<ChildProcess> => {
    const started = spawn(process.execPath, [CHILD], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    return new Promise((resolve) => started.once("message", () => resolve(started)));
  };
  return {
    async run(how) {
      child ??= await start();
      const asked = child;
      return new Promise<Answer>((resolve, reject) => {
        const gone = (code: number | null, signal: string | null): void => {
          reject(new Error(`the process ended with ${signal ?? code} in ${JSON.stringify(how)}`));
        };
        asked.once("exit", gone);
        asked.once("message", (answer: Answer & { code: number }) => {
          asked.off("exit", gone);
          resolve({ ...answer, end: String(answer.code) });
        });
        asked.send({ study, out, ...how });
      });
    },
    end: () => child?.kill("SIGKILL"),
  };
}
