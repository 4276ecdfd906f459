import type { Exposure } from "../expose.ts";
import { defineTable } from "../outputs/table.ts";

/** What the CSV of `breakwater exposure` holds. */
export const exposureTable = defineTable<Exposure>({
  name: "exposure",
  description: "What each design loses when one site, lane, port, chokepoint or region is out for its restore time.",
  primaryKey: ["design_id", "kind", "id"],
  foreignKeys: {},
  columns: [
    { name: "design_id", type: "string", description: "Design.", cell: (row) => row.design },
    { name: "kind", type: "string", description: "site, lane, port, chokepoint or region.", cell: (row) => row.kind },
    { name: "id", type: "string", description: "What is out.", cell: (row) => row.id },
    { name: "name", type: "string", description: "Its name.", cell: (row) => row.name },
    {
      name: "restore_time_days",
      type: "integer",
      description: "Days it is out, an input.",
      cell: (row) => row.restoreTimeDays,
    },
    {
      name: "performance_impact_usd",
      type: "number",
      description: "Revenue lost, and still owed at the horizon, at baseline prices.",
      cell: (row) => row.performanceImpactUsd,
    },
    {
      name: "risk_exposure_index",
      type: "number",
      description: "Impact over the largest impact of the design; 0 where nothing has one.",
      cell: (row) => row.riskExposureIndex,
    },
    { name: "lost_units", type: "number", description: "Demand never served.", cell: (row) => row.lostUnits },
    { name: "lost_revenue_usd", type: "number", description: "Its value.", cell: (row) => row.lostRevenueUsd },
    {
      name: "delayed_revenue_usd",
      type: "number",
      description: "Demand served late, at baseline prices.",
      cell: (row) => row.delayedRevenueUsd,
    },
    {
      name: "open_backlog_usd",
      type: "number",
      description: "Demand still waiting at the horizon, at baseline prices.",
      cell: (row) => row.openBacklogUsd,
    },
    {
      name: "time_to_survive_days",
      type: "integer",
      description: "Longest outage that leaves no demand unserved; empty where even longest_outage_days leave none.",
      cell: (row) => row.timeToSurviveDays,
    },
    {
      name: "longest_outage_days",
      type: "integer",
      description: "Longest outage tried for time_to_survive_days.",
      cell: (row) => row.longestOutageDays,
    },
    {
      name: "time_to_recover_days",
      type: "number",
      description: "From failure to lasting recovery; 0 where service never failed, empty where it had not recovered.",
      cell: (row) => row.timeToRecoverDays,
    },
    {
      name: "min_service_level",
      type: "number",
      description: "Lowest daily service level.",
      cell: (row) => row.minServiceLevel,
    },
    {
      name: "extra_cost_usd",
      type: "number",
      description: "Cost beyond the undisturbed run; less is bought and moved when less is sold.",
      cell: (row) => row.extraCostUsd,
    },
    {
      name: "peak_inflation_pct",
      type: "number",
      description: "Highest price index over the undisturbed one.",
      cell: (row) => row.peakInflationPct,
    },
  ],
});
