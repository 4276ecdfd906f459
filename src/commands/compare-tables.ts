import { METRICS } from "../metrics/index.ts";
import type { ReadRow } from "../outputs/read-table.ts";
import { count, digits, formatTable, usd, usdScale } from "./format.ts";
import type { RunComparison } from "./read-comparison.ts";
import { wrapText } from "./wrap.ts";

/** Metrics of the printed table and what they are called there. */
const SHOWN = [
  ["lostRevenueUsd", "lost revenue"],
  ["extraCostUsd", "extra cost"],
  ["timeToRecoverDays", "recovery"],
  ["peakInflationPct", "inflation"],
  ["extraEmissionsTonnes", "emissions"],
] as const;

/** Everything `compare` prints: each design against the baseline, the best, the front. */
export function compareTables(found: RunComparison, baseline: string): string {
  const { title, scenarios, designs } = found;
  const others = designs.filter((design) => design !== baseline);
  const parts = [
    `${title}\n${count(scenarios, "scenario")}, the same for every design\n95 % intervals in brackets; * where a test over all pairs (Holm) tells the means apart;\nbetter: share of scenarios; dominance: order, and share of resamples in which it holds`,
  ];
  if (others.length === 0) return `${parts[0]}\n\nThere is one design, and nothing to compare it with.`;
  const pairs = others.map((design) => `${design} less ${baseline}\n${pairTable(found, design, baseline)}`);
  if (pairs.some((pair) => pair.includes(NO_INTERVAL))) {
    parts.push(`${NO_INTERVAL}: too few scenarios for an interval (a difference of CVaR 95 needs 1,000)`);
  }
  for (const pair of pairs) parts.push("", pair);
  parts.push("", ...bestLines(found).map((line) => wrapText(line, 4)), "", "Pareto front", frontTable(found));
  return parts.join("\n");
}

function pairTable({ comparison, costOfRisk }: RunComparison, design: string, baseline: string): string {
  const rows = SHOWN.map(([metric, label]) => {
    const row = comparison.find((item) => item.design === design && item.versus === baseline && item.metric === metric);
    if (row === undefined || row.mean_difference === undefined) return [label, "n/a", "", "", "", "", ""];
    const { divisor, unit } = scaleOf(metric, row);
    const show = (value: number): string => digits(value / divisor, 3);
    const isClear = typeof row.p_holm === "number" && row.p_holm < 0.05;
    return [
      `${label}\n${unit}`,
      withInterval(row, "mean_difference", show).replace("\n", isClear ? " *\n" : "\n"),
      typeof row.p95_difference === "number" ? show(row.p95_difference) : "n/a",
      withInterval(row, "cvar95_difference", show),
      withInterval(row, "p_better", (value) => (value * 100).toFixed(0)),
      typeof row.variance_reduction_factor === "number" ? digits(row.variance_reduction_factor, 3) : "",
      dominance(row),
    ];
  });
  const head = ["", "mean", "p95 of the\ndifference", "CVaR 95", "better,\n%", "CRN\nfactor", "dominance"];
  const cost = costOfRisk.find((item) => item.design === design && item.versus === baseline);
  const price =
    cost?.value === undefined
      ? `cost of CVaR removed: none, ${cost?.reason ?? "unknown"}`
      : `cost of a dollar of CVaR 95 of lost revenue removed: ${usd(cost.value)} [${usd(cost.low as number)}, ${usd(cost.high as number)}]`;
  return `${formatTable(head, rows)}\n${price}`;
}

/** A unit in which a row reads well. */
function scaleOf(metric: string, row: ReadRow): { readonly divisor: number; readonly unit: string } {
  const unit = METRICS.find(({ name }) => name === metric)?.unit ?? "";
  const sizes = ["mean_difference", "p95_difference", "cvar95_difference"].map((name) => Number(row[name] ?? 0));
  if (unit === "USD") return usdScale(sizes);
  return unit.startsWith("tonnes") && Math.max(...sizes.map(Math.abs)) >= 1e4
    ? { divisor: 1000, unit: unit.replace("tonnes", "kt") }
    : { divisor: 1, unit };
}

/** Stands for an interval that the sample is too small for. */
const NO_INTERVAL = "[n/a]";

/** A figure over its interval; where only limits are known, the limits. */
function withInterval(row: ReadRow, name: string, show: (value: number) => string): string {
  const [value, low, high] = [row[name], row[`${name}_low`], row[`${name}_high`]].map((cell) =>
    typeof cell === "number" ? show(cell) : undefined,
  );
  if (value === undefined && low === undefined && high === undefined) return "";
  if (low === undefined && high === undefined) return `${value}\n${NO_INTERVAL}`;
  return `${value ?? "n/a"}\n[${low ?? "?"}, ${high ?? "?"}]`;
}

const ORDERS = new Map([
  ["first", "1st"],
  ["second", "2nd"],
]);

function dominance(row: ReadRow): string {
  if (typeof row.dominance !== "string") return "";
  const [word, order] = row.dominance.split("_");
  const support = typeof row.dominance_support === "number" ? ` ${Math.floor(row.dominance_support * 100)} %` : "";
  const relation = order === undefined ? word : `${word === "dominates" ? "better" : "worse"}\n${ORDERS.get(order)}`;
  return `${relation}${support}`;
}

function bestLines({ selection, designs }: RunComparison): string[] {
  const metrics = [...new Set(selection.map((row) => row.metric))];
  if (metrics.length === 0) return ["No design is selected as the best: that takes two designs and 40 scenarios."];
  return metrics.map((metric) => {
    const rows = selection.filter((row) => row.metric === metric);
    const show = showAs(String(metric));
    const best = rows.find((row) => row.is_best === true);
    const set = rows.filter((row) => row.is_in_best_set === true).map((row) => String(row.design));
    const [{ probability, indifference, decided_after }] = rows;
    const lead = `${show(indifference as number)} or more`;
    if (indifference === 0 && set.length === designs.length) return `${metric}\n  alike in every scenario`;
    const chosen =
      best === undefined
        ? `best: open, nobody leads by ${lead}`
        : `best: ${best.design}, right with ${(probability as number) * 100} % if it leads by ${lead}\n  (screening left it alone after ${decided_after} scenarios)`;
    const rest = set.length === designs.length ? "none can be ruled out" : set.join(", ");
    return `${metric}\n  ${chosen}\n  may be best: ${rest}`;
  });
}

function frontTable({ frontier }: RunComparison): string {
  const show = (cell: ReadRow[string], how: (value: number) => string): string =>
    typeof cell === "number" ? how(cell) : "n/a";
  const rows = frontier.map((row) => {
    return [
      String(row.design),
      show(row.structural_premium_pct, (value) => `${value.toFixed(1)} %`),
      show(row.lost_revenue_cvar95_usd, usd),
      show(row.time_to_recover_p95_days, (value) => digits(value, 3)),
      show(row.emissions_tonnes, (value) => digits(value / 1000, 4)),
      row.is_on_front === true ? "yes" : `no, by\n${String(row.dominated_by).split(" ").join("\n")}`,
      String(row.frontier_group),
    ];
  });
  return formatTable(
    [
      "design",
      "structural\npremium",
      "CVaR 95 of\nlost revenue",
      "TTR p95,\ndays",
      "emissions,\nkt",
      "on the front",
      "group",
    ],
    rows,
  );
}

function showAs(metric: string): (value: number) => string {
  const unit = METRICS.find(({ name }) => name === metric)?.unit;
  return unit === "USD" ? usd : (value) => digits(value, 3);
}
