import { CommandError, EXIT } from "../errors.ts";
import type { Judgement } from "../outputs/criteria.ts";
import { count } from "./format.ts";

/**
 * Throws 99 unless every criterion passes for every design. What is undecided does not pass: a gate that let it through
 * would open the wider the fewer scenarios it was given.
 */
export function enforceCriteria(judgements: readonly Judgement[]): void {
  const open = judgements.filter(({ verdict }) => verdict !== "pass");
  if (open.length === 0) return;
  const lines = open.map(({ criterion, design, verdict }) => {
    const hint =
      verdict === "undecided" ? " (its interval holds the threshold or is missing; more scenarios may decide)" : "";
    return `  ${verdict}: ${criterion} by '${design}'${hint}`;
  });
  throw new CommandError(
    EXIT.criterionFailed,
    [`failed criteria, ${open.length} of ${count(judgements.length, "verdict")} did not pass`, ...lines].join("\n"),
  );
}
