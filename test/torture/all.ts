import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tortureWithCombinations } from "./combinations.ts";
import { tortureWithFuzz } from "./fuzz.ts";
import { tortureWithKills } from "./kills.ts";
import { tortureWithSignals } from "./signals.ts";
import { type Finding, openStage, type Stage } from "./stage.ts";
import { tortureWithWriteFaults } from "./write-faults.ts";

// `npm run torture [-- NAME...]`: the long version, with the numbers that docs/reliability.md publishes. About 45 minutes of
// processor time. What was found so far stands in results/torture/NAME.txt all the while.

/** Scenarios of a torture's study; no more than it needs. */
const SCENARIOS: Readonly<Record<string, number>> = { "write-faults": 24, kills: 160 };
const TORTURES: Record<string, (stage: Stage) => Promise<Finding>> = {
  signals: (stage) => tortureWithSignals(stage, 20, 2500),
  "write-faults": (stage) => tortureWithWriteFaults(stage, 1),
  kills: (stage) => tortureWithKills(stage, 300, 1),
  combinations: (stage) => tortureWithCombinations(stage, 300, 3),
  fuzz: (stage) => tortureWithFuzz(stage, 20_000, 5),
};

const results = fileURLToPath(new URL("../../results/torture/", import.meta.url));
mkdirSync(results, { recursive: true });
const asked = process.argv.slice(2);
const known = Object.keys(TORTURES);
for (const name of asked.length > 0 ? asked : known) {
  const torture = TORTURES[name];
  if (torture === undefined) throw new Error(`unknown torture '${name}', must be one of ${known.join(", ")}`);
  const startedAt = performance.now();
  const tell = ({ figures, broken }: Finding): string => {
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    const lines = Object.entries(figures).map(([figure, value]) => `  ${figure}: ${value}`);
    return [`${name} (${minutes} min)`, ...lines, ...broken.map((item) => `  BROKEN ${item}`), ""].join("\n");
  };
  const note = (finding: Finding): void => writeFileSync(join(results, `${name}.txt`), tell(finding));
  const stage = await openStage(SCENARIOS[name] ?? 400, note);
  try {
    const finding = await torture(stage);
    note(finding);
    process.stdout.write(tell(finding));
    if (finding.broken.length > 0) process.exitCode = 1;
  } finally {
    stage.remove();
  }
}
