import { z } from "zod";
import { commonCauseSchema } from "../../hazards/common-cause.ts";
import { hazardSchema } from "../../hazards/index.ts";
import { idSchema } from "../../schema/id.ts";
import { lineOfText, linesOfText } from "../../schema/text.ts";
import { criteriaSchema } from "./criterion-schema.ts";
import { designSchema } from "./design-schema.ts";
import { settingsSchema } from "./settings-schema.ts";
import { silosSchema } from "./silos-schema.ts";
import { marketSchema, worldSchema } from "./world-schema.ts";

/** A study file as it is written; `resolve` turns what this yields into a `Study`. */
export const studySchema = z.strictObject({
  id: idSchema.describe("Id of the study; the name of its run folders starts with it."),
  title: lineOfText(200).default("").describe("Title for reports."),
  description: linesOfText(10_000).default("").describe("What the study asks."),
  settings: settingsSchema.describe("Horizon, sample, thresholds."),
  world: worldSchema.describe("Everything that exists, before a design chooses."),
  markets: z
    .array(marketSchema)
    .min(1, { error: "invalid empty list, a study needs at least one market" })
    .describe("Demand."),
  hazards: z.array(hazardSchema).default([]).describe("What may go wrong."),
  commonCauses: z
    .array(commonCauseSchema)
    .default([])
    .describe("Hazards that tend to strike together, or hard together."),
  designs: z
    .array(designSchema)
    .min(1, { error: "invalid empty list, a study needs at least one design" })
    .describe("The networks to compare."),
  criteria: criteriaSchema.describe(
    "What a design must hold to pass; judged with the 95 % interval, which may leave it undecided.",
  ),
  silos: z
    .exactOptional(silosSchema)
    .describe(
      "Parties whose parts of the network stay private: lanes between them pass orders on a day later, and plans see only their own part. Default: one party knows all.",
    ),
});

/** A party's study, put together from its file and the contract: it may have no market of its own. */
export const partyStudySchema = studySchema
  .omit({ silos: true })
  .extend({ markets: z.array(marketSchema).default([]) });

export type StudyFile = z.output<typeof studySchema>;
