import { z } from "zod";
import { show } from "./show.ts";

/**
 * Control characters could steer the terminal or break the table they are printed in; marks that turn the direction of writing
 * show other text than there is.
 */
const FORBIDDEN_IN_LINE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const FORBIDDEN_IN_LINES = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;

/** Spreadsheets compute what begins so, from a CSV file too. */
const STARTS_FORMULA = /^\s*[=+@-]/u;

/** Text on one line: names and titles. */
export function lineOfText(mostCharacters: number): z.ZodString {
  return text(mostCharacters, FORBIDDEN_IN_LINE, "on one line").refine((value) => !STARTS_FORMULA.test(value), {
    error: ({ input }) => `invalid value ${show(input)}, must not start with = + - or @: spreadsheets compute that`,
  });
}

/** Text that may have several lines: descriptions. */
export function linesOfText(mostCharacters: number): z.ZodString {
  return text(mostCharacters, FORBIDDEN_IN_LINES, "without control characters");
}

function text(mostCharacters: number, forbidden: RegExp, how: string): z.ZodString {
  const error = ({ input }: { readonly input?: unknown }): string => {
    const what = input === undefined ? "missing value" : `invalid value ${show(input)}`;
    return `${what}, must be text of at most ${mostCharacters} characters ${how}`;
  };
  return z
    .string({ error })
    .max(mostCharacters, { error })
    .refine((value) => !forbidden.test(value), { error });
}
