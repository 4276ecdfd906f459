import type { ParsedStudy } from "./config/parse-study.ts";
import { CommandError, EXIT, formatProblem, SimulationError } from "./errors.ts";

/** A fault of the study that only showed in a scenario, told at the design it showed in; anything else as it is. */
export function locateFault(error: unknown, parsed: ParsedStudy): unknown {
  if (!(error instanceof SimulationError) || !error.isOfStudy || error.design === undefined) return error;
  const { design, message } = error;
  const problem = parsed.locate({ design, at: { list: "designs", id: design }, message });
  return new CommandError(EXIT.invalidStudy, formatProblem(problem));
}
