import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type {
  Chart,
  IntervalChart,
  LineChart as Lines,
  MapChart,
  ScatterChart as Scatter,
  StackChart,
} from "../src/report/section.ts";
import { short } from "./number.ts";
import { colorOf, isPrinting, readTheme, type Theme } from "./theme.ts";

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Drawn {
  dispose(): void;
}

type Flat = Exclude<Chart, MapChart>;
// biome-ignore lint/suspicious/noExplicitAny: the options of ECharts are a union of hundreds of shapes
type Option = any;

const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]] as const;
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect"] as const;

/** Draws a chart into its place, only the designs that are shown. */
export function drawChart(
  place: HTMLElement,
  chart: Flat,
  designs: readonly string[],
  shown: ReadonlySet<string>,
  width: number | undefined,
): Drawn {
  const theme = readTheme();
  const ids = designs.filter((id) => shown.has(id));
  const height = heightOf(chart, ids.length);
  place.style.height = `${height}px`;
  const instance = init(place, null, {
    renderer: "svg",
    height,
    width: Math.round(width ?? Math.max(260, place.clientWidth)),
  });
  instance.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: theme.text },
    tooltip: {
      trigger: chart.kind === "lines" ? "axis" : "item",
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.ground,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: 12 },
      show: !isPrinting(),
    },
    ...optionOf(chart, designs, ids, theme),
  });
  return { dispose: () => instance.dispose() };
}

function heightOf(chart: Flat, rows: number): number {
  if (chart.kind === "intervals") return 52 + 30 * Math.max(1, rows);
  if (chart.kind === "stack") return 110 + 34 * Math.max(1, rows) + 20 * Math.ceil(chart.parts.length / 3);
  return 340;
}

function optionOf(chart: Flat, designs: readonly string[], ids: readonly string[], theme: Theme): Option {
  switch (chart.kind) {
    case "intervals":
      return intervals(chart, designs, ids, theme);
    case "lines":
      return lines(chart, designs, ids, theme);
    case "scatter":
      return scatter(chart, designs, ids, theme);
    case "stack":
      return stack(chart, ids, theme);
  }
}

function axis(theme: Theme, more: Option): Option {
  return {
    axisLine: { lineStyle: { color: theme.soft } },
    axisLabel: { color: theme.soft, fontSize: 11, hideOverlap: true, formatter: (value: number) => short(value) },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
    nameTextStyle: { color: theme.soft, fontSize: 11 },
    nameLocation: "middle",
    ...more,
  };
}

/** A name cut to what fits beside a chart; the filter and the table have it whole. */
function cut(name: string, most = 18): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function legend(theme: Theme, names: readonly string[]): Option {
  return {
    type: "scroll",
    top: 0,
    data: [...names],
    textStyle: { color: theme.text, fontSize: 11 },
    pageTextStyle: { color: theme.soft },
    pageIconColor: theme.soft,
    itemWidth: 22,
    itemHeight: 10,
    formatter: (name: string) => cut(name, 24),
  };
}

function intervals(
  { unit, rows }: IntervalChart,
  designs: readonly string[],
  ids: readonly string[],
  theme: Theme,
): Option {
  const own = rows.filter(({ design }) => ids.includes(design));
  return {
    grid: { left: 118, right: 18, top: 6, bottom: 40 },
    xAxis: axis(theme, { type: "value", name: unit, nameGap: 24, splitNumber: 4, ...reach(own) }),
    yAxis: axis(theme, {
      type: "category",
      data: [...ids],
      inverse: true,
      axisLabel: { color: theme.text, fontSize: 11, formatter: (name: string) => cut(name) },
      splitLine: { show: false },
    }),
    series: [
      {
        type: "custom",
        data: own.map(({ design, value, low, high }) => [value, ids.indexOf(design), low ?? value, high ?? Number.NaN]),
        encode: { x: [0, 2], y: 1 },
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const { design, value, low, high } = own[dataIndex];
            const ends = low === undefined && high === undefined ? "" : ` [${end(low)}, ${end(high)}]`;
            return `${design}\n${short(value)}${ends} ${unit}`;
          },
        },
        renderItem: (_: unknown, api: Option) => {
          const [x, y] = api.coord([api.value(0), api.value(1)]);
          const [left] = api.coord([api.value(2), 0]);
          const hasHigh = Number.isFinite(api.value(3));
          const frame = api.coord([0, 0])[0];
          const right = hasHigh ? api.coord([api.value(3), 0])[0] : Math.max(x, frame);
          const color = colorOf(theme, designs.indexOf(ids[api.value(1)]));
          const stroke = (shape: Option) => ({ type: "line", shape, style: { stroke: color, lineWidth: 2 } });
          return {
            type: "group",
            children: [
              stroke({ x1: left, y1: y, x2: right, y2: y }),
              stroke({ x1: left, y1: y - 5, x2: left, y2: y + 5 }),
              ...(hasHigh ? [stroke({ x1: right, y1: y - 5, x2: right, y2: y + 5 })] : []),
              { type: "circle", shape: { cx: x, cy: y, r: 5 }, style: { fill: color } },
            ],
          };
        },
      },
    ],
  };
}

