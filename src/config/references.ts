import type { StudyProblem } from "../errors.ts";
import { quote } from "../schema/show.ts";
import { type DesignFamily, designFamily, laneOf, MOST_EXTENDED } from "./design-family.ts";
import type { Path } from "./path.ts";
import { asList, asMap, type RawMap } from "./raw-values.ts";
import { suggest } from "./suggest.ts";
import type { YamlSource } from "./yaml-source.ts";

interface Entry {
  readonly path: Path;
  readonly value: RawMap;
}

/** Of a large study, problems after which nobody reads on: to find the place of each takes a while. */
const MOST_PROBLEMS = 1000;

/**
 * Checks everything in a study that refers to something else in it, on the values as written, so that these problems are
 * reported together with those of single values: unknown ids, ids given twice, extended designs that extend each other.
 */
export function checkReferences(source: YamlSource): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const add = (path: Path, message: string): void => {
    if (source.isLarge === true && problems.length === MOST_PROBLEMS) return;
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
  const commonCauses = list(raw, [], "commonCauses");
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
    hazard: ids(hazards),
    market: ids(markets),
    design: ids(designs),
  };
  let comparisons = 0;
  const hint = (written: string, names: ReadonlySet<string>): string => {
    comparisons += names.size;
    return comparisons > MOST_COMPARISONS ? "" : suggest(written, names);
  };
  const refer = (what: string, { path, value }: Entry, key: string): void => {
    checkId(what, [...path, key], value[key]);
  };
  const checkId = (what: string, path: Path, id: unknown): void => {
    if (typeof id !== "string" || known[what].has(id)) return;
    add(path, `unknown ${what} ${quote(id)}${hint(id, known[what])}`);
  };
  const unique = (what: string, items: readonly { path: Path; key: string }[]): void => {
    const seen = new Set<string>();
    for (const { path, key } of items) {
      if (seen.has(key)) add(path, `invalid duplicate, ${what} ${quote(key)} is already there`);
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
  unique("common cause", byKey(commonCauses, "id"));
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
      checkReactions(process, process.value.output);
    }
  }
  /** What a process, or an overlay on one, says about recycling and other recipes. */
  function checkReactions(process: Entry, output: unknown): void {
    asList(asMap(process.value.recycling).markets).forEach((id, index) => {
      checkId("market", [...process.path, "recycling", "markets", index], id);
    });
    const recipes = list(process.value, process.path, "alternatives");
    unique("recipe", byKey(recipes, "id"));
    for (const recipe of recipes) {
      const inputs = list(recipe.value, recipe.path, "inputs");
      unique("input", byKey(inputs, "product"));
      for (const input of inputs) {
        refer("product", input, "product");
        if (typeof output === "string" && input.value.product === output) {
          add([...input.path, "product"], `invalid input '${output}', a process cannot use what it makes`);
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
    checkBackup(lane, []);
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
    checkSameDay(lane, via.length > 0);
    const passed = new Set(via.map(({ at }) => at));
    for (const detour of list(lane.value, lane.path, "detours")) {
      asList(detour.value.avoids).forEach((at, index) => {
        if (typeof at !== "string") return;
        const path = [...detour.path, "avoids", index];
        if (!known.chokepoint.has(at)) checkId("chokepoint", path, at);
        else if (!passed.has(at)) add(path, `invalid detour, its lane does not pass '${at}'${hint(at, passed)}`);
      });
      for (const { path, at } of passages(detour.value.via, [...detour.path, "via"])) {
        checkId("chokepoint", path, at);
        if (asList(detour.value.avoids).includes(at)) add(path, `invalid detour, it passes '${at}', which it avoids`);
      }
    }
  }

  function checkSameDay({ path, value }: Entry, hasPassages: boolean): void {
    if (value.leadTimeDays !== 0 || !hasPassages) return;
    add([...path, "leadTimeDays"], "invalid lead time 0, a same-day lane passes no ports or chokepoints");
  }

  /** A backup needs a capacity, its own or one of the entries it changes. */
  function checkBackup({ path, value }: Entry, changed: readonly RawMap[]): void {
    if (typeof value.backup !== "object" || value.backup === null) return;
    if ([value, ...changed].some((entry) => entry.capacityUnitsPerDay !== undefined)) return;
    add([...path, "backup"], "missing capacityUnitsPerDay, a backup has no baseline flow to derive its capacity from");
  }

  for (const market of markets) {
    refer("site", market, "site");
    refer("product", market, "product");
    refer("bloc", market, "localBloc");
  }

  const settings = asMap(raw.settings);
  checkId("design", ["settings", "referenceDesign"], settings.referenceDesign);
  const tilts = list(asMap(settings.importance), ["settings", "importance"], "hazards");
  for (const tilt of tilts) refer("hazard", tilt, "hazard");
  unique("hazard", byKey(tilts, "hazard"));

  for (const hazard of hazards) {
    const targets = asMap(hazard.value.targets);
    for (const [key, what] of TARGET_KEYS) {
      asList(targets[key]).forEach((id, index) => {
        checkId(what, [...hazard.path, "targets", key, index], id);
      });
    }
    for (const trigger of list(hazard.value, hazard.path, "triggers")) refer("hazard", trigger, "hazard");
    const arrival = asMap(hazard.value.arrival);
    if (arrival.dates !== undefined && settings.startDate === undefined) {
      add([...hazard.path, "arrival", "dates"], "missing settings.startDate, dates count from it");
    }
  }

  const causeOf = new Map<unknown, unknown>();
  for (const { path, value } of commonCauses) {
    for (const [index, id] of asList(value.hazards).entries()) {
      const at = [...path, "hazards", index];
      checkId("hazard", at, id);
      const other = causeOf.get(id);
      if (other !== undefined && other !== value.id) {
        add(at, `invalid common cause, hazard ${quote(String(id))} belongs to ${quote(String(other))} already`);
      }
      causeOf.set(id, other ?? value.id);
    }
  }

  function checkPolicies({ path, value }: Entry): void {
    const policies = asMap(value.policies);
    const at = [...path, "policies"];
    const referAll = (what: string, keys: Path, ids: unknown): void => {
      asList(ids).forEach((id, index) => {
        checkId(what, [...at, ...keys, index], id);
      });
    };
    const circle = asMap(policies.circleOfTrust);
    referAll("bloc", ["circleOfTrust", "blocs"], circle.blocs);
    referAll("region", ["circleOfTrust", "regions"], circle.regions);
    referAll("product", ["maxSingleCountryShare", "products"], asMap(policies.maxSingleCountryShare).products);
    const contents = list(policies, at, "localContent");
    for (const content of contents) refer("bloc", content, "bloc");
    unique("local content of bloc", byKey(contents, "bloc"));
    asList(policies.tierRules).forEach((rule, index) => {
      referAll("bloc", ["tierRules", index, "blocs"], asMap(rule).blocs);
    });
  }

  const worldLanes = new Map(lanes.map(({ value }) => [value.id, value]));
  const worldProcesses = new Set(
    sites.flatMap(({ value }) => asList(value.processes).map((process) => `${value.id}/${asMap(process).output}`)),
  );
  const family = designFamily(designs.map(({ value }) => value));
  for (const design of designs) {
    refer("design", design, "extends");
    asList(design.value.lanes).forEach((item, index) => {
      if (typeof item === "string") checkId("lane", [...design.path, "lanes", index], item);
    });
    for (const overlay of list(design.value, design.path, "lanes")) {
      refer("lane", overlay, "lane");
      const lane = asMap(worldLanes.get(overlay.value.lane));
      checkBackup(overlay, [lane, ...family.changed(design.value, overlay.value.lane)]);
      checkSameDay(overlay, asList(lane.via).length > 0);
    }
    unique(
      "lane",
      asList(design.value.lanes).flatMap((item, index) => {
        const lane = laneOf(item);
        return typeof lane === "string" ? [{ path: [...design.path, "lanes", index], key: lane }] : [];
      }),
    );
    asList(design.value.dropLanes).forEach((id, index) => {
      const path = [...design.path, "dropLanes", index];
      if (!known.lane.has(id as string)) checkId("lane", path, id);
      else if (family.inherited(design.value, id).length === 0) {
        const from = typeof design.value.extends === "string" ? quote(design.value.extends) : "no other design";
        add(path, `invalid dropLanes, the design extends ${from}, from which it has no lane ${quote(String(id))}`);
      }
    });
    const stocks = list(design.value, design.path, "stocks");
    const processes = list(design.value, design.path, "processes");
    unique("stock of", byKey(stocks, "site", "product"));
    unique("process for", byKey(processes, "site", "output"));
    unique("site", byKey(list(design.value, design.path, "sites"), "site"));
    for (const stock of stocks) {
      refer("site", stock, "site");
      refer("product", stock, "product");
    }
    for (const process of processes) {
      refer("site", process, "site");
      checkReactions(process, process.value.output);
      const { site, output } = process.value;
      if (typeof output !== "string" || !known.site.has(String(site)) || worldProcesses.has(`${site}/${output}`))
        continue;
      const made = [...worldProcesses].filter((key) => key.startsWith(`${site}/`)).map((key) => key.split("/")[1]);
      add(
        [...process.path, "output"],
        `unknown process, site '${site}' does not make ${quote(output)}${hint(output, new Set(made))}`,
      );
    }
    for (const site of list(design.value, design.path, "sites")) refer("site", site, "site");
    checkPolicies(design);
  }
  checkExtends(designs, family, add);
  return problems;
}

/** Beyond so many comparisons of names, unknown ones are reported without a suggestion: they would take seconds. */
const MOST_COMPARISONS = 1_000_000;

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
  ["markets", "market"],
  ["blocs", "bloc"],
  ["leavesTrust", "region"],
  ["pressureSites", "site"],
  ["pressureRegions", "region"],
] as const;

function checkExtends(
  designs: readonly Entry[],
  family: DesignFamily,
  add: (path: Path, message: string) => void,
): void {
  for (const { path, value } of designs) {
    const ids = [value, ...family.ancestors(value)].map(({ id }) => id);
    const again = ids.indexOf(value.id, 1);
    if (again > 0) add([...path, "extends"], `invalid cycle, ${ids.slice(0, again + 1).join(" extends ")}`);
    else if (ids.length > MOST_EXTENDED && new Set(ids).size === ids.length) {
      add([...path, "extends"], `invalid chain, more than ${MOST_EXTENDED} designs extend each other`);
    }
  }
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
