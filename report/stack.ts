import type { StackChart } from "../src/report/section.ts";
import { axis, type Canvas, cut, legend, type Option, type Picture, reach, tooltip } from "./axis.ts";
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
  // Ends of the bars, to either side of 0; sums of shares may miss a round end by a rounding.
  const ends = ids.flatMap((id) => {
    const values = chart.parts.map((part) => part.values[chart.designs.indexOf(id)]);
    const total = (isMeant: (value: number) => boolean): number =>
      Number(
        values
          .filter(isMeant)
          .reduce((sum, value) => sum + value, 0)
          .toPrecision(4),
      );
    return [total((value) => value > 0), total((value) => value < 0)];
  });
  return {
    height: 60 + 34 * Math.max(1, ids.length) + names.height,
    option: {
      legend: names.option,
      tooltip: tooltip(theme),
      grid: { left: 118, right: 22, top: names.height + 4, bottom: 40 },
      xAxis: axis(theme, { type: "value", name: chart.unit, nameGap: 24, ...reach(ends) }),
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