/** An axis that holds whole intervals: ECharts looks at the drawn values only. */
function reach(rows: readonly { value: number; low?: number; high?: number }[]): { min?: number; max?: number } {
  const highest = Math.max(0, ...rows.map(({ value, high }) => high ?? value));
  const lowest = Math.min(0, ...rows.map(({ value, low }) => low ?? value));
  return highest > lowest ? { min: ceil(lowest), max: ceil(highest * 1.02) } : {};
}

/** The next number away from 0 with two digits, so that the axis ends on a round one. */
function ceil(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Math.sign(value) * Math.ceil(Math.abs(value) / unit) * unit;
}

function end(value: number | undefined): string {
  return value === undefined ? "?" : short(value);
}

function lines(chart: Lines, designs: readonly string[], ids: readonly string[], theme: Theme): Option {
  const own = chart.series.filter(({ design, points }) => ids.includes(design) && points.length > 0);
  const series = own.flatMap(({ design, points }) => {
    const index = designs.indexOf(design);
    const color = colorOf(theme, index);
    const step = chart.isStep ? "end" : undefined;
    const band = points.filter((point) => point.length === 4) as [number, number, number, number][];
    const line = {
      type: "line",
      name: design,
      data: points.map(([x, y]) => [x, y]),
      step,
      showSymbol: points.length <= 15,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 7,
      color,
      lineStyle: { width: 2, type: DASHES[index % DASHES.length], color },
      itemStyle: { color },
      z: 3,
    };
    if (band.length < 2) return [line];
    return [
      line,
      {
        type: "custom",
        name: design,
        color,
        data: [
          [band[0][0], band[0][2]],
          [band[band.length - 1][0], Math.max(...band.map(([, , , high]) => high))],
        ],
        silent: true,
        z: 1,
        tooltip: { show: false },
        renderItem: (params: { dataIndex: number }, api: Option) => {
          if (params.dataIndex > 0) return undefined;
          return {
            type: "polygon",
            shape: { points: outline(band, chart.isStep).map((point) => api.coord(point)) },
            style: { fill: color, opacity: 0.13 },
          };
        },
      },
    ];
  });
  return {
    legend: legend(
      theme,
      own.map(({ design }) => design),
    ),
    grid: { left: 58, right: 18, top: 34, bottom: 44 },
    xAxis: axis(theme, {
      type: chart.isXLog ? "log" : "value",
      name: chart.xName,
      nameGap: 26,
      ...(chart.isXLog ? { min: "dataMin", max: "dataMax" } : {}),
    }),
    yAxis: axis(theme, { type: "value", name: chart.yName, nameGap: 42, scale: chart.yName.startsWith("undisturbed") }),
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.ground,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: 12 },
      show: !isPrinting(),
      formatter: (items: Option[]) => {
        const seen = items.filter((item) => item.componentSubType === "line");
        const at = seen[0] === undefined ? "" : `${chart.xName} ${short(seen[0].value[0])}\n`;
        return at + seen.map((item) => `${item.seriesName}: ${short(item.value[1])}`).join("\n");
      },
    },
    series,
  };
}

