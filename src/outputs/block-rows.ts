import { type BlockOutcome, DISRUPTION_FIELDS } from "../batch.ts";
import { METRICS } from "../metrics/index.ts";
import type { ScenarioRow } from "./tables/dim-scenario.ts";
import type { DisruptionRow } from "./tables/fact-disruption.ts";
import type { OutcomeRow } from "./tables/fact-outcome.ts";

/** Rows of `dim_scenario` for the scenarios of a block. */
export function scenarioRows({ from, weights }: BlockOutcome, replicateSize: number): ScenarioRow[] {
  return Array.from(weights, (weight, index) => {
    const scenario = from + index;
    return { scenario, replicate: Math.floor(scenario / replicateSize), weight };
  });
}

/** Rows of `fact_outcome`: the scenarios of a block one after the other, each with all designs. */
export function outcomeRows(block: BlockOutcome, designs: number): OutcomeRow[] {
  const rows: OutcomeRow[] = [];
  for (let offset = 0; offset < block.outcomes.length; offset += METRICS.length) {
    const row = rows.length;
    const scenario = block.from + Math.floor(row / designs);
    rows.push({ scenario, design: row % designs, outcomes: block.outcomes, offset });
  }
  return rows;
}

/** Rows of `fact_disruption`, numbered from 0 in each scenario. */
export function disruptionRows({ disruptions }: BlockOutcome): DisruptionRow[] {
  const rows: DisruptionRow[] = [];
  for (let at = 0; at < disruptions.length; at += DISRUPTION_FIELDS.length) {
    const [scenario, hazard, onsetDay, durationDays, recoveryDays, severity, by] = disruptions.subarray(at);
    const last = rows[rows.length - 1];
    const disruption = last?.scenario === scenario ? last.disruption + 1 : 0;
    const triggeredBy = by < 0 ? undefined : by;
    rows.push({ scenario, disruption, hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy });
  }
  return rows;
}
