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

/** When a hazard strikes: by rate, by probability over the exposure, or on fixed days. */
export const arrivalSchema = z
  .strictObject({
    ratePerYear: numberIn("(0, 365]")
      .optional()
      .describe("Expected strikes in 365 days; strikes are independent (Poisson)."),
    probability: numberIn("(0, 1]")
      .optional()
      .describe("Probability of one strike within the exposure, on a day drawn uniformly."),
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
  })
  .superRefine((arrival, context) => {
    const count = Object.values(arrival).filter((value) => value !== undefined).length;
    if (count === 1) return;
    const what = count === 0 ? "missing arrival" : "invalid arrival";
    context.addIssue(`${what}, must state exactly one of ratePerYear, probability, days, dates`);
  });

export type Arrival = z.output<typeof arrivalSchema>;
