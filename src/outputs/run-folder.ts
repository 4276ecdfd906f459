import { access, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError, EXIT } from "../errors.ts";
import type { Manifest } from "./manifest.ts";

export const SUCCESS_FILE = "_SUCCESS";
export const WORK_FOLDER = ".work";

/** What lies where a run wants to write. */
export type FolderContent =
  | { readonly kind: "free" }
  | { readonly kind: "complete"; readonly manifest: Manifest }
  | { readonly kind: "incomplete" };

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
  if (names.length === 0) return { kind: "free" };
  const manifest = names.includes("manifest.json") ? await readManifest(join(path, "manifest.json")) : undefined;
  if (manifest === undefined) {
    throw new CommandError(
      EXIT.cannotCreate,
      `invalid run folder ${path}, it holds other files; choose another with --out`,
    );
  }
  if (manifest.status !== "complete" || !names.includes(SUCCESS_FILE)) return { kind: "incomplete" };
  return { kind: "complete", manifest };
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

/** Empties one of our folders, `_SUCCESS` first, and makes its sub-folders. */
export async function prepareFolder(path: string): Promise<void> {
  try {
    await rm(join(path, SUCCESS_FILE), { force: true });
    await rm(join(path, "data"), { recursive: true, force: true });
    await rm(join(path, WORK_FOLDER), { recursive: true, force: true });
    await makeFolder(join(path, WORK_FOLDER));
    await makeFolder(join(path, "data"));
    await access(path);
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create run folder ${path}, ${(error as Error).message}`);
  }
}

/** Makes a folder and those above it. Node's own recursive way never returns where a parent denies that it exists (/proc). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}
