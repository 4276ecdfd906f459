import type { StackChart } from "../src/report/section.ts";
import { axis, type Canvas, cut, legend, type Option, type Picture, tooltip } from "./axis.ts";
import { short } from "./number.ts";
import { colorOf } from "./theme.ts";

/** A bar a design, of parts that add up. */
export function stack(chart: StackChart, { ids, theme, width }: Canvas): Picture {
  const names = legend(
    theme,
    chart.parts.map(({ name }) => name),
    width,
    12,
  );
  return {
    height: 60 + 34 * Math.max(1, ids.length) + names.height,
    option: {
      legend: names.option,
      tooltip: tooltip(theme),
      grid: { left: 118, right: 22, top: names.height + 4, bottom: 40 },
      xAxis: axis(theme, { type: "value", name: chart.unit, nameGap: 24 }),
      yAxis: axis(theme, {
        type: "category",
        data: [...ids],
        inverse: true,
        axisLabel: { color: theme.text, formatter: (name: string) => cut(name) },
      }),
      series: chart.parts.map(({ name, values }, part) => ({
        type: "bar",
        stack: "all",
        name,
        color: colorOf(theme, part),
        itemStyle: { opacity: 1 - 0.3 * Math.floor(part / 8), borderColor: theme.ground, borderWidth: 1 },
        data: ids.map((id) => values[chart.designs.indexOf(id)]),
        tooltip: { formatter: (item: Option) => `${item.name}\n${name}: ${short(item.value)} ${chart.unit}` },
      })),
    },
  };
}
