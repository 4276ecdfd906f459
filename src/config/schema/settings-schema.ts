import { z } from "zod";
import { dateSchema } from "../../hazards/arrival.ts";
import { METRIC_NAMES } from "../../metrics/index.ts";
import { SAMPLER_NAMES } from "../../samplers/index.ts";
import { idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";
import { plannerSchema } from "./design-schema.ts";
import { exposureSchema } from "./exposure-schema.ts";

const rateFactor = numberIn("[1, 1000]").describe("Times as many strikes (for a probability: times the odds).");
const durationFactor = numberIn("[1, 100]").describe(
  "Durations come from 1 - (1 - u)^factor instead of u: `factor` times as long where the law is exponential.",
);
const severityFactor = numberIn("[1, 100]").describe("The same for severities.");

const importanceSchema = z.strictObject({
  rateFactor: rateFactor.default(1),
  durationFactor: durationFactor.default(1),
  severityFactor: severityFactor.default(1),
  nominalShare: numberIn("(0, 1]")
    .default(0.2)
    .describe("Share of the scenarios drawn from the study's own laws; no scenario counts more than 1 / nominalShare."),
  hazards: z
    .array(
      z.strictObject({
        hazard: idSchema.describe("Id of the hazard."),
        rateFactor: z.exactOptional(rateFactor),
        durationFactor: z.exactOptional(durationFactor),
        severityFactor: z.exactOptional(severityFactor),
      }),
    )
    .default([])
    .describe("Hazards with factors of their own."),
});

export const precisionSchema = z.strictObject({
  relativeHalfWidth: numberIn("[0.0001, 1]").describe(
    "Half the width of a 95 % interval over the value, to be reached by every design.",
  ),
  metrics: z
    .array(z.enum(METRIC_NAMES as [string, ...string[]]))
    .min(1, { error: "invalid empty list, must name at least one metric" })
    .default(["lostRevenueUsd"])
    .describe("Metrics watched: mean and p95 of numbers, restricted mean and p95 of durations, probability of flags."),
  maximumScenarios: numberIn("[1, 1e8] whole")
    .default(100_000)
    .describe("Scenarios at which the run ends, precise or not."),
});

const attributionSchema = z.strictObject({
  scenarios: numberIn("[1, 10000] whole")
    .default(200)
    .describe("First scenarios of the run that are shared out; CVaR is shared from 200 on."),
  exactUpTo: numberIn("[0, 12] whole")
    .default(8)
    .describe("All coalitions are valued of up to so many disruptions; 8 take 256 runs."),
  orderPairs: numberIn("[2, 10000] whole").default(16).describe("Orders followed beyond that, each with its reverse."),
});

export const settingsSchema = z
  .strictObject({
    horizonDays: numberIn("[1, 36500] whole").default(365).describe("Days simulated."),
    exposureDays: z
      .exactOptional(numberIn("[1, 36500] whole"))
      .describe("Disruptions start within this many first days; the loss period. Default: horizonDays."),
    warmUpDays: numberIn("[0, 3650] whole")
      .default(90)
      .describe(
        "Days simulated before day 0 where a market has demandNoise or seasonality, excluded from every metric; without effect otherwise.",
      ),
    scenarios: numberIn("[1, 1e8] whole").default(1000).describe("Scenarios sampled."),
    seed: numberIn("[0, 9007199254740991] whole").default(1).describe("Seed of all random draws."),
    sampler: z
      .enum(SAMPLER_NAMES as [string, ...string[]])
      .default("monte-carlo")
      .describe("How scenarios are drawn."),
    replicateScenarios: numberIn("[2, 65536] whole")
      .default(64)
      .describe(
        "Scenarios that share one randomisation under latin-hypercube, sobol (a power of two) and stratified; intervals come from the spread over replicates.",
      ),
    precision: z
      .exactOptional(precisionSchema)
      .describe("Run from `scenarios` on until the intervals are this narrow; `--precision` sets or overrides it."),
    eventLosses: z
      .boolean()
      .default(false)
      .describe(
        "Measure the loss of every single event (a disruption with all it sets off) by running its scenario without it, for occurrence exceedance (OEP); costs a run more for each event of scenarios with two and more.",
      ),
    attribution: z
      .exactOptional(attributionSchema)
      .describe(
        "Share what scenarios cost among the hazards (Shapley over disruptions), for the table attribution; costs up to 2^exactUpTo runs a scenario and design.",
      ),
    importance: z
      .exactOptional(importanceSchema)
      .describe("What the sampler `importance` draws more often than it happens."),
    blockScenarios: numberIn("[1, 1e6] whole")
      .default(16)
      .describe("Scenarios a worker takes at a time, or a multiple where they are many and cheap; changes no number."),
    startDate: z.exactOptional(dateSchema).describe("Date of day 0, YYYY-MM-DD; needed for hazards with dates."),
    referenceDesign: z
      .exactOptional(idSchema)
      .describe("Design against which structural premiums are measured. Default: the first."),
    laneHeadroomFactor: numberIn("[1, 1000]")
      .default(2)
      .describe("Capacity of lanes that state none, as a multiple of baseline flow."),
    capitalCostFractionPerYear: numberIn("[0, 1]")
      .default(0)
      .describe("Yearly cost of money tied up in goods, as a fraction of their value."),
    planner: plannerSchema.describe("How designs react that do not say so themselves."),
    service: z
      .strictObject({
        failBelowFraction: numberIn("(0, 1]").default(0.9).describe("Service below this is failure."),
        recoverAtFraction: numberIn("(0, 1]").default(0.95).describe("Service at or above this is recovery."),
        holdDays: numberIn("[1, 3650] whole").default(14).describe("Days recovery must hold."),
        backlogToleranceFraction: numberIn("[0, 1)")
          .default(0.005)
          .describe("Cumulative service this close is back to normal."),
        restrictedMeanDays: z
          .exactOptional(numberIn("[1, 36500] whole"))
          .describe(
            "Days to which the mean time to recover is restricted. Default: horizonDays - exposureDays, or half the horizon where that is 0.",
          ),
      })
      .superRefine(({ failBelowFraction, recoverAtFraction }, context) => {
        if (recoverAtFraction >= failBelowFraction) return;
        const message = `invalid value ${recoverAtFraction}, must be at least failBelowFraction ${failBelowFraction}`;
        context.addIssue({ code: "custom", path: ["recoverAtFraction"], message });
      })
      .prefault({})
      .describe("When service counts as failed and as recovered."),
    scarcity: z
      .strictObject({
        premiumFactor: numberIn("[0, 100]")
          .default(0)
          .describe("Premium when nothing can be had, as a multiple of the price."),
        capFraction: numberIn("[0, 100]")
          .default(1)
          .describe("The most the premium can be, as a fraction of the price."),
      })
      .prefault({})
      .describe("How prices react to unmet demand."),
    exposure: exposureSchema.describe("What `breakwater exposure` puts out of action, and for how long."),
  })
  .superRefine(({ sampler, replicateScenarios, importance }, context) => {
    if (sampler === "sobol" && (replicateScenarios & (replicateScenarios - 1)) !== 0) {
      const message = `invalid value ${replicateScenarios}, must be a power of two for the sampler sobol`;
      context.addIssue({ code: "custom", path: ["replicateScenarios"], message });
    }
    const factors = [importance, ...(importance?.hazards ?? [])].flatMap((item) =>
      item === undefined ? [] : [item.rateFactor ?? 1, item.durationFactor ?? 1, item.severityFactor ?? 1],
    );
    if (sampler === "importance" && !factors.some((factor) => factor > 1)) {
      const message = "missing importance, the sampler importance needs at least one factor above 1";
      context.addIssue({ code: "custom", path: ["importance"], message });
    }
  })
  .superRefine(({ exposureDays, horizonDays }, context) => {
    if (exposureDays === undefined || exposureDays <= horizonDays) return;
    const message = `invalid value ${exposureDays}, must be at most horizonDays ${horizonDays}`;
    context.addIssue({ code: "custom", path: ["exposureDays"], message });
  })
  .prefault({});
