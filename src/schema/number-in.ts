import { z } from "zod";
import { show } from "./show.ts";

/** Where a number may lie, written as in mathematics: "[0, 1]", "(0, 365]", "[1, 1e6] whole". */
export type Interval = `${"[" | "("}${number}, ${number}${"]" | ")"}${"" | " whole"}`;

const INTERVAL = /^([[(])(\S+), (\S+?)([\])])( whole)?$/;

/** A finite number in an interval. Its error names the value and the interval. */
export function numberIn(interval: Interval): z.ZodNumber {
  const [, opens, low, high, closes, whole] = INTERVAL.exec(interval) as RegExpExecArray;
  const kind = whole === undefined ? "a number" : "a whole number";
  const error = (issue: { input?: unknown }): string =>
    issue.input === undefined
      ? `missing value, must be ${kind} in ${opens}${low}, ${high}${closes}`
      : `invalid value ${show(issue.input)}, must be ${kind} in ${opens}${low}, ${high}${closes}`;
  let schema = z.number({ error });
  if (whole !== undefined) schema = schema.int({ error });
  schema = opens === "(" ? schema.gt(Number(low), { error }) : schema.gte(Number(low), { error });
  return closes === ")" ? schema.lt(Number(high), { error }) : schema.lte(Number(high), { error });
}
