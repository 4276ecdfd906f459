import { mkdir, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError, EXIT, isDiskError } from "../errors.ts";
import { MANIFEST_FILE, type Manifest } from "./manifest.ts";

export const SUCCESS_FILE = "_SUCCESS";
/** Written after everything else, from it. */
export const REPORT_FILE = "report.html";
/** What a run needs until it is complete: its lock, its finished blocks, its columns. */
export const WORK_FOLDER = ".work";
export const LOG_FILE = "blocks.log";
export const OUTCOMES_FILE = "outcomes.f64";
/** What may lie beside the outcomes: weights of scenarios, losses by event. */
const BESIDE_OUTCOMES = [`${OUTCOMES_FILE}.weights`, `${OUTCOMES_FILE}.events`];
const DATA_FOLDER = "data";
const OF_WORK = new RegExp(`^(lock\\.\\d+|${LOG_FILE}|${OUTCOMES_FILE}(\\.(weights|events))?)$`);

/** What lies where a run wants to write. `free` is also what a run leaves that was killed before its first word. */
export type FolderContent =
  | { readonly kind: "free" }
  | { readonly kind: "complete"; readonly manifest: Manifest }
  | { readonly kind: "incomplete"; readonly manifest: Manifest };

/**
 * Looks at a folder before a run. Throws 73 for anything that is not ours: a file, or a folder with other things in it.
 */
export async function inspectFolder(path: string): Promise<FolderContent> {
  let names: string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "free" };
    throw new CommandError(EXIT.cannotCreate, `invalid run folder ${path}, ${(error as Error).message}`);
  }
  const manifest = names.includes(MANIFEST_FILE) ? await readManifest(join(path, MANIFEST_FILE)) : undefined;
  if (manifest === undefined) {
    if (await isBeginning(path, names)) return { kind: "free" };
    throw new CommandError(
      EXIT.cannotCreate,
      `invalid run folder ${path}, it holds other files; choose another with --out`,
    );
  }
  const isComplete = manifest.status === "complete" && names.includes(SUCCESS_FILE);
  return { kind: isComplete ? "complete" : "incomplete", manifest };
}

/** Whether a folder without a manifest holds nothing but what a run makes before it writes one. */
async function isBeginning(path: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    if (name === `${MANIFEST_FILE}.partial`) continue;
    if (name !== WORK_FOLDER && name !== DATA_FOLDER) return false;
    const inside = await readdir(join(path, name)).catch(() => ["no folder"]);
    if (!inside.every((file) => name === WORK_FOLDER && OF_WORK.test(file))) return false;
  }
  return true;
}

/** The first file of a complete run that is missing or has another size than the run gave it. */
export async function findDamage(path: string, { files }: Manifest): Promise<string | undefined> {
  for (const file of files) {
    const size = await stat(join(path, file.path)).then(
      (found) => found.size,
      () => -1,
    );
    if (size !== file.bytes) return file.path;
  }
  return undefined;
}

/** The manifest of a run; undefined for a file of that name that is not ours. */
async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    const found = JSON.parse(await readFile(path, "utf8")) as Partial<Manifest> | null;
    return typeof found?.configHash === "string" ? (found as Manifest) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw new CommandError(EXIT.cannotCreate, `invalid run folder ${path}, ${(error as Error).message}`);
  }
}

/** Makes the folder that holds the lock. */
export async function makeWorkFolder(path: string): Promise<string> {
  const work = join(path, WORK_FOLDER);
  await creating(path, () => makeFolder(work));
  return work;
}

/** Tidies up behind a complete run; `release` gives up its lock. Whoever takes the folder meanwhile keeps what is theirs. */
export async function discardWork(path: string, release: () => Promise<void>): Promise<void> {
  const work = join(path, WORK_FOLDER);
  for (const name of [LOG_FILE, OUTCOMES_FILE, ...BESIDE_OUTCOMES]) await rm(join(work, name), { force: true });
  await release();
  await rmdir(work).catch(() => undefined);
}

/** Empties one of our folders, `_SUCCESS` first; the finished blocks of an earlier try stay if asked. Makes its data folder. */
export async function clearFolder(path: string, { keepBlocks }: { readonly keepBlocks: boolean }): Promise<void> {
  await creating(path, async () => {
    await rm(join(path, SUCCESS_FILE), { force: true });
    await rm(join(path, REPORT_FILE), { force: true });
    await rm(join(path, DATA_FOLDER), { recursive: true, force: true });
    for (const name of [OUTCOMES_FILE, ...BESIDE_OUTCOMES]) await rm(join(path, WORK_FOLDER, name), { force: true });
    if (!keepBlocks) {
      await rm(join(path, WORK_FOLDER, LOG_FILE), { force: true });
      await rm(join(path, LOG_FILE), { force: true });
    }
    await makeFolder(join(path, DATA_FOLDER));
  });
}

async function creating(path: string, make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (isDiskError(error)) throw error;
    throw new CommandError(EXIT.cannotCreate, `cannot create run folder ${path}, ${(error as Error).message}`);
  }
}

/** Makes a folder and those above it. Node's own recursive way never returns where a parent denies that it exists (/proc). */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}
