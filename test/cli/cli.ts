import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The compiled command line, as users start it. */
export const CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
export const TWO_NODE = fileURLToPath(new URL("../../configs/two-node.yaml", import.meta.url));
export const twoNode = readFileSync(TWO_NODE, "utf8");

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Peak memory of the process. */
  readonly megabytes: number;
}

export interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: MOST_SECONDS. */
  readonly mostSeconds?: number;
}

/** A process that takes longer is ended, and its test fails for its code. */
const MOST_SECONDS = 40;

/** Runs in the process itself and says on its way out how much memory it had. */
const WATCH_MEMORY = `data:text/javascript,${encodeURIComponent(
  'import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));',
)}`;

/** Starts the command line in a process of its own and waits for its end. */
export function breakwater(
  args: readonly string[],
  { cwd = folder, env = {}, mostSeconds = MOST_SECONDS }: Start = {},
): Promise<Finished> {
  const peakFile = join(folder, `peak-${++started}`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", WATCH_MEMORY, CLI, ...args], {
    cwd,
    env: { ...process.env, ...env, PEAK_FILE: peakFile },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: mostSeconds * 1000,
    killSignal: "SIGKILL",
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
        seconds: (performance.now() - startedAt) / 1000,
        megabytes: code === null ? Number.NaN : Number(readFileSync(peakFile, "utf8")) / 1024,
      });
    });
  });
}

let started = 0;
let written = 0;

/** An empty folder that is removed after the tests of a file. */
export const folder = mkdtempSync(join(tmpdir(), "breakwater-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a study into the folder and gives its path. */
export function studyFile(content: string | Uint8Array, name = `study-${++written}.yaml`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The smallest study with some text replaced; each piece must stand in it. */
export function editedStudy(...edits: readonly (readonly [find: string, put: string])[]): string {
  return studyFile(
    edits.reduce((text, [find, put]) => {
      if (!text.includes(find)) throw new Error(`'${find}' does not stand in the study`);
      return text.replace(find, put);
    }, twoNode),
  );
}
