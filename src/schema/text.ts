import { z } from "zod";
import { show } from "./show.ts";

/** Control characters could steer the terminal or break the table they are printed in. */
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_LINES = /[^\P{Cc}\n\t]/u;

/** Text on one line: names and titles. */
export function lineOfText(mostCharacters: number): z.ZodString {
  return text(mostCharacters, CONTROL, "on one line");
}

/** Text that may have several lines: descriptions. */
export function linesOfText(mostCharacters: number): z.ZodString {
  return text(mostCharacters, CONTROL_IN_LINES, "without control characters");
}

function text(mostCharacters: number, forbidden: RegExp, how: string): z.ZodString {
  const error = (issue: { readonly input?: unknown }): string =>
    `invalid value ${show(issue.input)}, must be text of at most ${mostCharacters} characters ${how}`;
  return z
    .string({ error })
    .max(mostCharacters, { error })
    .refine((value) => !forbidden.test(value), { error });
}
