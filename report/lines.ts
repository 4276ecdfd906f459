import type { LineChart } from "../src/report/section.ts";
import { axis, type Canvas, DASHES, legend, type Option, type Picture, reach, SYMBOLS, tooltip } from "./axis.ts";
import { short } from "./number.ts";
import { colorOf } from "./theme.ts";

type Series = LineChart["series"][number];
type BandPoint = readonly [x: number, y: number, low: number, high: number];

/** Curves of all designs over each other, or a panel each, with the others in grey behind. */
export function lines(chart: LineChart, canvas: Canvas): Picture {
  const own = chart.series.filter(({ design, points }) => canvas.ids.includes(design) && points.length > 0);
  return chart.isPanelled ? panels(chart, own, canvas) : together(chart, own, canvas);
}

function together(chart: LineChart, own: readonly Series[], { designs, theme, width }: Canvas): Picture {
  const names = legend(
    theme,
    own.map(({ design }) => design),
    width,
  );
  // Many bands over each other are mud; paler ones still show the widest.
  const opacity = own.length > 2 ? 0.07 : 0.14;
  return {
    height: 310 + names.height,
    option: {
      legend: names.option,
      tooltip: tooltip(theme, { trigger: "axis", formatter: (items: Option[]) => describe(items, chart.xName) }),
      grid: { left: 58, right: 18, top: names.height + 6, bottom: 44 },
      xAxis: xAxis(chart, own, theme),
      yAxis: axis(theme, { type: "value", name: chart.yName, nameGap: 42, scale: chart.isYScaled }),
      series: own.flatMap(({ design, points }) => {
        const index = designs.indexOf(design);
        const color = colorOf(theme, index);
        const step = chart.isStep ? "end" : undefined;
        return [
          {
            type: "line",
            name: design,
            data: points.map(([x, y]) => [x, y]),
            step,
            showSymbol: chart.isXLog && points.length <= 15,
            symbol: SYMBOLS[index % SYMBOLS.length],
            symbolSize: 7,
            color,
            lineStyle: { width: 2, type: DASHES[index % DASHES.length], color },
            itemStyle: { color },
            z: 3,
          },
          ...band(design, points, chart.isStep, color, opacity),
        ];
      }),
    },
  };
}

const PANEL_HEIGHT = 190;

/** One small chart a design on common scales: its curve and band in colour, the curves of the others thin behind it. */
function panels(chart: LineChart, own: readonly Series[], { designs, theme, width }: Canvas): Picture {
  const columns = Math.max(1, Math.min(3, own.length, Math.floor(width / 300)));
  const rows = Math.max(1, Math.ceil(own.length / columns));
  const columnWidth = width / columns;
  const all = own.flatMap(({ points }) => points.flatMap((point) => point.slice(1)));
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const step = chart.isStep ? "end" : undefined;
  const nowhere = { show: false };
  return {
    height: rows * PANEL_HEIGHT,
    option: {
      tooltip: tooltip(theme, { trigger: "axis", formatter: (items: Option[]) => describe(items, chart.xName) }),
      title: own.map(({ design }, at) => ({
        text: design,
        left: (at % columns) * columnWidth + 50,
        top: Math.floor(at / columns) * PANEL_HEIGHT + 4,
        textStyle: { fontSize: 12, fontWeight: 600, color: colorOf(theme, designs.indexOf(design)) },
        padding: 0,
      })),
      grid: own.map((_, at) => ({
        left: (at % columns) * columnWidth + 50,
        width: columnWidth - 68,
        top: Math.floor(at / columns) * PANEL_HEIGHT + 24,
        height: PANEL_HEIGHT - 68,
      })),
      xAxis: own.map((_, at) => ({ ...xAxis(chart, own, theme), nameGap: 22, gridIndex: at })),
      yAxis: own.map((_, at) =>
        axis(theme, {
          type: "value",
          gridIndex: at,
          ...(chart.isYScaled ? { scale: true, splitNumber: 3 } : reach([highest])),
          ...(at % columns === 0 ? { name: chart.yName, nameGap: 38 } : {}),
        }),
      ),
      series: own.flatMap(({ design, points }, at) => {
        const color = colorOf(theme, designs.indexOf(design));
        const common = { type: "line", xAxisIndex: at, yAxisIndex: at, step, showSymbol: false };
        const others = own.filter((other) => other.design !== design);
        return [
          ...others.map((other) => ({
            ...common,
            name: other.design,
            data: other.points.map(([x, y]) => [x, y]),
            silent: true,
            lineStyle: { width: 1, color: theme.soft, opacity: 0.45 },
            tooltip: nowhere,
            z: 2,
          })),
          {
            ...common,
            name: design,
            data: points.map(([x, y]) => [x, y]),
            color,
            lineStyle: { width: 2, color },
            z: 3,
          },
          ...band(design, points, chart.isStep, color, 0.22, [lowest, highest]).map((item) => ({
            ...item,
            xAxisIndex: at,
            yAxisIndex: at,
          })),
        ];
      }),
    },
  };
}

