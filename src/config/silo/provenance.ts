import type { StudyProblem } from "../../errors.ts";
import { formatPath, type Path } from "../path.ts";
import type { YamlSource } from "../yaml-source.ts";

/** Where the parts of a document that was put together from several files come from. */
export interface Provenance {
  /** Says that the value at a path comes from a path of a file, with all that is below it unless that is said to come from elsewhere. */
  set(path: Path, source: YamlSource, from: Path): void;
  /** The document as one source: problems are located in the file that each part comes from. */
  sourceOf(raw: unknown): YamlSource;
}

/** @param whole the file that is named where nothing else is said */
export function createProvenance(whole: YamlSource): Provenance {
  const places = new Map<string, { source: YamlSource; from: Path }>();

  function placeOf(path: Path): { source: YamlSource; path: Path } {
    for (let length = path.length; length > 0; length--) {
      const place = places.get(formatPath(path.slice(0, length)));
      if (place !== undefined) return { source: place.source, path: [...place.from, ...path.slice(length)] };
    }
    return { source: whole, path };
  }

  return {
    set: (path, source, from) => void places.set(formatPath(path), { source, from }),
    sourceOf: (raw) => ({
      file: whole.file,
      text: whole.text,
      raw,
      problems: [],
      problemAt(path, message): StudyProblem {
        const place = placeOf(path);
        return place.source.problemAt(place.path, message);
      },
      problemAtKey(path, key, message): StudyProblem {
        const place = placeOf([...path, key]);
        return place.source.problemAtKey(place.path.slice(0, -1), key, message);
      },
    }),
  };
}
