import { z } from "zod";
import { show } from "./show.ts";

/** Names that would reach into an object's prototype if an id were ever used as a key. */
const POISONED = new Set(["__proto__", "constructor", "prototype"]);
const ID_PATTERN = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+-]{0,63}$/u;

/** An id: letters, digits and `_ . : + -`, not longer than 64 characters, not starting with a sign. */
export const idSchema = z
  .string({
    error: (issue) => (issue.input === undefined ? "missing id" : `invalid id ${show(issue.input)}, must be text`),
  })
  .refine((id) => ID_PATTERN.test(id) && !POISONED.has(id), {
    error: (issue) =>
      `invalid id ${show(issue.input)}, must be 1 to 64 letters, digits or _ . : + - and start with a letter, digit or _`,
  });

/** A list of ids that names at least one. */
export const idListSchema = z.array(idSchema).min(1, { error: "invalid empty list, must name at least one" });
