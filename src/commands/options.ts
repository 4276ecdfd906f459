import { InvalidArgumentError, Option } from "commander";
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

/** Parser of a number flag within [low, high]. */
export function numberWithin(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`invalid value ${text}, must be a number in [${low}, ${high}].`);
  };
}

/** Parser of a number above `low`. */
export function numberAbove(low: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value > low) return value;
    throw new InvalidArgumentError(`invalid value ${text}, must be a number above ${low}.`);
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

/** Where the queue is. A URL with a password is better kept in the environment than in a list of processes. */
export function redisOption(): Option {
  return new Option("--redis <url>", "Redis or Valkey of the queue: redis://host:6379, with TLS rediss://").env(
    "BREAKWATER_REDIS_URL",
  );
}

/** Throws a usage error for a design the study does not have. */
export function requireDesigns(asked: readonly string[], known: readonly string[]): void {
  requireKnown("design", asked, known);
}

/** More names than these are not listed in a message. */
const MOST_NAMED = 20;

/** Throws a usage error for a name that does not exist. */
export function requireKnown(what: string, asked: readonly string[], known: readonly string[]): void {
  for (const name of asked) {
    if (known.includes(name)) continue;
    const all = known.length > MOST_NAMED ? "" : known.length === 0 ? "none" : known.join(", ");
    const hint = suggest(name, known) || (all === "" ? "" : `, the study has ${all}`);
    throw new CommandError(EXIT.usage, `unknown ${what} '${name}'${hint}`);
  }
}
