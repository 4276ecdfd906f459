import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { harbourStudy } from "../unit/run/studies.ts";

/** Where a torture happens: a folder of its own, the compiled command line, a study and what its results must be. */
export interface Stage {
  readonly folder: string;
  readonly study: string;
  /** SHA-256 of every file of an undisturbed run, by path, but for its manifest. */
  readonly expected: Readonly<Record<string, string>>;
  /** Takes what was found so far: a torture takes long, and may be cut off. */
  note(finding: Finding): void;
  remove(): void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** What a torture found: counts to publish, and every promise that was broken. */
export interface Finding {
  readonly name: string;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly broken: readonly string[];
}

const CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
/** Nothing here may take longer, however busy the machine. */
const MOST_MS = 300_000;

/** @param scenarios of a small study with one of everything */
export async function openStage(scenarios: number, note: Stage["note"] = () => undefined): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-torture-"));
  const study = join(folder, "study.yaml");
  writeFileSync(study, JSON.stringify(harbourStudy({ scenarios, blockScenarios: Math.ceil(scenarios / 40) })));
  const reference = join(folder, "reference");
  const { code, output } = await breakwater(["run", study, "--workers", "1", "--out", reference]).ended;
  if (code !== 0) throw new Error(`the undisturbed run ended with ${code}: ${output}`);
  return {
    folder,
    study,
    expected: hashesIn(reference),
    note,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the command line in a process of its own. */
export function breakwater(
  args: readonly string[],
  { env = {}, preload }: { readonly env?: Readonly<Record<string, string>>; readonly preload?: URL } = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  return start([...(preload === undefined ? [] : ["--import", preload.href]), CLI, ...args], env);
}

export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    timeout: MOST_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output }));
  });
  return { child, ended };
}

/** SHA-256 of every file below a folder but the manifest, by path. */
export function hashesIn(folder: string): Record<string, string> {
  const hashes: Record<string, string> = {};
  if (!existsSync(folder)) return hashes;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!entry.isFile() || path === "manifest.json") continue;
    hashes[path] = createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
  }
  return hashes;
}

/** Files that carry a final name although they are not what a whole run puts there. Checkpoints are no results. */
export function tornFiles(out: string, { expected }: Stage): string[] {
  const torn = Object.entries(hashesIn(out)).flatMap(([path, hash]) => {
    if (path.endsWith(".partial") || path.startsWith(".work/") || expected[path] === hash) return [];
    return [path];
  });
  const manifest = join(out, "manifest.json");
  if (existsSync(manifest)) {
    try {
      JSON.parse(readFileSync(manifest, "utf8"));
    } catch {
      torn.push("manifest.json");
    }
  }
  return torn;
}

/** Whether a folder is complete, with the very bytes of an undisturbed run. */
export function isWhole(out: string, { expected }: Stage): boolean {
  const found = hashesIn(out);
  const paths = Object.keys({ ...expected, ...found }).filter((path) => !path.startsWith(".work/"));
  return paths.every((path) => found[path] === expected[path]);
}

/** Repeatable chance: the same seed gives the same torture. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}