/** Upper edge forth, lower edge back; steps as the line has them. */
function outline(band: readonly (readonly [number, number, number, number])[], isStep: boolean): [number, number][] {
  const edge = (of: 2 | 3): [number, number][] =>
    band.flatMap((point, at): [number, number][] =>
      isStep && at > 0
        ? [
            [point[0], band[at - 1][of]],
            [point[0], point[of]],
          ]
        : [[point[0], point[of]]],
    );
  return [...edge(3), ...edge(2).reverse()];
}

function scatter(chart: Scatter, designs: readonly string[], ids: readonly string[], theme: Theme): Option {
  const own = chart.points.filter(({ design }) => ids.includes(design));
  return {
    legend: legend(
      theme,
      own.map(({ design }) => design),
    ),
    grid: { left: 64, right: 24, top: 34, bottom: 44 },
    xAxis: axis(theme, {
      type: "value",
      name: chart.xName,
      nameGap: 26,
      ...reach(own.map(({ x }) => ({ value: x * 1.12 }))),
    }),
    yAxis: axis(theme, {
      type: "value",
      name: chart.yName,
      nameGap: 48,
      ...reach(
        own.map(({ y, low, high }) => ({
          value: y,
          ...(low === undefined ? {} : { low }),
          ...(high === undefined ? {} : { high }),
        })),
      ),
    }),
    series: own.flatMap(({ design, x, y, low, high, isMarked }) => {
      const index = designs.indexOf(design);
      const color = colorOf(theme, index);
      return [
        {
          type: "scatter",
          name: design,
          color,
          symbol: SYMBOLS[index % SYMBOLS.length],
          symbolSize: 13,
          data: [[x, y]],
          itemStyle: { color: isMarked ? color : theme.ground, borderColor: color, borderWidth: 2.5 },
          label: { show: true, position: "right", formatter: () => cut(design), color: theme.text, fontSize: 11 },
          labelLayout: { hideOverlap: true },
          tooltip: {
            formatter: () =>
              `${design}\n${chart.xName}: ${short(x)}\n${chart.yName}: ${short(y)} [${end(low)}, ${end(high)}]`,
          },
          z: 3,
        },
        {
          type: "custom",
          name: design,
          color,
          silent: true,
          data: [[x, low ?? y, high ?? y]],
          encode: { x: 0, y: [1, 2] },
          renderItem: (_: unknown, api: Option) => {
            const [at, bottom] = api.coord([x, low ?? y]);
            const [, top] = api.coord([x, high ?? y]);
            const stroke = (shape: Option) => ({ type: "line", shape, style: { stroke: color, lineWidth: 2 } });
            return {
              type: "group",
              children: [
                stroke({ x1: at, y1: bottom, x2: at, y2: top }),
                stroke({ x1: at - 5, y1: bottom, x2: at + 5, y2: bottom }),
                stroke({ x1: at - 5, y1: top, x2: at + 5, y2: top }),
              ],
            };
          },
        },
      ];
    }),
  };
}

function stack(chart: StackChart, ids: readonly string[], theme: Theme): Option {
  const rows = Math.ceil(chart.parts.length / 3);
  return {
    legend: {
      ...legend(
        theme,
        chart.parts.map(({ name }) => name),
      ),
      type: "plain",
    },
    grid: { left: 118, right: 18, top: 16 + 20 * rows, bottom: 40 },
    xAxis: axis(theme, { type: "value", name: chart.unit, nameGap: 24 }),
    yAxis: axis(theme, {
      type: "category",
      data: [...ids],
      inverse: true,
      axisLabel: { color: theme.text, fontSize: 11, formatter: (name: string) => cut(name) },
    }),
    series: chart.parts.map(({ name, values }, part) => ({
      type: "bar",
      stack: "all",
      name,
      color: colorOf(theme, part),
      itemStyle: { opacity: 1 - 0.25 * Math.floor(part / 8), borderColor: theme.ground, borderWidth: 1 },
      data: ids.map((id) => values[chart.designs.indexOf(id)]),
      tooltip: { formatter: (item: Option) => `${item.name}\n${name}: ${short(item.value)} ${chart.unit}` },
    })),
  };
}
