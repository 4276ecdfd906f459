import type { StudyProblem } from "../errors.ts";
import type { Path } from "./path.ts";
import type { YamlSource } from "./read-yaml.ts";
import { suggest } from "./suggest.ts";

type RawMap = Readonly<Record<string, unknown>>;
interface Entry {
  readonly path: Path;
  readonly value: RawMap;
}

/**
 * Checks everything in a study that refers to something else in it, on the values as written, so that these problems are
 * reported together with those of single values: unknown ids, ids given twice, extended designs that extend each other.
 */
export function checkReferences(source: YamlSource): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const add = (path: Path, message: string): void => {
    problems.push(source.problemAt(path, message));
  };
  const raw = asMap(source.raw);
  const world = asMap(raw.world);
  const list = (owner: RawMap, at: Path, key: string): Entry[] => entries(owner[key], [...at, key]);
  const inWorld = (key: string): Entry[] => list(world, ["world"], key);
  const ids = (items: readonly Entry[]): Set<string> => new Set(items.flatMap(({ value }) => textOf(value.id)));

  const regimes = inWorld("carbonRegimes");
  const regions = inWorld("regions");
  const chokepoints = inWorld("chokepoints");
  const ports = inWorld("ports");
  const products = inWorld("products");
  const sites = inWorld("sites");
  const lanes = inWorld("lanes");
  const markets = list(raw, [], "markets");
  const hazards = list(raw, [], "hazards");
  const designs = list(raw, [], "designs");

  const known: Record<string, Set<string>> = {
    "carbon regime": ids(regimes),
    region: ids(regions),
    bloc: new Set(regions.flatMap(({ value }) => asList(value.blocs).flatMap(textOf))),
    chokepoint: ids(chokepoints),
    port: ids(ports),
    "port or chokepoint": new Set([...ids(ports), ...ids(chokepoints)]),
    product: ids(products),
    site: ids(sites),
    cluster: new Set(sites.flatMap(({ value }) => textOf(value.cluster))),
    lane: ids(lanes),
    design: ids(designs),
  };
  const refer = (what: string, { path, value }: Entry, key: string): void => {
    checkId(what, [...path, key], value[key]);
  };
  const checkId = (what: string, path: Path, id: unknown): void => {
    if (typeof id !== "string" || known[what].has(id)) return;
    add(path, `unknown ${what} '${id}'${suggest(id, known[what])}`);
  };
  const unique = (what: string, items: readonly { path: Path; key: string }[]): void => {
    const seen = new Set<string>();
    for (const { path, key } of items) {
      if (seen.has(key)) add(path, `invalid duplicate, ${what} '${key}' is already there`);
      seen.add(key);
    }
  };
  const byKey = (items: readonly Entry[], ...keys: string[]): { path: Path; key: string }[] =>
    items.flatMap(({ path, value }) => {
      const parts = keys.map((key) => value[key]);
      const isComplete = parts.every((part) => typeof part === "string");
      return isComplete ? [{ path: [...path, keys[0]], key: parts.join("/") }] : [];
    });

  unique("carbon regime", byKey(regimes, "id"));
  unique("region", byKey(regions, "id"));
  unique("port or chokepoint", byKey([...chokepoints, ...ports], "id"));
  unique("product", byKey(products, "id"));
  unique("site", byKey(sites, "id"));
  unique("lane", byKey(lanes, "id"));
  unique("market", byKey(markets, "id"));
  unique("hazard", byKey(hazards, "id"));
  unique("design", byKey(designs, "id"));

  for (const region of regions) refer("carbon regime", region, "carbonRegime");
  for (const port of ports) refer("region", port, "region");
  for (const site of sites) {
    refer("region", site, "region");
    const processes = list(site.value, site.path, "processes");
    const stocks = list(site.value, site.path, "stocks");
    unique("process for", byKey(processes, "output"));
    unique("stock of", byKey(stocks, "product"));
    for (const stock of stocks) refer("product", stock, "product");
    for (const process of processes) {
      refer("product", process, "output");
      const inputs = list(process.value, process.path, "inputs");
      unique("input", byKey(inputs, "product"));
      for (const input of inputs) {
        refer("product", input, "product");
        if (typeof input.value.product === "string" && input.value.product === process.value.output) {
          add([...input.path, "product"], `invalid input '${input.value.product}', a process cannot use what it makes`);
        }
      }
    }
  }
  for (const lane of lanes) {
    refer("product", lane, "product");
    refer("site", lane, "from");
    refer("site", lane, "to");
    if (typeof lane.value.from === "string" && lane.value.from === lane.value.to) {
      add([...lane.path, "to"], `invalid lane, it starts and ends at '${lane.value.from}'`);
    }
    checkWay(lane);
    checkBackup(lane.path, lane.value, {});
  }

  function passages(value: unknown, path: Path): { path: Path; at: string }[] {
    return asList(value).flatMap((item, index) => {
      const at = typeof item === "string" ? item : asMap(item).at;
      return typeof at === "string" ? [{ path: [...path, index], at }] : [];
    });
  }

  function checkWay(lane: Entry): void {
    const via = passages(lane.value.via, [...lane.path, "via"]);
    for (const { path, at } of via) checkId("port or chokepoint", path, at);
    unique(
      "passage",
      via.map(({ path, at }) => ({ path, key: at })),
    );
    const stops = via.filter(({ at }) => known.port.has(at));
    if (stops.length > 2) {
      add(
        stops[2].path,
        "invalid third port, a lane loads at one port and unloads at another; split it into two lanes",
      );
    }
    if (lane.value.leadTimeDays === 0 && via.length > 0) {
      add([...lane.path, "leadTimeDays"], "invalid lead time 0, a same-day lane passes no ports or chokepoints");
    }
    const passed = new Set(via.map(({ at }) => at));
    for (const detour of list(lane.value, lane.path, "detours")) {
      asList(detour.value.avoids).forEach((at, index) => {
        if (typeof at !== "string") return;
        const path = [...detour.path, "avoids", index];
        if (!known.chokepoint.has(at)) checkId("chokepoint", path, at);
        else if (!passed.has(at)) add(path, `invalid detour, its lane does not pass '${at}'${suggest(at, passed)}`);
      });
      for (const { path, at } of passages(detour.value.via, [...detour.path, "via"])) checkId("chokepoint", path, at);
    }
  }

  function checkBackup(path: Path, value: RawMap, world: RawMap): void {
    const backup = value.backup ?? world.backup;
    if (typeof backup !== "object" || backup === null) return;
    if (value.capacityUnitsPerDay !== undefined || world.capacityUnitsPerDay !== undefined) return;
    add([...path, "backup"], "missing capacityUnitsPerDay, a backup has no baseline flow to derive its capacity from");
  }

  for (const market of markets) {
    refer("site", market, "site");
    refer("product", market, "product");
    refer("bloc", market, "localBloc");
  }

  const settings = asMap(raw.settings);
  checkId("design", ["settings", "referenceDesign"], settings.referenceDesign);

  for (const hazard of hazards) {
    const targets = asMap(hazard.value.targets);
    for (const [key, what] of TARGET_KEYS) {
      asList(targets[key]).forEach((id, index) => {
        checkId(what, [...hazard.path, "targets", key, index], id);
      });
    }
    const arrival = asMap(hazard.value.arrival);
    if (arrival.dates !== undefined && settings.startDate === undefined) {
      add([...hazard.path, "arrival", "dates"], "missing settings.startDate, dates count from it");
    }
  }

  const worldLanes = new Map(lanes.map(({ value }) => [value.id, value]));
  const worldProcesses = new Set(
    sites.flatMap(({ value }) => asList(value.processes).map((process) => `${value.id}/${asMap(process).output}`)),
  );
  for (const design of designs) {
    refer("design", design, "extends");
    const overlays = list(design.value, design.path, "lanes");
    asList(design.value.lanes).forEach((item, index) => {
      if (typeof item === "string") checkId("lane", [...design.path, "lanes", index], item);
    });
    for (const overlay of overlays) {
      refer("lane", overlay, "lane");
      checkBackup(overlay.path, overlay.value, asMap(worldLanes.get(overlay.value.lane)));
    }
    unique(
      "lane",
      asList(design.value.lanes).flatMap((item, index) => {
        const lane = typeof item === "string" ? item : asMap(item).lane;
        return typeof lane === "string" ? [{ path: [...design.path, "lanes", index], key: lane }] : [];
      }),
    );
    asList(design.value.dropLanes).forEach((id, index) => {
      checkId("lane", [...design.path, "dropLanes", index], id);
    });
    for (const stock of list(design.value, design.path, "stocks")) {
      refer("site", stock, "site");
      refer("product", stock, "product");
    }
    for (const process of list(design.value, design.path, "processes")) {
      refer("site", process, "site");
      const { site, output } = process.value;
      if (typeof output !== "string" || !known.site.has(String(site)) || worldProcesses.has(`${site}/${output}`))
        continue;
      const made = [...worldProcesses].filter((key) => key.startsWith(`${site}/`)).map((key) => key.split("/")[1]);
      add(
        [...process.path, "output"],
        `unknown process, site '${site}' does not make '${output}'${suggest(output, made)}`,
      );
    }
    for (const site of list(design.value, design.path, "sites")) refer("site", site, "site");
  }
  checkExtends(designs, add);
  return problems;
}

