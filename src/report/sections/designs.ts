import { numberOf, showDays, showPct, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { ScatterChart, Section } from "../section.ts";

/** What resilience costs, against the tail it removes. */
export function frontierSection(run: FinishedRun): Section | undefined {
  const rows = run.rows("frontier");
  if (rows.length === 0) return undefined;
  const loss = run.metric("lost_revenue_usd");
  const points = rows.flatMap((row) => {
    const [x, y] = [numberOf(row, "structural_premium_pct"), numberOf(row, "lost_revenue_cvar95_usd")];
    if (x === undefined || y === undefined) return [];
    const interval = run
      .rows("summary")
      .find((item) => item.design_id === row.design_id && item.metric_id === loss && item.statistic === "cvar95");
    const [low, high] = [numberOf(interval, "ci_low"), numberOf(interval, "ci_high")];
    return [
      {
        design: run.designs[row.design_id as number],
        x,
        y,
        ...(low === undefined ? {} : { low }),
        ...(high === undefined ? {} : { high }),
        isMarked: row.is_on_front === true,
      },
    ];
  });
  const chart: ScatterChart = {
    kind: "scatter",
    title: "Structural premium against tail loss",
    label: "Structural premium of each design against its mean lost revenue in the worst 5 % of scenarios.",
    xName: "structural premium, %",
    yName: "lost revenue, worst 5 %, USD",
    points,
  };
  return {
    id: "frontier",
    title: "What resilience costs, and what it buys",
    words: [
      points.length === 0
        ? "There are too few scenarios, or too few losses, to say what is lost in the worst 5 % of scenarios; with more of them a chart stands here."
        : "Further left is cheaper when nothing happens, lower loses less in the worst 5 % of scenarios. Filled marks are on the Pareto front of premium, tail loss, time to recover and emissions: no other design is better in one and worse in none.",
    ],
    charts: points.length === 0 ? [] : [chart],
    tables: [
      {
        caption: "Costs and risks of the designs",
        isOpen: false,
        head: [
          "Design",
          "Structural premium",
          "Lost revenue, worst 5 %",
          "Time to recover, 95 %",
          "Emissions, tonnes",
          "On the front",
          "Dominated by",
          "Cannot be told apart from (group)",
        ],
        rows: rows.map((row) => {
          const design = run.designs[row.design_id as number];
          const point = points.find((item) => item.design === design);
          const shown = (name: string, show: (value: number) => string): string =>
            withInterval(numberOf(row, name), undefined, undefined, show);
          return {
            design,
            cells: [
              design,
              shown("structural_premium_pct", showPct),
              point === undefined ? "n/a" : withInterval(point.y, point.low, point.high, showUsd),
              shown("time_to_recover_p95_days", showDays),
              shown("emissions_tonnes", (value) => String(Math.round(value))),
              row.is_on_front === true ? "yes" : "no",
              String(row.dominated_by ?? ""),
              String(row.frontier_group ?? ""),
            ],
          };
        }),
      },
    ],
  };
}

/** Every design against every other on the same scenarios. */
export function comparisonSection(run: FinishedRun): Section | undefined {
  const rows = run.rows("comparison");
  if (rows.length === 0 || run.designs.length < 2) return undefined;
  const metrics = [
    { name: "lost_revenue_usd", title: "Lost revenue", show: showUsd },
    { name: "time_to_recover_days", title: "Time to recover, restricted mean, days", show: showDays },
    { name: "peak_inflation_pct", title: "Peak inflation", show: showPct },
  ];
  return {
    id: "comparison",
    title: "Designs against each other, on the same scenarios",
    words: [
      "Each cell: how much more the design of its row has, on average, than the design of its column, with the 95 % interval; then in which share of the scenarios the row's design is better. ≈ marks a difference that may be chance: its p-value, adjusted for all pairs (Holm), is not below 5 %.",
    ],
    charts: [],
    tables: metrics.map(({ name, title, show }) => ({
      caption: title,
      isOpen: name === "lost_revenue_usd",
      head: ["Design", ...run.designs.map((id) => `against ${id}`)],
      rows: run.designs.map((design, index) => ({
        design,
        cells: [
          design,
          ...run.designs.map((_, versus) => {
            if (versus === index) return "–";
            const row = rows.find(
              (item) => item.design_id === index && item.versus_id === versus && item.metric_id === run.metric(name),
            );
            const difference = numberOf(row, "mean_difference");
            if (difference === undefined) return "n/a";
            const [low, high] = [numberOf(row, "mean_difference_low"), numberOf(row, "mean_difference_high")];
            const better = numberOf(row, "p_better");
            const holm = numberOf(row, "p_holm");
            const sure = holm !== undefined && holm < 0.05 ? "" : "≈ ";
            return `${sure}${withInterval(difference, low, high, show)}${better === undefined ? "" : ` better in ${showShare(better)}`}`;
          }),
        ],
      })),
    })),
  };
}
