import { InvalidArgumentError } from "commander";
import { suggest } from "../config/suggest.ts";
import { CommandError, EXIT } from "../errors.ts";

/** Parser of a whole-number flag within [low, high]. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`invalid value ${text}, must be a whole number in [${low}, ${high}].`);
  };
}

/** Parser of a comma-separated list. */
export function commaList(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

/** Parser of a folder; an empty one, like that of an unset variable, would mean the working directory. */
export function folderName(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("missing folder, must not be empty.");
}

/** Parser of a file to write. */
export function fileName(text: string): string {
  if (text !== "" && !/[/\\]$/.test(text)) return text;
  throw new InvalidArgumentError("missing file, must be the name of a file.");
}

/** Throws a usage error for a design the study does not have. */
export function requireDesigns(asked: readonly string[], known: readonly string[]): void {
  for (const design of asked) {
    if (known.includes(design)) continue;
    const hint = suggest(design, known) || `, the study has ${known.join(", ")}`;
    throw new CommandError(EXIT.usage, `unknown design '${design}'${hint}`);
  }
}
