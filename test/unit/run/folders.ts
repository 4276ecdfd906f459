import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Manifest } from "../../../src/outputs/manifest.ts";

/** An empty folder, removed after the test (or after the file, when asked for outside of one). */
export function temporaryFolder(keepFor?: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-"));
  (keepFor ?? onTestFinished)(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder, by path, in code-unit order. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of every file of a run folder that must not depend on how it was run: all but the manifest. */
export function hashesOf(folder: string): Record<string, string> {
  const same = filesIn(folder).filter((path) => path !== "manifest.json");
  return Object.fromEntries(same.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
}

/** Lines of a data file without its header. */
export function rowsOf(folder: string, table: string): string[] {
  return readFileSync(join(folder, "data", `${table}.csv`), "utf8")
    .split("\n")
    .slice(1, -1);
}
