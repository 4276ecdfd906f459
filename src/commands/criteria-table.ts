import { METRICS } from "../metrics/index.ts";
import type { Judgement } from "../outputs/criteria.ts";
import { digits, formatTable, usd } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** Every criterion and design with its verdict, the figure and its interval. */
export function criteriaTable(judgements: readonly Judgement[]): string {
  const notes: string[] = [];
  const rows = judgements.map((judgement, index) => {
    const { criterion, design, verdict, statistic } = judgement;
    const show = showAs(judgement);
    const { value, ciLow, ciHigh, reason } = statistic;
    if (reason !== "" && !notes.includes(reason)) notes.push(reason);
    const mark = reason === "" ? "" : ` (${notes.indexOf(reason) + 1})`;
    const isSame = index > 0 && judgements[index - 1].criterion === criterion;
    const bounds = [ciLow, ciHigh].map((bound) => (bound === undefined ? "?" : show(bound)));
    return [
      isSame ? "" : criterion,
      design,
      verdict,
      `${value === undefined ? "n/a" : show(value)}${mark}`,
      ciLow === undefined && ciHigh === undefined ? "" : `[${bounds.join(", ")}]`,
    ];
  });
  const table = formatTable(["criterion", "design", "verdict", "value", "95 % interval"], rows, 3);
  return [table, ...notes.map((note, index) => wrapText(`(${index + 1}) ${note}`, 4))].join("\n");
}

function showAs({ criterion, metric, statistic }: Judgement): (value: number) => string {
  const isProbability = criterion.startsWith("P(") || statistic.statistic.startsWith("probability");
  if (isProbability) return (value) => digits(value, 3);
  return METRICS.find(({ name }) => name === metric)?.unit === "USD" ? usd : (value) => digits(value, 4);
}
