import { createHash } from "node:crypto";
import type { Study } from "../config/study.ts";
import type { Design } from "../model/design.ts";

/**
 * SHA-256 of what a study asks: every value with its defaults, whatever the layout of the file, without the seed.
 *
 * @param reference the design that premiums are measured against; it may not be among those that run
 */
export function hashStudy(study: Study, reference: Design): string {
  const { seed: _seed, blockScenarios: _block, ...settings } = study.settings;
  const isAmongThem = study.designs.some((design) => design.id === reference.id);
  return createHash("sha256")
    .update(canonicalJson({ ...study, settings, ...(isAmongThem ? {} : { reference }) }))
    .digest("hex");
}

/** JSON with keys in code-unit order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const keys = entries.map(([key]) => key).sort();
  const map = new Map(entries);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(map.get(key))}`).join(",")}}`;
}
