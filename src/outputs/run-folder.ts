import { access, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
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
  const isOurs = names.includes("manifest.json") || names.includes(WORK_FOLDER);
  if (!isOurs) {
    throw new CommandError(
      EXIT.cannotCreate,
      `invalid run folder ${path}, it holds other files; choose another with --out`,
    );
  }
  if (!names.includes(SUCCESS_FILE)) return { kind: "incomplete" };
  const manifest = JSON.parse(await readFile(join(path, "manifest.json"), "utf8")) as Manifest;
  return { kind: "complete", manifest };
}

/** Empties one of our folders, `_SUCCESS` first, and makes its sub-folders. */
export async function prepareFolder(path: string): Promise<void> {
  try {
    await rm(join(path, SUCCESS_FILE), { force: true });
    await rm(join(path, "data"), { recursive: true, force: true });
    await rm(join(path, WORK_FOLDER), { recursive: true, force: true });
    await mkdir(join(path, WORK_FOLDER), { recursive: true });
    await mkdir(join(path, "data"), { recursive: true });
    await access(path);
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create run folder ${path}, ${(error as Error).message}`);
  }
}
