import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./command.ts";

const WORKERS = 2;

/** Most memory the command holds on a small study, by the number of scenarios. */
export async function benchMemory({
  scenarios = [10_000, 100_000, 1_000_000],
} = {}): Promise<{ name: string; value: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const study = join(folder, "small.yaml");
  // Few days: a million scenarios are to take a minute.
  writeFileSync(study, shorten(readFileSync("configs/two-node.yaml", "utf8")));
  const rows: { name: string; value: string }[] = [];
  let least: number | undefined;
  for (const count of scenarios) {
    const { peakMegabytes, seconds } = await runCommand(study, count, WORKERS);
    least ??= peakMegabytes;
    rows.push({
      name: `peak memory, ${count.toLocaleString("en")} scenarios of a small study`,
      value: `${peakMegabytes.toFixed(0)} MB, ${(peakMegabytes / least).toFixed(2)} times the fewest; ${seconds.toFixed(0)} s`,
    });
  }
  rmSync(folder, { recursive: true });
  return rows;
}

function shorten(text: string): string {
  const shorter = text.replace(/horizonDays: \d+/, "horizonDays: 60").replace(/exposureDays: \d+/, "exposureDays: 30");
  if (shorter === text) throw new Error("invalid bench, two-node.yaml states no horizonDays");
  return shorter;
}