function xAxis(chart: LineChart, own: readonly Series[], theme: Canvas["theme"]): Option {
  const name = { name: chart.xName, nameGap: 26 };
  if (!chart.isXLog) {
    const last = Math.max(...own.flatMap(({ points }) => points.map(([x]) => x)));
    return axis(theme, { type: "value", ...name, ...(chart.isPanelled ? { max: last } : {}), splitNumber: 5 });
  }
  const places = [...new Set(own.flatMap(({ points }) => points.map(([x]) => x)))].sort((left, right) => left - right);
  return axis(theme, {
    type: "log",
    ...name,
    min: "dataMin",
    max: "dataMax",
    axisLabel: { customValues: places },
    axisTick: { customValues: places },
  });
}

/** The band around a curve as one shape. `extent` widens the axis to what all panels hold. */
function band(
  name: string,
  points: Series["points"],
  isStep: boolean,
  color: string,
  opacity: number,
  extent?: readonly [number, number],
): Option[] {
  const own = points.filter((point) => point.length === 4) as unknown as BandPoint[];
  if (own.length < 2) return [];
  const lowest = extent?.[0] ?? Math.min(...own.map(([, , low]) => low));
  const highest = extent?.[1] ?? Math.max(...own.map(([, , , high]) => high));
  return [
    {
      type: "custom",
      name,
      color,
      data: [
        [own[0][0], lowest],
        [own[own.length - 1][0], highest],
      ],
      silent: true,
      z: 1,
      tooltip: { show: false },
      renderItem: (params: { dataIndex: number }, api: Option) => {
        if (params.dataIndex > 0) return undefined;
        return {
          type: "polygon",
          shape: { points: outline(own, isStep).map((point) => api.coord(point)) },
          style: { fill: color, opacity },
        };
      },
    },
  ];
}

/** Upper edge forth, lower edge back; steps as the line has them. */
function outline(own: readonly BandPoint[], isStep: boolean): [number, number][] {
  const edge = (of: 2 | 3): [number, number][] =>
    own.flatMap((point, at): [number, number][] =>
      isStep && at > 0
        ? [
            [point[0], own[at - 1][of]],
            [point[0], point[of]],
          ]
        : [[point[0], point[of]]],
    );
  return [...edge(3), ...edge(2).reverse()];
}

function describe(items: readonly Option[], xName: string): string {
  const seen = new Map<string, Option>();
  for (const item of items) if (item.componentSubType === "line") seen.set(item.seriesName, item);
  const shown = [...seen.values()];
  const at = shown[0] === undefined ? "" : `${xName} ${short(shown[0].value[0])}\n`;
  return at + shown.map((item) => `${item.seriesName}: ${short(item.value[1])}`).join("\n");
}
