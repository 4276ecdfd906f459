import type { StudyProblem } from "../errors.ts";
import type { Path } from "./path.ts";

/** A YAML document as plain values, with the way back from a value to its place in the text. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly raw: unknown;
  readonly problems: readonly StudyProblem[];
  /** Whether it is larger than the YAML parser takes: then nobody wants to hear of all its faults. */
  readonly isLarge?: true;
  /** Problem at the value of a path, or at the nearest value above it that exists. */
  problemAt(path: Path, message: string): StudyProblem;
  /** Problem at a key of the map at a path. */
  problemAtKey(path: Path, key: string, message: string): StudyProblem;
}
