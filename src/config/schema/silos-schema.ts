import { z } from "zod";
import { idListSchema, idSchema } from "../../schema/id.ts";
import { show } from "../../schema/show.ts";

/** Files of a split study are named after parties; this one is the contract's. */
const CONTRACT = "contract";

export const partyIdSchema = idSchema.refine((id) => id.toLowerCase() !== CONTRACT, {
  error: ({ input }) => `invalid id ${show(input)}, the file of that name holds what all parties share`,
});

/** `silos:` of a joint study. */
export const silosSchema = z.strictObject({
  sharesPrices: z
    .boolean()
    .default(true)
    .describe(
      "Whether goods cross a boundary with their cost; if not, each side books them at the value the contract states.",
    ),
  parties: z
    .array(
      z.strictObject({
        id: partyIdSchema.describe("Id of the party; its file is named after it."),
        sites: idListSchema.describe("Sites it owns, with their lanes inbound, markets and costs."),
      }),
    )
    .min(2, { error: "invalid list, must name at least two parties" })
    .describe("Who owns what: every site belongs to exactly one party."),
});
