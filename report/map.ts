import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import land from "world-atlas/land-110m.json";
import type { MapChart } from "../src/report/section.ts";
import type { Drawn } from "./charts.ts";
import { short } from "./number.ts";
import { colorOf, readTheme } from "./theme.ts";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1080;
const HEIGHT = 540;

/** Sites, ports, chokepoints and the lanes of the designs that are shown, on the world as far as it is needed. */
export function drawMap(
  place: HTMLElement,
  { places, lanes }: MapChart,
  designs: readonly string[],
  shown: ReadonlySet<string>,
): Drawn {
  const theme = readTheme();
  const svg = create("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: "100%", "aria-hidden": "true" });
  const seen = places.filter((item) => item.designs.some((id) => shown.has(id)));
  const all = { type: "MultiPoint" as const, coordinates: places.map(({ at }) => [...at]) };
  const projection = geoNaturalEarth1()
    .rotate([rotation(places.map(({ at }) => at[0])), 0])
    .fitExtent(
      [
        [40, 40],
        [WIDTH - 40, HEIGHT - 40],
      ],
      all,
    );
  if (projection.scale() > 900) projection.scale(900);
  projection.clipExtent([
    [0, 0],
    [WIDTH, HEIGHT],
  ]);
  const path = geoPath(projection);
  // biome-ignore lint/suspicious/noExplicitAny: a topology as the package has it
  const ground = feature(land as any, (land as any).objects.land);
  svg.append(
    create("path", { d: path(geoGraticule10()) ?? "", fill: "none", stroke: theme.line, "stroke-width": ".5" }),
  );
  svg.append(create("path", { d: path(ground) ?? "", class: "ground" }));

  const byId = new Map(places.map((item) => [item.id, item]));
  const loadOf = (loads: readonly number[]): number =>
    Math.max(0, ...designs.map((id, index) => (shown.has(id) ? loads[index] : 0)));
  const heaviest = Math.max(1e-9, ...lanes.map(({ loads }) => loadOf(loads)));
  for (const lane of lanes) {
    const [from, to] = [byId.get(lane.from), byId.get(lane.to)];
    const users = lane.designs.filter((id) => shown.has(id));
    if (from === undefined || to === undefined || users.length === 0) continue;
    const d = path({ type: "LineString", coordinates: [[...from.at], [...to.at]] });
    if (d === null) continue;
    const color = users.length === 1 ? colorOf(theme, designs.indexOf(users[0])) : theme.soft;
    const load = loadOf(lane.loads);
    const line = create("path", {
      d,
      fill: "none",
      stroke: color,
      "stroke-width": String(0.8 + 4 * Math.sqrt(load / heaviest)),
      "stroke-opacity": ".6",
      class: "lane",
    });
    line.append(
      tip(
        `${lane.name}: ${short(load)} USD a day; struck in ${share(lane.struckShare)} of scenarios; ${users.join(", ")}`,
      ),
    );
    svg.append(line);
  }
  for (const item of seen) {
    const point = projection([...item.at]);
    if (point === null) continue;
    const [x, y] = point;
    const size = 4 + 10 * Math.sqrt(item.struckShare);
    const attributes = {
      fill: item.kind === "chokepoint" ? colorOf(theme, 7) : item.kind === "port" ? theme.ground : theme.text,
      stroke: theme.text,
      "stroke-width": "1.2",
      class: item.kind,
    };
    const mark =
      item.kind === "chokepoint"
        ? create("path", { d: `M${x},${y - size}L${x + size},${y}L${x},${y + size}L${x - size},${y}Z`, ...attributes })
        : item.kind === "port"
          ? create("rect", { x: x - size / 2, y: y - size / 2, width: size, height: size, ...attributes })
          : create("circle", { cx: x, cy: y, r: size / 2, ...attributes });
    mark.append(
      tip(`${item.name} (${item.kind}): struck in ${share(item.struckShare)} of scenarios; ${item.designs.join(", ")}`),
    );
    svg.append(mark);
    if (item.kind !== "chokepoint") continue;
    const label = create("text", {
      x: x + size + 3,
      y: y + 4,
      fill: theme.text,
      "font-size": "13",
      "paint-order": "stroke",
      stroke: theme.ground,
      "stroke-width": "3",
    });
    label.textContent = `${item.name}, ${share(item.struckShare)}`;
    svg.append(label);
  }
  place.style.height = "auto";
  place.replaceChildren(svg);
  return { dispose: () => place.replaceChildren() };
}

/** Turns the widest gap between places away from the middle of the map. */
function rotation(longitudes: readonly number[]): number {
  const sorted = [...new Set(longitudes)].sort((left, right) => left - right);
  if (sorted.length < 2) return -(sorted[0] ?? 0);
  let [widest, start] = [-1, 0];
  sorted.forEach((longitude, at) => {
    const next = at + 1 < sorted.length ? sorted[at + 1] : sorted[0] + 360;
    if (next - longitude > widest) [widest, start] = [next - longitude, longitude];
  });
  return -(start + widest / 2 + 180);
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function tip(text: string): SVGElement {
  const title = create("title", {});
  title.textContent = text;
  return title;
}

function create(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
