import { supportOf } from "../distributions/index.ts";
import { StudyError, type StudyProblem } from "../errors.ts";
import { dayNumber } from "../model/calendar.ts";
import type { DesignProblem } from "../model/problem.ts";
import { explainIssues } from "./explain-issues.ts";
import { locateEntity } from "./locate-entity.ts";
import { readYaml, type YamlSource } from "./read-yaml.ts";
import { checkReferences } from "./references.ts";
import { resolveStudy } from "./resolve.ts";
import { studySchema } from "./schema/study-schema.ts";
import type { Study } from "./study.ts";

/** A study and the text it came from. */
export interface ParsedStudy {
  readonly study: Study;
  readonly file: string;
  readonly text: string;
  /** A problem found when a design was compiled, at its place in the text. */
  locate(problem: DesignProblem): StudyProblem;
}

/**
 * Reads a study from YAML text. Throws a StudyError with every problem: malformed text, wrong values, unknown keys and ids.
 *
 * @param file name used in messages
 */
export function parseStudy(file: string, text: string): ParsedStudy {
  const source = readYaml(file, text);
  if (source.raw === undefined || source.raw === null) {
    throw new StudyError(
      source.problems.length > 0 ? source.problems : [source.problemAt([], "invalid study, the file is empty")],
    );
  }
  const parsed = studySchema.safeParse(source.raw);
  const problems = [
    ...source.problems,
    ...explainIssues(parsed.error?.issues ?? [], source),
    ...checkReferences(source),
  ];
  if (parsed.success && problems.length === 0) {
    const study = resolveStudy(parsed.data);
    problems.push(...checkHazards(study, source));
    if (problems.length === 0) {
      return { study, file, text, locate: (problem) => locateEntity(source, problem) };
    }
  }
  throw new StudyError(sortProblems(problems));
}

/** What concerns a hazard and the settings together. */
function checkHazards(study: Study, source: YamlSource): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const { exposureDays, startDate } = study.settings;
  const written = (source.raw as { hazards: { id: string }[] }).hazards ?? [];
  for (const hazard of study.hazards) {
    const path = ["hazards", written.findIndex((item) => item.id === hazard.id)];
    const [low, high] = supportOf(hazard.severity);
    if (low < 0 || high > 1) {
      const message = `invalid severity, it lies in [${low}, ${high}] but must lie in [0, 1]; choose a bounded distribution`;
      problems.push(source.problemAt([...path, "severity"], message));
    }
    const start = startDate === undefined ? 0 : (dayNumber(startDate) as number);
    const dates = (hazard.arrival.dates ?? []).map((date) => (dayNumber(date) as number) - start);
    [...(hazard.arrival.days ?? []), ...dates].forEach((day, index) => {
      if (day >= 0 && day < exposureDays) return;
      const key = hazard.arrival.days === undefined ? "dates" : "days";
      const message = `invalid day ${day}, the hazard must strike within the exposure, on a day in [0, ${exposureDays})`;
      problems.push(source.problemAt([...path, "arrival", key, index], message));
    });
  }
  return problems;
}

/** In the order in which the author meets them; the same complaint about the same place only once. */
function sortProblems(problems: readonly StudyProblem[]): StudyProblem[] {
  const seen = new Set<string>();
  const once = problems.filter(({ line, column, message }) => {
    const key = `${line}:${column} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return once.sort((left, right) => left.line - right.line || left.column - right.column);
}
