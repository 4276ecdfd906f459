import { supportOf } from "../distributions/index.ts";
import { StudyError, type StudyProblem } from "../errors.ts";
import { dayNumber } from "../model/calendar.ts";
import type { DesignProblem } from "../model/problem.ts";
import { checkExposure } from "./check-exposure.ts";
import { checkSilos } from "./check-silos.ts";
import { checkTriggers } from "./check-triggers.ts";
import { explainIssues } from "./explain-issues.ts";
import { locateEntity } from "./locate-entity.ts";
import type { Path } from "./path.ts";
import { probeEntries } from "./probe-entries.ts";
import { readYaml } from "./read-yaml.ts";
import { checkReferences } from "./references.ts";
import { resolveStudy } from "./resolve.ts";
import { partyStudySchema, studySchema } from "./schema/study-schema.ts";
import { joinFiles } from "./silo/join-files.ts";
import { readPartyFiles } from "./silo/read-party-files.ts";
import type { Study } from "./study.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A study and the text it came from. */
export interface ParsedStudy {
  readonly study: Study;
  readonly file: string;
  readonly text: string;
  /** Of a party's study: what it shares with all others. */
  readonly contract?: ParsedContract;
  /** A problem found when a design was compiled, at its place in the text. */
  locate(problem: DesignProblem): StudyProblem;
}

/** A contract, and the text it came from. */
export interface ParsedContract {
  readonly file: string;
  readonly text: string;
  /** As written, layout and comments aside. */
  readonly raw: unknown;
}

/** Reads the contract that a party's file names; or says why that cannot be. */
export type ReadContract = (path: string) => { readonly file: string; readonly text: string } | string;

/**
 * Reads a study from YAML text. Throws a StudyError with every problem: malformed text, wrong values, unknown keys and ids.
 *
 * @param file name used in messages
 * @param readContract for files of parties
 */
export function parseStudy(file: string, text: string, readContract?: ReadContract): ParsedStudy {
  const source = readYaml(file, text);
  if (source.raw === undefined || source.raw === null) {
    throw new StudyError(
      source.problems.length > 0 ? source.problems : [source.problemAt([], "invalid study, the file is empty")],
    );
  }
  if (Object.hasOwn(source.raw as object, "silo")) return parsePartyFile(source, readContract);
  return { ...parseSource(source, studySchema, []), file, text };
}

/** Reads a document, whole or put together, with what is known to be wrong with it already. */
function parseSource(
  source: YamlSource,
  schema: typeof studySchema | typeof partyStudySchema,
  known: readonly StudyProblem[],
): Pick<ParsedStudy, "study" | "locate"> {
  const plain = source.isLarge === true ? probeEntries(source.raw) : [];
  if (plain.length > 0) throw new StudyError(sortProblems(explainIssues(plain, source)));
  const parsed = schema.safeParse(source.raw);
  const problems = [
    ...known,
    ...source.problems,
    ...explainIssues(parsed.error?.issues ?? [], source),
    ...checkReferences(source),
    ...checkSilos(source),
  ];
  if (parsed.success && problems.length === 0) {
    const study = resolveStudy(parsed.data);
    const late = [...checkHazards(study, source), ...checkExposure(study, source)];
    if (late.length === 0) return { study, locate: (problem) => locateEntity(source, problem) };
    throw new StudyError(sortProblems(late));
  }
  throw new StudyError(sortProblems(problems));
}

/** Reads a party's file with the contract it names beside it. */
function parsePartyFile(source: YamlSource, readContract: ReadContract | undefined): ParsedStudy {
  const { file, text } = source;
  const { party, contract, contractSource } = readPartyFiles(source, readContract);
  const joined = joinFiles(party, source, contract, contractSource);
  const parsed = parseSource(joined.source, partyStudySchema, joined.problems);
  return {
    ...parsed,
    study: { ...parsed.study, silo: joined.silo },
    file,
    text,
    contract: { file: contractSource.file, text: contractSource.text, raw: contractSource.raw },
  };
}

/** What concerns a hazard and the settings together. */
function checkHazards(study: Study, source: YamlSource): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const { exposureDays, startDate } = study.settings;
  const written = (source.raw as { hazards?: { id: string }[] }).hazards ?? [];
  const position = new Map(written.map(({ id }, index) => [id, index]));
  for (const hazard of study.hazards) {
    const path = ["hazards", position.get(hazard.id) as number];
    const add = (keys: Path, message: string): void => {
      problems.push(source.problemAt([...path, ...keys], message));
    };
    const [low, high] = supportOf(hazard.severity);
    if (low === high && (low < 0 || high > 1)) add(["severity"], `invalid value ${low}, must be a number in [0, 1]`);
    else if (low < 0 || high > 1) {
      add(
        ["severity"],
        `invalid severity, it lies in [${low}, ${high}] but must lie in [0, 1]; choose a bounded distribution`,
      );
    }
    const { durationDays, recovery } = hazard;
    if (durationDays !== "permanent") {
      const [, longest] = supportOf(durationDays);
      if (longest <= 0) add(["durationDays"], `invalid durationDays, at most ${longest}, must be able to exceed 0`);
    }
    if (durationDays === "permanent" && recovery.profile !== "step") {
      add(["recovery"], "invalid recovery, what is permanent does not recover");
    }
    if (recovery.durationDays !== undefined) {
      const [, longest] = supportOf(recovery.durationDays);
      if (longest < 0) {
        add(["recovery", "durationDays"], `invalid durationDays, at most ${longest}, must be able to reach 0`);
      }
    }
    hazard.triggers.forEach(({ delayDays }, index) => {
      const [, longest] = supportOf(delayDays);
      if (longest >= 0) return;
      add(["triggers", index, "delayDays"], `invalid delayDays, at most ${longest}, must be able to reach 0`);
    });
    const [, mostNotice] = supportOf(hazard.announcementLeadDays);
    if (mostNotice < 0) {
      add(["announcementLeadDays"], `invalid announcementLeadDays, at most ${mostNotice}, must be able to reach 0`);
    }
    const start = startDate === undefined ? 0 : (dayNumber(startDate) as number);
    const within = `the hazard must strike within the exposure, on a day in [0, ${exposureDays})`;
    hazard.arrival.days?.forEach((day, index) => {
      if (day >= exposureDays) add(["arrival", "days", index], `invalid day ${day}, ${within}`);
    });
    hazard.arrival.dates?.forEach((date, index) => {
      const day = (dayNumber(date) as number) - start;
      if (day >= 0 && day < exposureDays) return;
      add(["arrival", "dates", index], `invalid date ${date}, it is day ${day} from startDate; ${within}`);
    });
  }
  for (const { hazard, keys, message } of checkTriggers(study.hazards, study.settings)) {
    problems.push(source.problemAt(["hazards", position.get(hazard) as number, ...keys], message));
  }
  return problems;
}

/** In the order in which the author meets them; the same complaint about the same place only once. */
function sortProblems(problems: readonly StudyProblem[]): StudyProblem[] {
  const seen = new Set<string>();
  const once = problems.filter(({ file, line, column, path, message }) => {
    const key = `${file}:${line}:${column} ${path} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  const files = [...new Set(once.map(({ file }) => file))];
  return once.sort(
    (left, right) =>
      files.indexOf(left.file) - files.indexOf(right.file) || left.line - right.line || left.column - right.column,
  );
}
