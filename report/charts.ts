import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Chart, MapChart } from "../src/report/section.ts";
import type { Canvas, Picture } from "./axis.ts";
import { intervals } from "./intervals.ts";
import { lines } from "./lines.ts";
import { scatter } from "./scatter.ts";
import { stack } from "./stack.ts";
import { readTheme } from "./theme.ts";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
]);

export interface Drawn {
  dispose(): void;
}

type Flat = Exclude<Chart, MapChart>;

/** Draws a chart into its place, only the designs that are shown. */
export function drawChart(
  place: HTMLElement,
  chart: Flat,
  designs: readonly string[],
  shown: ReadonlySet<string>,
  asked: number | undefined,
): Drawn {
  const theme = readTheme();
  const width = Math.round(asked ?? Math.max(260, place.clientWidth));
  const { height, option } = draw(chart, { designs, ids: designs.filter((id) => shown.has(id)), theme, width });
  place.style.height = `${height}px`;
  const instance = init(place, null, { renderer: "svg", height, width });
  instance.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: theme.text },
    ...option,
  });
  return { dispose: () => instance.dispose() };
}

function draw(chart: Flat, canvas: Canvas): Picture {
  switch (chart.kind) {
    case "intervals":
      return intervals(chart, canvas);
    case "lines":
      return lines(chart, canvas);
    case "scatter":
      return scatter(chart, canvas);
    case "stack":
      return stack(chart, canvas);
  }
}