/** Keys of hazard targets and what they name. */
const TARGET_KEYS = [
  ["regions", "region"],
  ["fromRegions", "region"],
  ["toRegions", "region"],
  ["fromBlocs", "bloc"],
  ["toBlocs", "bloc"],
  ["chokepoints", "chokepoint"],
  ["ports", "port"],
  ["sites", "site"],
  ["clusters", "cluster"],
  ["products", "product"],
  ["carbonRegimes", "carbon regime"],
] as const;

function checkExtends(designs: readonly Entry[], add: (path: Path, message: string) => void): void {
  const extended = new Map(designs.map(({ value }) => [value.id, value.extends]));
  for (const { path, value } of designs) {
    const chain = [value.id];
    for (let next = value.extends; typeof next === "string" && extended.has(next); next = extended.get(next)) {
      if (chain.includes(next)) {
        if (next === value.id) add([...path, "extends"], `invalid cycle, ${[...chain, next].join(" extends ")}`);
        break;
      }
      chain.push(next);
    }
  }
}

function asMap(value: unknown): RawMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawMap) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string[] {
  return typeof value === "string" ? [value] : [];
}

function entries(value: unknown, path: Path): Entry[] {
  return asList(value).flatMap((item, index) => {
    const isMap = typeof item === "object" && item !== null && !Array.isArray(item);
    return isMap ? [{ path: [...path, index], value: item as RawMap }] : [];
  });
}
