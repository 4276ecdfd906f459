import type { ReadRow } from "../../outputs/read-table.ts";
import { numberOf, type Show, showPct, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { LineChart, Point, ReportTable, Section } from "../section.ts";
import { thin } from "../thin.ts";

/** Loss that is exceeded once in so many exposures. */
export function exceedanceSection(run: FinishedRun): Section | undefined {
  const metric = run.metric("lost_revenue_usd");
  const rows = run.rows("exceedance").filter((row) => row.metric_id === metric);
  if (rows.length === 0) return undefined;
  const kinds = [
    { type: 3, title: "Lost revenue exceeded once in so many periods" },
    { type: 4, title: "Mean of the losses beyond it" },
  ];
  return {
    id: "exceedance",
    title: "How bad it gets, and how rarely",
    words: [
      `A period is the exposure of ${run.manifest.exposureDays} days. Curves end where the scenarios are too few for an interval.`,
    ],
    charts: kinds.map(
      ({ type, title }): LineChart => ({
        kind: "lines",
        title,
        label: `${title}, one curve a design with its 95 % band.`,
        xName: "return period (exposures)",
        yName: "USD",
        isXLog: true,
        isStep: false,
        isPanelled: false,
        isYScaled: false,
        series: run.designs.map((design, index) => ({
          design,
          points: pointsOf(
            rows.filter((row) => row.design_id === index && row.ep_type === type),
            "return_period",
            "loss",
          ),
        })),
      }),
    ),
    tables: kinds.map(({ type, title }) => {
      const own = rows.filter((row) => row.ep_type === type);
      const periods = [...new Set(own.map((row) => row.return_period as number))];
      return {
        caption: title,
        isOpen: false,
        head: ["Design", ...periods.map((period) => `1 in ${period}`)],
        rows: run.designs.map((design, index) => ({
          design,
          cells: [
            design,
            ...periods.map((period) =>
              show(
                own.find((row) => row.design_id === index && row.return_period === period),
                "loss",
                showUsd,
              ),
            ),
          ],
        })),
      };
    }),
  };
}

/** Kaplan-Meier curves of the time to recover. */
export function recoverySection(run: FinishedRun): Section | undefined {
  const rows = run.rows("survival");
  if (rows.length === 0) return undefined;
  const populations = [
    { name: "impacted", title: "Not yet recovered, of scenarios in which service failed" },
    { name: "all", title: "Not yet recovered, of all scenarios" },
  ];
  const days = [0, 7, 14, 30, 60, 90, 120, 180, 270, 365];
  const steps = (design: number, population: string): ReadRow[] =>
    rows.filter((row) => row.design_id === design && row.population === population);
  return {
    id: "recovery",
    title: "Time to recover",
    words: [
      "Kaplan-Meier estimates: scenarios whose horizon ended before they had recovered count for as long as they were watched.",
      ...censoredWords(run),
    ],
    charts: populations.map(
      ({ name, title }): LineChart => ({
        kind: "lines",
        title,
        label: `${title}, by days since service failed, one curve a design with its 95 % band.`,
        xName: "days since service failed",
        yName: "%",
        isXLog: false,
        isStep: true,
        isPanelled: false,
        isYScaled: false,
        series: run.designs.map((design, index) => ({
          design,
          points: thin(pointsOf(steps(index, name), "time_days", "not_recovered_share", 100)),
        })),
      }),
    ),
    tables: populations.map(({ name, title }) => ({
      caption: title,
      isOpen: false,
      head: ["Design", ...days.map((day) => `day ${day}`)],
      rows: run.designs.map((design, index) => {
        const own = steps(index, name);
        const at = (day: number): string => {
          const before = own.filter((row) => (row.time_days as number) <= day);
          const last = numberOf(own[own.length - 1], "time_days") ?? -1;
          if (own.length === 0 || day > last) return "n/a";
          return before.length === 0 ? showShare(1) : show(before[before.length - 1], "not_recovered_share", showShare);
        };
        return { design, cells: [design, ...days.map(at)] };
      }),
    })),
  };
}

/** Mean and bands of service and prices, day by day. */
export function dailySection(run: FinishedRun): Section | undefined {
  const rows = run.rows("service_curve");
  if (rows.length === 0) return undefined;
  const curves = [
    { name: "service_level", title: "Service level", factor: 100, yName: "%" },
    { name: "price_index", title: "Price index", factor: 1, yName: "undisturbed = 1" },
  ];
  const of = (design: number, curve: string): ReadRow[] =>
    rows.filter((row) => row.design_id === design && row.curve === curve);
  const shown = (day: number): boolean => day % 30 === 0;
  const listed = [...new Set(rows.map((row) => row.day as number))].filter(shown);
  return {
    id: "daily",
    title: "Service and prices over time",
    words: [
      "Lines are means over all scenarios, thin grey ones those of the other designs; bands hold 90 % of the scenarios on each day (not of the curves).",
    ],
    charts: curves.map(
      ({ name, title, factor, yName }): LineChart => ({
        kind: "lines",
        title: `${title}, mean and 90 % band`,
        label: `${title} by day, one panel a design with the band between its 5 % and 95 % quantiles.`,
        xName: "day",
        yName,
        isXLog: false,
        isStep: false,
        isPanelled: true,
        isYScaled: name === "price_index",
        series: run.designs.map((design, index) => ({
          design,
          points: evenly(of(index, name)).flatMap((row): Point[] => {
            const [mean, p5, p95] = ["mean", "p5", "p95"].map((key) => (numberOf(row, key) ?? Number.NaN) * factor);
            return [[row.day as number, round(mean), round(p5), round(p95)]];
          }),
        })),
      }),
    ),
    tables: curves.map(
      ({ name, title }): ReportTable => ({
        caption: `${title}, mean and 90 % band in brackets, every 30 days`,
        isOpen: false,
        head: ["Design", ...listed.map((day) => `day ${day}`)],
        rows: run.designs.map((design, index) => ({
          design,
          cells: [
            design,
            ...of(index, name)
              .filter((row) => shown(row.day as number))
              .map((row) =>
                withInterval(
                  numberOf(row, "mean"),
                  numberOf(row, "p5"),
                  numberOf(row, "p95"),
                  name === "service_level" ? showShare : (value) => value.toFixed(3),
                ),
              ),
          ],
        })),
      }),
    ),
  };
}

/** Which quantiles of a metric lie where: the distribution function, from its tail. */
export function distributionSection(run: FinishedRun): Section | undefined {
  const metrics = [
    { name: "lost_revenue_usd", title: "Lost revenue", yName: "USD", write: showUsd },
    { name: "peak_inflation_pct", title: "Peak inflation", yName: "%", write: showPct },
  ];
  const rows = run.rows("distribution").filter((row) => row.kind === "ecdf");
  if (rows.length === 0) return undefined;
  const of = (design: number, name: string): ReadRow[] =>
    rows.filter((row) => row.design_id === design && row.metric_id === run.metric(name));
  const levels = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
  return {
    id: "distributions",
    title: "Distribution of losses and prices",
    words: ["Share of scenarios that stay at or below a value; the flat end at the right is the tail."],
    charts: metrics.map(
      ({ name, title, yName }): LineChart => ({
        kind: "lines",
        title: `${title}: share of scenarios at or below`,
        label: `Distribution function of ${title.toLowerCase()}, one curve a design.`,
        xName: yName,
        yName: "% of scenarios",
        isXLog: false,
        isStep: false,
        isPanelled: false,
        isYScaled: false,
        series: run.designs.map((design, index) => ({
          design,
          points: thin(of(index, name)).map(
            (row): Point => [row.high as number, (row.cumulative_share as number) * 100],
          ),
        })),
      }),
    ),
    tables: metrics.map(({ name, title, write }) => ({
      caption: `Quantiles of ${title.toLowerCase()}, 95 % intervals in brackets`,
      isOpen: false,
      head: ["Design", ...levels.map((level) => `${level * 100} %`)],
      rows: run.designs.map((design, index) => ({
        design,
        cells: [
          design,
          ...levels.map((level) =>
            show(
              run
                .rows("summary")
                .find(
                  (row) =>
                    row.design_id === index &&
                    row.metric_id === run.metric(name) &&
                    row.statistic === `p${Math.round(level * 100)}`,
                ),
              "value",
              write,
            ),
          ),
        ],
      })),
    })),
  };
}

function censoredWords(run: FinishedRun): string[] {
  const metric = run.metric("time_to_recover_days");
  const parts = run.designs.flatMap((design, index) => {
    const row = run
      .rows("summary")
      .find(
        (item) =>
          item.design_id === index && item.metric_id === metric && item.statistic === "probabilityCensoredIfImpacted",
      );
    const share = numberOf(row, "value");
    return share === undefined ? [] : [`${design} ${showShare(share)}`];
  });
  return parts.length === 0 ? [] : [`Not recovered within the horizon, of those hit: ${parts.join(", ")}.`];
}

function show(row: ReadRow | undefined, name: string, write: Show): string {
  if (row === undefined) return "n/a";
  return withInterval(numberOf(row, name), numberOf(row, "ci_low"), numberOf(row, "ci_high"), write);
}

function pointsOf(rows: readonly ReadRow[], x: string, y: string, factor = 1): Point[] {
  return rows.flatMap((row): Point[] => {
    const value = numberOf(row, y);
    if (value === undefined) return [];
    const [low, high] = [numberOf(row, "ci_low"), numberOf(row, "ci_high")];
    const at = row[x] as number;
    return low === undefined || high === undefined
      ? [[at, round(value * factor)]]
      : [[at, round(value * factor), round(low * factor), round(high * factor)]];
  });
}

/** At most so many days, evenly. */
function evenly<Item>(items: readonly Item[], most = 400): Item[] {
  const step = Math.ceil(items.length / most);
  return items.filter((_, at) => at % step === 0 || at === items.length - 1);
}

/** Six digits are more than a pixel shows. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
