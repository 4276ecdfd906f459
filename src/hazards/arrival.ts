import { z } from "zod";
import { dayNumber } from "../model/calendar.ts";
import { numberIn } from "../schema/number-in.ts";
import { show } from "../schema/show.ts";

/** An ISO calendar date that exists. */
export const dateSchema = z
  .string({ error: refuseDate })
  .refine((text) => dayNumber(text) !== undefined, { error: refuseDate });

function refuseDate(issue: { readonly input?: unknown }): string {
  return `invalid date ${show(issue.input)}, must be a day of the calendar as YYYY-MM-DD`;
}

/** The forms an arrival may have, one at a time. */
const arrivalForms = {
  ratePerYear: numberIn("(0, 365]")
    .optional()
    .describe("Expected strikes in 365 days; strikes are independent (Poisson)."),
  probability: numberIn("(0, 1]")
    .optional()
    .describe("Probability of one strike within the exposure, on a day drawn uniformly."),
  selfExciting: z
    .strictObject({
      ratePerYear: numberIn("(0, 365]").describe("Expected strikes in 365 days that nothing set off."),
      branchingRatio: numberIn("[0, 1)").describe(
        "Expected further strikes that each strike sets off itself; 0 = none.",
      ),
      decayDays: numberIn("(0, 3650]").describe("Mean days from a strike to those it sets off (exponential)."),
    })
    .optional()
    .describe("Strikes that come in clusters: each makes further ones more likely for a while (Hawkes process)."),
  triggeredOnly: z
    .literal(true, { error: (issue) => `invalid value ${show(issue.input)}, must be true` })
    .optional()
    .describe("True: it strikes only where `triggers` of other hazards set it off."),
  days: z
    .array(numberIn("[0, 36500] whole"))
    .min(1, { error: "invalid empty list, must name at least one day" })
    .optional()
    .describe("Days on which it strikes for certain, day 0 being the first."),
  dates: z
    .array(dateSchema)
    .min(1, { error: "invalid empty list, must name at least one date" })
    .optional()
    .describe("Dates (YYYY-MM-DD) on which it strikes for certain; needs settings.startDate."),
};

/** When a hazard strikes: by rate, by probability over the exposure, on fixed days, or only when another sets it off. */
export const arrivalSchema = z.strictObject(arrivalForms).superRefine((arrival, context) => {
  const count = Object.values(arrival).filter((value) => value !== undefined).length;
  if (count === 1) return;
  const what = count === 0 ? "missing arrival" : "invalid arrival";
  context.addIssue(`${what}, must state exactly one of ${Object.keys(arrivalForms).join(", ")}`);
});

export type Arrival = z.output<typeof arrivalSchema>;
