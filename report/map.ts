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
/** A few places in one country are still shown with the countries around them. */
const CLOSEST = 900;

/** Sites, ports, chokepoints and the lanes of the designs that are shown, on the world as far as it is needed. */
export function drawMap(
  place: HTMLElement,
  { places, lanes }: MapChart,
  designs: readonly string[],
  shown: ReadonlySet<string>,
): Drawn {
  const theme = readTheme();
  const seen = places.filter((item) => item.designs.some((id) => shown.has(id)));
  const byId = new Map(places.map((item) => [item.id, item]));
  const ways = lanes.map((lane) => wayOf(lane, byId));
  const cut = bestCut(ways.flatMap(legs));
  const all = {
    type: "GeometryCollection" as const,
    geometries: [
      { type: "MultiPoint" as const, coordinates: places.map(({ at }) => [...at]) },
      // Ways over the edge would ask for the whole world.
      ...ways
        .filter((way) => !legs(way).some((leg) => isCrossed(leg, cut)))
        .map((way) => ({ type: "LineString" as const, coordinates: way.map((at) => [...at]) })),
    ],
  };
  const projection = geoNaturalEarth1()
    .rotate([-180 - cut, 0])
    .fitExtent(
      [
        [40, 40],
        [WIDTH - 40, HEIGHT - 40],
      ],
      all,
    );
  projection.scale(Math.min(projection.scale(), CLOSEST));
  const [[left, top], [right, bottom]] = geoPath(projection).bounds(all);
  const [x, y] = projection.translate();
  projection.translate([x + (WIDTH - left - right) / 2, y + (HEIGHT - top - bottom) / 2]);
  const height = Math.min(HEIGHT, Math.max(300, bottom - top + 80));
  const viewBox = `0 ${(HEIGHT - height) / 2} ${WIDTH} ${height}`;
  const svg = create("svg", { viewBox, width: "100%", "aria-hidden": "true" });
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

  const loadOf = (loads: readonly number[]): number =>
    Math.max(0, ...designs.map((id, index) => (shown.has(id) ? loads[index] : 0)));
  const heaviest = Math.max(1e-9, ...lanes.map(({ loads }) => loadOf(loads)));
  for (const lane of lanes) {
    const way = wayOf(lane, byId);
    const users = lane.designs.filter((id) => shown.has(id));
    if (way.length < 2 || users.length === 0) continue;
    const d = path({ type: "LineString", coordinates: way.map((at) => [...at]) });
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
        `${lane.name}: ${load === 0 ? "nothing when all is well" : `${short(Number(load.toPrecision(3)))} ${lane.loadUnit} a day`}; struck in ${share(lane.struckShare)} of scenarios; ${users.join(", ")}`,
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
      tip(
        `${item.name} (${item.kind}): ${short(Number(loadOf(item.loads).toPrecision(3)))} tonnes a day; struck in ${share(item.struckShare)} of scenarios; ${item.designs.join(", ")}`,
      ),
    );
    svg.append(mark);
    if (item.kind !== "chokepoint") continue;
    const isLeft = x > WIDTH - 210;
    const label = create("text", {
      x: isLeft ? x - size - 3 : x + size + 3,
      "text-anchor": isLeft ? "end" : "start",
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

type At = readonly [longitude: number, latitude: number];

/** From site to site through the ports and straits that have a place; empty where an end has none. */
function wayOf({ from, to, through }: MapChart["lanes"][number], places: ReadonlyMap<string, { at: At }>): At[] {
  const [start, goal] = [places.get(from)?.at, places.get(to)?.at];
  return start === undefined || goal === undefined ? [] : [start, ...through, goal];
}

/** Longitudes of the ends of every leg of a way. */
function legs(way: readonly At[]): [number, number][] {
  return way.slice(1).map(([longitude], at) => [way[at][0], longitude]);
}

/** Degrees between two longitudes, the shorter way round. */
function apart(one: number, other: number): number {
  return Math.abs(((one - other + 540) % 360) - 180);
}

/** A leg goes the shorter way round: it crosses a longitude that lies between its ends. */
function isCrossed([one, other]: readonly [number, number], longitude: number): boolean {
  return apart(one, longitude) + apart(longitude, other) <= apart(one, other) + 1e-9;
}

/** The longitude at which the fewest legs are cut when the map begins and ends there; of equals, one far from all ends. */
function bestCut(ways: readonly (readonly [number, number])[]): number {
  let best = { cut: 180, crossed: Number.POSITIVE_INFINITY, room: 0 };
  for (let cut = -175; cut <= 180; cut += 5) {
    const crossed = ways.filter((leg) => isCrossed(leg, cut)).length;
    const room = Math.min(180, ...ways.flat().map((longitude) => apart(longitude, cut)));
    if (crossed < best.crossed || (crossed === best.crossed && room > best.room)) best = { cut, crossed, room };
  }
  return best.cut;
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
