import type { Table } from "../table.ts";
import { attribution } from "./attribution.ts";
import { averageLoss } from "./average-loss.ts";
import { comparison } from "./comparison.ts";
import { convergence } from "./convergence.ts";
import { criteria } from "./criteria.ts";
import { dimScenario } from "./dim-scenario.ts";
import { dimDesign, dimHazard, dimMarket, dimMetric, dimRegion } from "./dimensions.ts";
import { distribution } from "./distribution.ts";
import { exceedance } from "./exceedance.ts";
import { factDisruption } from "./fact-disruption.ts";
import { factOutcome } from "./fact-outcome.ts";
import { frontier } from "./frontier.ts";
import { logRankTable } from "./log-rank.ts";
import { selection } from "./selection.ts";
import { serviceCurve } from "./service-curve.ts";
import { summary } from "./summary.ts";
import { survival } from "./survival.ts";
import { worstScenario } from "./worst-scenario.ts";

/** Every table of a run folder, in the order of its data package. */
// biome-ignore lint/suspicious/noExplicitAny: tables of all kinds of rows
export const RESULT_TABLES: readonly Table<any>[] = [
  dimDesign,
  dimHazard,
  dimMetric,
  dimMarket,
  dimRegion,
  dimScenario,
  factOutcome,
  factDisruption,
  summary,
  survival,
  exceedance,
  averageLoss,
  convergence,
  logRankTable,
  serviceCurve,
  criteria,
  comparison,
  selection,
  frontier,
  attribution,
  distribution,
  worstScenario,
];
