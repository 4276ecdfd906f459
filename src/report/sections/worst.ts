import type { CompiledStudy } from "../../compile-study.ts";
import { METRICS } from "../../metrics/index.ts";
import type { ReadRow } from "../../outputs/read-table.ts";
import { createReplayer, type Replay } from "../../replay.ts";
import { numberOf, showUsd } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import { whyNotRepeated } from "../recompile.ts";
import type { ReportTable, Section } from "../section.ts";
import { tellStory } from "../story.ts";

/** Stories told a design, and most events of a story. */
const STORIES = 2;
const MOST_EVENTS = 60;

/** The worst scenarios of each design: what struck, what the design did, and the command that shows it day by day. */
export function worstSection(run: FinishedRun, compiled: CompiledStudy | undefined): Section | undefined {
  const rows = run.rows("worst_scenario");
  if (rows.length === 0) return undefined;
  const { seed } = run.manifest;
  const command = (design: string, scenario: number): string =>
    run.study.silo !== undefined
      ? "n/a"
      : `breakwater replay study.original.yaml --design ${design} --scenario ${scenario} --seed ${seed}`;
  const told =
    compiled === undefined
      ? []
      : compiled.designs.flatMap((_, design) => {
          const worst = rows.filter((row) => row.design_id === design && (row.rank as number) <= STORIES);
          if (worst.length === 0) return [];
          const replay = createReplayer(compiled, design);
          return worst.flatMap((row) => tell(run, compiled, row, replay));
        });
  return {
    id: "worst",
    title: "The worst scenarios, and what happened",
    words: [
      "The scenarios in which each design lost most. Steps that only repeat an earlier one with other figures are left out of the stories (on paper, all but the first story of a design are); a replay, started in the run folder, has every one, day by day.",
      ...(compiled === undefined ? [`Their stories are left out: ${whyNotRepeated(run)}.`] : []),
    ],
    charts: [],
    tables: [
      {
        caption: "Worst scenarios of each design, and how to replay them",
        isOpen: true,
        head: ["Design", "Rank", "Lost revenue", "Replay"],
        rows: rows
          .filter((row) => (row.rank as number) <= 3)
          .map((row) => {
            const design = run.designs[row.design_id as number];
            const cells = [
              design,
              String(row.rank),
              showUsd(row.lost_revenue_usd as number),
              command(design, row.scenario_id as number),
            ];
            return { design, cells };
          }),
      },
      ...told,
    ],
  };
}

function tell(
  run: FinishedRun,
  compiled: CompiledStudy,
  row: ReadRow,
  replay: (scenario: number) => Replay,
): ReportTable[] {
  const design = row.design_id as number;
  const scenario = row.scenario_id as number;
  const result = replay(scenario);
  const lost = result.outcome[METRICS.findIndex(({ name }) => name === "lostRevenueUsd")];
  // A story of another scenario than the one in the tables would be worse than none.
  if (lost !== numberOf(row, "lost_revenue_usd")) return [];
  const events = tellStory(compiled, design, result);
  const id = run.designs[design];
  const more = events.length - MOST_EVENTS;
  return [
    {
      caption: `${id}, scenario ${scenario}: ${showUsd(lost)} lost`,
      isOpen: row.rank === 1 && design === 0,
      isLeftOutOfPrint: row.rank !== 1,
      head: ["Day", "What happened"],
      rows: [
        ...events.slice(0, MOST_EVENTS).map(({ day, text }) => ({ design: id, cells: [String(day), text] })),
        ...(more > 0 ? [{ design: id, cells: ["…", `and ${more} more; the replay has every one`] }] : []),
      ],
    },
  ];
}
