import { numberOf, showDays, showPct, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { Section } from "../section.ts";

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
  return {
    id: "frontier",
    title: "What resilience costs, and what it buys",
    words: [
      "Further left is cheaper when nothing happens, lower loses less in the worst 5 % of scenarios. Filled marks are on the Pareto front of premium, tail loss, time to recover and emissions: no other design is better in one and worse in none.",
    ],
    charts: [
      {
        kind: "scatter",
        title: "Structural premium against tail loss",
        label: "Structural premium of each design against its mean lost revenue in the worst 5 % of scenarios.",
        xName: "structural premium, %",
        yName: "lost revenue, worst 5 %, USD",
        points,
      },
    ],
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
      "Each cell: how much more the design of its row has, on average, than the design of its column, with the 95 % interval; then in which share of the scenarios the row's design is better. A difference stands out where its p-value, adjusted for all pairs (Holm), is below 5 %.",
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
            const sure = holm !== undefined && holm < 0.05 ? "" : "not told apart: ";
            return `${sure}${withInterval(difference, low, high, show)}${better === undefined ? "" : `; better in ${showShare(better)}`}`;
          }),
        ],
      })),
    })),
  };
}

/** What each hazard contributes, where the run says so. */
export function attributionSection(run: FinishedRun): Section | undefined {
  const rows = run.rows("attribution");
  if (rows.length === 0) return undefined;
  const names = run.rows("dim_hazard").map((row) => String(row.name));
  const shares = [
    { column: "expected_share", title: "Part of the mean lost revenue, by hazard" },
    { column: "tail_share", title: "Part of the tail loss, by hazard" },
  ].filter(({ column }) => rows.some((row) => numberOf(row, column) !== undefined));
  const metric = run.metric("lost_revenue_usd");
  const own = rows.filter((row) => row.metric_id === undefined || row.metric_id === metric);
  const amountOf = (design: number, hazard: number, column: string): number =>
    numberOf(
      own.find((row) => row.design_id === design && row.hazard_id === hazard),
      column,
    ) ?? 0;
  if (shares.length === 0) return undefined;
  return {
    id: "attribution",
    title: "Which hazards are behind it",
    words: ["Shares of what is lost, by the hazard that caused it; see docs/statistics.md for how they are computed."],
    charts: shares.map(({ column, title }) => ({
      kind: "stack",
      title,
      label: `${title}, one bar a design.`,
      unit: "%",
      designs: run.designs,
      parts: names.map((name, hazard) => ({
        name,
        values: run.designs.map((_, design) => Number((amountOf(design, hazard, column) * 100).toPrecision(5))),
      })),
    })),
    tables: shares.map(({ column, title }) => ({
      caption: title,
      isOpen: false,
      head: ["Hazard", ...run.designs],
      rows: names.map((name, hazard) => ({
        cells: [name, ...run.designs.map((_, design) => showShare(amountOf(design, hazard, column)))],
      })),
    })),
  };
}
