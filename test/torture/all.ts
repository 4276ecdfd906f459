import { appendFileSync } from "node:fs";
import { tortureWithCombinations } from "./combinations.ts";
import { tortureWithFuzz } from "./fuzz.ts";
import { tortureWithKills } from "./kills.ts";
import { tortureWithSignals } from "./signals.ts";
import { type Finding, openStage, type Stage } from "./stage.ts";
import { tortureWithWriteFaults } from "./write-faults.ts";

// `npm run torture [-- NAME...]`: the long version, with the numbers that docs/reliability.md publishes. Takes an hour or two.

const TORTURES: Record<string, (stage: Stage) => Promise<Finding>> = {
  kills: (stage) => tortureWithKills(stage, 300, 1),
  "write-faults": (stage) => tortureWithWriteFaults(stage, 208, 2),
  combinations: (stage) => tortureWithCombinations(stage, 300, 3),
  signals: (stage) => tortureWithSignals(stage, 20, 2500),
  fuzz: (stage) => tortureWithFuzz(stage, 20_000, 5),
};

const asked = process.argv.slice(2);
const report = process.env.TORTURE_REPORT;
for (const [name, torture] of Object.entries(TORTURES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const stage = await openStage(400);
  const startedAt = performance.now();
  try {
    const { figures, broken } = await torture(stage);
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    const lines = Object.entries(figures).map(([figure, value]) => `  ${figure}: ${value}`);
    const text = [`${name} (${minutes} min)`, ...lines, ...broken.map((item) => `  BROKEN ${item}`), ""].join("\n");
    process.stdout.write(text);
    if (report !== undefined) appendFileSync(report, text);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    stage.remove();
  }
}
