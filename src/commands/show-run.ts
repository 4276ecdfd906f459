import { REPORT_FILE } from "../outputs/run-folder.ts";
import type { RunReport } from "../run.ts";
import { criteriaTable } from "./criteria-table.ts";
import { count, notify, print } from "./format.ts";
import { headlineTable } from "./headline-table.ts";
import { wrapText } from "./wrap.ts";

/** Says what came out of a run: the table of designs, or its manifest as JSON; where it lies goes to stderr. */
export function showRun({ folder, manifest, isReused }: RunReport, asJson: boolean): void {
  for (const warning of manifest.warnings) notify(`warning: ${warning}`);
  if (asJson) {
    print(JSON.stringify({ folder, ...manifest }, null, 2));
    return;
  }
  const { scenarios, seed, exposureDays, horizonDays, shard } = manifest;
  const size = `${count(scenarios, "scenario")}, seed ${seed}`;
  if (shard !== undefined) {
    print(`${manifest.title}\nshard ${shard.index} of ${shard.count}, ${shard.to - shard.from} of ${size}`);
  } else {
    print(
      wrapText(
        `${manifest.title}\n${size}, disruptions within ${exposureDays} of ${horizonDays} days; 95 % intervals below the figures\n`,
      ),
    );
    print(headlineTable(manifest.headline));
    if (manifest.precision?.isMet === true) {
      const { relativeHalfWidth } = manifest.precision;
      print(`\nprecision ${relativeHalfWidth} met after ${count(scenarios, "scenario")}`);
    }
    if (manifest.criteria.length > 0) print(`\n${criteriaTable(manifest.criteria)}`);
  }
  if (isReused) notify(`already computed: ${folder} holds this run; --force computes it anew`);
  else {
    const { wallSeconds, scenarioDesignsPerSecond, keptScenarios } = manifest.run;
    if (keptScenarios > 0) notify(`resumed: ${count(keptScenarios, "scenario")} had been computed before`);
    notify(
      `${wallSeconds.toFixed(1)} s, ${Math.round(scenarioDesignsPerSecond)} scenario-designs a second; ${shard === undefined ? `results and ${REPORT_FILE}` : "results"} in ${folder}`,
    );
  }
  if (shard !== undefined) notify("breakwater merge puts all shards together");
}
