import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LOG_FILE, WORK_FOLDER } from "../src/outputs/run-folder.ts";

/** Makes the folders that a run writes to; returns the path of its log. */
export function prepareFolder(folder: string): string {
  mkdirSync(join(folder, "data"), { recursive: true });
  mkdirSync(join(folder, WORK_FOLDER), { recursive: true });
  return join(folder, WORK_FOLDER, LOG_FILE);
}
