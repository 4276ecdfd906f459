import type { CompiledStudy } from "../compile-study.ts";
import type { Criterion } from "../model/criterion.ts";
import type { ReverseRow } from "../studies/reverse.ts";
import { count, formatTable, percent } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** One table a criterion and design: the smallest combination of each hazard, and the ends of its frontier. */
export function reverseTables(
  { study }: CompiledStudy,
  criteria: readonly Criterion[],
  rows: readonly ReverseRow[],
  onsetDay: number,
): string {
  const parts = [
    wrapText(`${study.title}\nOne disruption by itself, from day ${onsetDay} on; smallest = severity x days`),
  ];
  for (const { text } of criteria) {
    for (const { id } of study.designs) {
      parts.push("", `${text}, ${id}`, designTable(rows.filter((row) => row.criterion === text && row.design === id)));
    }
  }
  return parts.join("\n");
}

function designTable(rows: readonly ReverseRow[]): string {
  if (rows.length === 0) return "No hazard touches it.";
  const hazards = [...new Set(rows.map((row) => row.hazard))];
  const found = hazards.map((hazard) => {
    const own = rows.filter((row) => row.hazard === hazard);
    return {
      hazard,
      own,
      smallest: own.find((row) => row.isSmallest),
      failing: own.filter((row) => row.durationDays !== undefined),
    };
  });
  const size = ({ smallest }: (typeof found)[number]): number =>
    smallest === undefined ? Number.POSITIVE_INFINITY : smallest.severity * (smallest.durationDays as number);
  const failing = found
    .filter(({ smallest }) => smallest !== undefined)
    .sort((left, right) => size(left) - size(right));
  const withstood = found.filter(({ smallest }) => smallest === undefined).map(({ hazard }) => hazard);
  const say = (row: ReverseRow): string =>
    `${percent(row.severity * 100)} for ${count(row.durationDays as number, "day")}`;
  const note =
    withstood.length === 0
      ? ""
      : `\nnever within ${count(rows[0].longestDays, "day")} at any severity: ${withstood.join(", ")}`;
  if (failing.length === 0) return wrapText(note.trimStart(), 4);
  const table = formatTable(
    ["hazard", "smallest that fails", "at its worst", "mildest that fails"],
    failing.map(({ hazard, smallest, failing: own }) => [
      hazard,
      say(smallest as ReverseRow),
      say(own[own.length - 1]),
      say(own[0]),
    ]),
  );
  return `${table}${wrapText(note, 4)}`;
}
