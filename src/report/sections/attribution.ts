import type { ReadRow } from "../../outputs/read-table.ts";
import { numberOf, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { ReportTable, Section, StackChart } from "../section.ts";

/** Hazards with a colour of their own; the rest are put together. */
const MOST_PARTS = 7;

const WHOLES = [
  { column: "share", title: "Share of the mean lost revenue, by hazard" },
  { column: "cvar95_share", title: "Share of lost revenue in the worst 5 %, by hazard" },
];

/** What each hazard contributes, where the run says so; else how to learn it. */
export function attributionSection(run: FinishedRun): Section {
  const loss = run.metric("lost_revenue_usd");
  const rows = run.rows("attribution").filter((row) => row.metric_id === loss);
  const base = { id: "attribution", title: "Which hazards are behind it" };
  if (rows.length === 0) {
    const words = [
      "This run does not share its losses among the hazards. In the run folder, breakwater attribute study.original.yaml does, with what each of them adds to tails, times to recover and inflation.",
    ];
    return { ...base, words, charts: [], tables: [] };
  }
  const names = run.rows("dim_hazard").map((row) => String(row.name));
  const of = (design: number, hazard: number): ReadRow | undefined =>
    rows.find((row) => row.design_id === design && row.hazard_id === hazard);
  const weightOf = (hazard: number): number =>
    run.designs.reduce((sum, _, design) => sum + Math.abs(numberOf(of(design, hazard), "share") ?? 0), 0);
  const heaviest = names
    .map((_, hazard) => hazard)
    .filter((hazard) => weightOf(hazard) > 0)
    .sort((left, right) => weightOf(right) - weightOf(left));
  const scenarios = numberOf(rows[0], "scenarios") ?? run.manifest.scenarios;
  return {
    ...base,
    words: [
      `Shapley shares over the disruptions of each of ${scenarios} scenarios: what a hazard adds, averaged over all orders in which the disruptions of a scenario could be added up. They sum to the whole; a negative share takes loss away.`,
    ],
    charts: WHOLES.flatMap(({ column, title }) =>
      stackOf(run, heaviest, names, title, (design, hazard) => numberOf(of(design, hazard), column)),
    ),
    tables: [
      meansTable(run, heaviest, names, of),
      ...WHOLES.map(({ column, title }) => ({
        caption: title,
        isOpen: false,
        head: ["Hazard", ...run.designs],
        rows: heaviest.map((hazard) => ({
          cells: [
            names[hazard],
            ...run.designs.map((_, design) =>
              withInterval(numberOf(of(design, hazard), column), undefined, undefined, showShare),
            ),
          ],
        })),
      })),
    ],
  };
}

/** No chart where no design has such shares: tails take many scenarios. */
function stackOf(
  { designs }: FinishedRun,
  hazards: readonly number[],
  names: readonly string[],
  title: string,
  share: (design: number, hazard: number) => number | undefined,
): StackChart[] {
  const percent = (design: number, ones: readonly number[]): number =>
    Number((100 * ones.reduce((sum, hazard) => sum + (share(design, hazard) ?? 0), 0)).toPrecision(5));
  if (hazards.every((hazard) => designs.every((_, design) => share(design, hazard) === undefined))) return [];
  const own = hazards.slice(0, MOST_PARTS);
  const rest = hazards.slice(MOST_PARTS);
  const parts = own.map((hazard) => ({
    name: names[hazard],
    values: designs.map((_, design) => percent(design, [hazard])),
  }));
  if (rest.length > 0) {
    const values = designs.map((_, design) => percent(design, rest));
    parts.push({ name: `${rest.length} other${rest.length === 1 ? "" : "s"}`, values });
  }
  return [{ kind: "stack", title, label: `${title}, one bar a design.`, unit: "%", designs, parts }];
}

function meansTable(
  { designs }: FinishedRun,
  hazards: readonly number[],
  names: readonly string[],
  of: (design: number, hazard: number) => ReadRow | undefined,
): ReportTable {
  return {
    caption: "Part of each hazard in the mean lost revenue, 95 % intervals in brackets",
    isOpen: true,
    head: ["Hazard", ...designs],
    rows: hazards.map((hazard) => ({
      cells: [
        names[hazard],
        ...designs.map((_, design) => {
          const row = of(design, hazard);
          return withInterval(numberOf(row, "mean"), numberOf(row, "mean_low"), numberOf(row, "mean_high"), showUsd);
        }),
      ],
    })),
  };
}
