import { z } from "zod";
import { SITE_PAUSES } from "../../model/world.ts";
import { numberIn } from "../../schema/number-in.ts";

const days = numberIn("[1, 36500] whole");

/** How long it takes to restore something, where the study says so. */
export const restoreTimeDays = z
  .exactOptional(days)
  .describe("Days out in `breakwater exposure`. Default: settings.exposure.restoreTimeDays.");

export const exposureSchema = z
  .strictObject({
    restoreTimeDays: z
      .exactOptional(days)
      .describe("Days out of whatever states none of its own. Default: 60, or longestOutageDays where that is less."),
    longestOutageDays: z
      .exactOptional(days)
      .describe(
        "Longest outage tried for the time to survive; what follows shows its consequences. Default: exposureDays, or half the horizon where that is all of it.",
      ),
    pauses: z
      .array(z.enum(SITE_PAUSES))
      .min(1, { error: `invalid empty list, must name at least one of ${SITE_PAUSES.join(", ")}` })
      .default([...SITE_PAUSES])
      .describe("What a site that is out cannot do: production, orders, dispatch, receipt."),
  })
  .prefault({});
