import type { ScatterChart } from "../src/report/section.ts";
import { axis, type Canvas, cut, end, legend, type Option, type Picture, reach, SYMBOLS, tooltip } from "./axis.ts";
import { short } from "./number.ts";
import { colorOf } from "./theme.ts";

const MOST_LETTERS = 24;
const LINE_PIXELS = 14;

/** How many pixels each name moves down so that none lies over another; higher marks are named first. */
function labelOffsets(marks: readonly { x: number; y: number; letters: number }[]): number[] {
  const offsets = marks.map(() => 0);
  const placed: { left: number; right: number; y: number }[] = [];
  const order = marks.map((_, at) => at).sort((one, other) => marks[other].y - marks[one].y);
  for (const at of order) {
    const { x, letters } = marks[at];
    const [left, right] = [x, x + 24 + 6.5 * letters];
    let { y } = marks[at];
    const isTaken = (): boolean =>
      placed.some((other) => left < other.right && right > other.left && Math.abs(other.y - y) < LINE_PIXELS);
    while (isTaken()) y -= 1;
    placed.push({ left, right, y });
    offsets[at] = marks[at].y - y;
  }
  return offsets;
}

/** A mark a design with its interval upright; marks on the front are filled. */
export function scatter(chart: ScatterChart, { designs, ids, theme, width }: Canvas): Picture {
  const own = chart.points.filter(({ design }) => ids.includes(design));
  const names = legend(
    theme,
    own.map(({ design }) => design),
    width,
    12,
  );
  // Room on the right for the name of the last mark.
  const x = reach(own.map((point) => point.x * 1.15));
  const y = reach(own.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]));
  const grid = { left: 64, right: 24, top: names.height + 8, bottom: 44 };
  const height = 330 + names.height;
  const offsets = labelOffsets(
    own.map((point) => ({
      x: ((point.x - (x.min ?? 0)) / ((x.max ?? 1) - (x.min ?? 0))) * (width - grid.left - grid.right),
      y: ((point.y - (y.min ?? 0)) / ((y.max ?? 1) - (y.min ?? 0))) * (height - grid.top - grid.bottom),
      letters: cut(point.design, MOST_LETTERS).length,
    })),
  );
  return {
    height,
    option: {
      legend: names.option,
      tooltip: tooltip(theme),
      grid,
      xAxis: axis(theme, { type: "value", name: chart.xName, nameGap: 26, ...x }),
      yAxis: axis(theme, { type: "value", name: chart.yName, nameGap: 48, ...y }),
      series: own.flatMap(({ design, x, y, low, high, isMarked }, at) => {
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
            itemStyle: { color: isMarked ? color : theme.ground, borderColor: color, borderWidth: 2.5, opacity: 1 },
            label: {
              // On a phone the legend has to do.
              show: width >= 520,
              position: "right",
              distance: 8,
              offset: [0, offsets[at]],
              formatter: () => cut(design, MOST_LETTERS),
              color: theme.text,
              fontSize: 11,
              textBorderColor: theme.ground,
              textBorderWidth: 3,
            },
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
              const [left, bottom] = api.coord([x, low ?? y]);
              const [, top] = api.coord([x, high ?? y]);
              const stroke = (shape: Option) => ({ type: "line", shape, style: { stroke: color, lineWidth: 2 } });
              return {
                type: "group",
                children: [
                  stroke({ x1: left, y1: bottom, x2: left, y2: top }),
                  stroke({ x1: left - 5, y1: bottom, x2: left + 5, y2: bottom }),
                  stroke({ x1: left - 5, y1: top, x2: left + 5, y2: top }),
                ],
              };
            },
          },
        ];
      }),
    },
  };
}
