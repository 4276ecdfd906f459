import type { StudyProblem } from "../errors.ts";
import type { Study } from "./study.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Outages must leave room within the horizon to see what follows from them. */
export function checkExposure({ settings, world }: Study, source: YamlSource): StudyProblem[] {
  const { restoreTimeDays, longestOutageDays } = settings.exposure;
  const { horizonDays } = settings;
  const problems: StudyProblem[] = [];
  if (longestOutageDays > horizonDays) {
    const message = `invalid value ${longestOutageDays}, must be at most horizonDays ${horizonDays}`;
    problems.push(source.problemAt(["settings", "exposure", "longestOutageDays"], message));
  }
  const check = (path: (string | number)[], days: number | undefined): void => {
    if (days === undefined || days <= longestOutageDays) return;
    const limit = `must be at most settings.exposure.longestOutageDays ${longestOutageDays}`;
    const remedy = "raise it, or horizonDays if nothing would be left to see the recovery";
    problems.push(source.problemAt([...path, "restoreTimeDays"], `invalid value ${days}, ${limit}; ${remedy}`));
  };
  check(["settings", "exposure"], restoreTimeDays);
  for (const list of ["regions", "chokepoints", "ports", "sites", "lanes"] as const) {
    world[list].forEach((item, index) => {
      check(["world", list, index], item.restoreTimeDays);
    });
  }
  return problems;
}
