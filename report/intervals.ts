import type { IntervalChart } from "../src/report/section.ts";
import { axis, type Canvas, cut, end, type Option, type Picture, reach, tooltip } from "./axis.ts";
import { short } from "./number.ts";
import { colorOf } from "./theme.ts";

type Row = IntervalChart["rows"][number];

/**
 * A dot and its interval a design, one below the other. An interval without an upper end runs dashed to the edge; where not even
 * the lower one is known, the row says n/a.
 */
export function intervals({ unit, rows }: IntervalChart, { designs, ids, theme }: Canvas): Picture {
  const own = rows.filter(({ design }) => ids.includes(design));
  const known = own.flatMap(({ value, low, high }) => [value, low, high].filter((item) => item !== undefined));
  const hasOpenEnd = own.some(({ low, high }) => low !== undefined && high === undefined);
  const widest = Math.max(0, ...known) * (hasOpenEnd ? 1.2 : 1.02);
  const isEmpty = known.length === 0;
  return {
    height: 52 + 30 * Math.max(1, ids.length),
    option: {
      tooltip: tooltip(theme),
      grid: { left: 118, right: 22, top: 6, bottom: 40 },
      xAxis: axis(theme, {
        type: "value",
        name: unit,
        nameGap: 24,
        ...(isEmpty ? { min: 0, max: 1, axisLabel: { show: false } } : reach([...known, widest])),
      }),
      yAxis: axis(theme, {
        type: "category",
        data: [...ids],
        inverse: true,
        axisLabel: { color: theme.text, formatter: (name: string) => cut(name) },
        splitLine: { show: false },
      }),
      series: [
        {
          type: "custom",
          data: own.map(({ design, value, low }) => [value ?? low ?? 0, ids.indexOf(design)]),
          encode: { x: 0, y: 1 },
          tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => describe(own[dataIndex], unit) },
          renderItem: ({ dataIndex, coordSys }: Option, api: Option) => {
            const row = own[dataIndex];
            const [, y] = api.coord([0, ids.indexOf(row.design)]);
            const frame = { left: coordSys.x, right: coordSys.x + coordSys.width, y };
            return {
              type: "group",
              children: marks(
                row,
                (value) => api.coord([value, 0])[0],
                frame,
                colorOf(theme, designs.indexOf(row.design)),
                theme.soft,
              ),
            };
          },
        },
      ],
    },
  };
}

function marks(
  { value, low, high }: Row,
  at: (value: number) => number,
  { left, right, y }: { left: number; right: number; y: number },
  color: string,
  soft: string,
): Option[] {
  const line = (x1: number, y1: number, x2: number, y2: number, lineDash?: number[]): Option => ({
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: 2, ...(lineDash === undefined ? {} : { lineDash }) },
  });
  const tick = (x: number): Option => line(x, y - 5, x, y + 5);
  const arrow = (x: number): Option[] => [line(x - 6, y - 4, x, y), line(x - 6, y + 4, x, y)];
  const dot =
    value === undefined ? [] : [{ type: "circle", shape: { cx: at(value), cy: y, r: 5 }, style: { fill: color } }];
  if (value === undefined && low === undefined) {
    const style = { text: "n/a", x: left + 8, y, fill: soft, fontSize: 11, textVerticalAlign: "middle" };
    return [{ type: "text", style }];
  }
  const from = at(low ?? (value as number));
  const bars =
    high !== undefined
      ? [line(from, y, at(high), y), tick(at(high))]
      : low !== undefined
        ? [line(from, y, right, y, [4, 3]), ...arrow(right)]
        : [];
  return [...bars, ...(low === undefined ? [] : [tick(from)]), ...dot];
}

function describe({ design, value, low, high }: Row, unit: string): string {
  if (value === undefined) return `${design}\n${low === undefined ? "n/a" : `above ${short(low)} ${unit}`}`;
  const ends = low === undefined && high === undefined ? "" : ` [${end(low)}, ${end(high)}]`;
  return `${design}\n${short(value)}${ends} ${unit}`;
}
