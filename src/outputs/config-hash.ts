import { createHash } from "node:crypto";
import type { Study } from "../config/study.ts";

/** SHA-256 of what a study asks: every value with its defaults, whatever the layout of the file, without the seed. */
export function hashStudy(study: Study): string {
  const { seed: _seed, blockScenarios: _block, ...settings } = study.settings;
  return createHash("sha256")
    .update(canonicalJson({ ...study, settings }))
    .digest("hex");
}

/** JSON with keys in code-unit order. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const keys = entries.map(([key]) => key).sort();
  const map = new Map(entries);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(map.get(key))}`).join(",")}}`;
}
