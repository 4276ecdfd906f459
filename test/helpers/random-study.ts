import { type CompiledDesign, compileDesign } from "../../src/compile/compile.ts";
import type { Study } from "../../src/config/study.ts";
import { StudyError } from "../../src/errors.ts";
import type { DesignProblem } from "../../src/model/problem.ts";
import { addReactions } from "./random-reactions.ts";
import { makeStudy, type StudyInput } from "./study.ts";

/*
 * Random studies for property tests. `randomStudy(7)` is the same study everywhere and for ever, so that a number is all a
 * failing test has to print. The generator is its own (mulberry32): a change of the engine's random numbers changes none.
 */

/** Which part of the model a study is to exercise; everything by default. */
export interface RandomStudyOptions {
  /** One source for every stock, no backups, no detours: a tree. */
  readonly isSerial?: boolean;
  readonly hasHazards?: boolean;
  /** 1 leaves nobody to compete with for goods; by default up to three. */
  readonly mostMarkets?: number;
  readonly horizonDays?: number;
  /** Everything else the model knows as well (see random-reactions.ts); `plain`: but for random and elastic demand. */
  readonly features?: "all" | "plain";
}

export interface DrawnStudy {
  readonly number: number;
  readonly input: StudyInput;
  readonly study: Study;
  /** [design] */
  readonly compiled: readonly CompiledDesign[];
}

/** How many drawn studies could not be used and why, by the first words of the first message. */
export const rejections = new Map<string, number>();

/** The first `count` studies from number `first` on that are accepted and can be compiled. */
export function drawStudies(count: number, first = 1, options: RandomStudyOptions = {}): DrawnStudy[] {
  const studies: DrawnStudy[] = [];
  for (let number = first; studies.length < count; number++) {
    const drawn = drawStudy(number, options);
    if (drawn !== undefined) studies.push(drawn);
  }
  return studies;
}

/** Study `number`, or undefined where the engine rejects it. */
export function drawStudy(number: number, options: RandomStudyOptions = {}): DrawnStudy | undefined {
  const input = randomStudy(number, options);
  const drawn = tryStudy(input);
  if (!Array.isArray(drawn)) return { number, input, ...drawn };
  const reason = drawn[0].split(/['"\d]/)[0].trim();
  rejections.set(reason, (rejections.get(reason) ?? 0) + 1);
  return undefined;
}

/** A study and its designs, or the messages of what is wrong with it. */
export function tryStudy(input: StudyInput): Omit<DrawnStudy, "number" | "input"> | string[] {
  try {
    const study = makeStudy(input);
    const compiled = study.designs.map((design) => compileDesign(study, design));
    const problems = compiled.flatMap((design): readonly DesignProblem[] => (Array.isArray(design) ? design : []));
    if (problems.length > 0) return problems.map(({ message }) => message);
    return { study, compiled: compiled as CompiledDesign[] };
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

/** A random study as a file would write it. */
export function randomStudy(number: number, options: RandomStudyOptions = {}): StudyInput {
  const dice = rollDice(number);
  const web = buildWeb(dice, options);
  const flows = baselineFlows(web);
  setCapacities(dice, web, flows);
  const horizonDays = options.horizonDays ?? dice.whole(50, 110);
  const exposureDays = Math.ceil(horizonDays * dice.between(0.3, 0.7));
  const { regions, carbonRegimes, chokepoints, ports, products, sites, lanes, markets } = web;
  const input = {
    id: `random-${number}`,
    settings: {
      horizonDays,
      exposureDays,
      scenarios: 2,
      seed: number,
      laneHeadroomFactor: dice.pick([1, 1.3, 2, 3]),
      capitalCostFractionPerYear: dice.pick([0, 0.08, 0.25]),
      planner: { detectionDelayDays: dice.pick([0, 0, 1, 3, 7]), restockDays: dice.pick([1, 1, 2, 5.5]) },
      scarcity: { premiumFactor: dice.pick([0, 0.5]), capFraction: 0.3 },
    },
    world: { regions, carbonRegimes, chokepoints, ports, products, sites: [...sites.values()], lanes },
    markets,
    hazards: options.hasHazards === false ? [] : makeHazards(dice, web, exposureDays),
    designs: makeDesigns(dice, web),
  };
  if (options.features !== undefined) {
    addReactions(rollDice(number + 1_000_003), input, exposureDays, options.features === "plain");
  }
  return input;
}

export interface Dice {
  /** In [0, 1). */
  uniform(): number;
  /** Three significant digits, so that a printed study can be read. */
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  some<Item>(items: readonly Item[], probability: number): Item[];
}

export function rollDice(seed: number): Dice {
  let state = (seed * 2654435761) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(uniform() * items.length)];
  return {
    uniform,
    pick,
    between: (low, high) => Number((low + (high - low) * uniform()).toPrecision(3)),
    whole: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    chance: (probability) => uniform() < probability,
    some: (items, probability) => items.filter(() => uniform() < probability),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: entries of a study file; the parser checks them
type Entry = Record<string, any>;

/** A stock while the network grows: goods flow from deeper ones to shallower ones. */
interface Place {
  readonly key: string;
  readonly site: string;
  readonly product: string;
  readonly depth: number;
}

interface Web {
  readonly regions: Entry[];
  readonly carbonRegimes: Entry[];
  readonly chokepoints: Entry[];
  readonly ports: Entry[];
  readonly products: Entry[];
  readonly sites: Map<string, Entry>;
  readonly lanes: Entry[];
  readonly markets: Entry[];
  readonly places: Map<string, Place>;
}

function buildWeb(dice: Dice, { isSerial = false, mostMarkets = 3 }: RandomStudyOptions): Web {
  const carbonRegimes = [
    {
      id: "ets",
      priceUsdPerTonne: dice.between(20, 120),
      freightModes: dice.some(["sea", "air", "road", "rail"], 0.5),
    },
    { id: "levy", priceUsdPerTonne: dice.between(0, 40), freightModes: dice.some(["sea", "road", "pipeline"], 0.5) },
  ];
  const regions = Array.from({ length: dice.whole(2, 4) }, (_, number) => ({
    id: `region-${number}`,
    blocs: dice.some(["blue", "red"], 0.5),
    ...(dice.chance(0.7) ? { carbonRegime: dice.pick(carbonRegimes).id } : {}),
    hasBorderAdjustment: dice.chance(0.4),
  }));
  // Every bloc exists, so that bans may name it.
  regions[0].blocs = ["blue", "red"];
  const web: Web = {
    regions,
    carbonRegimes,
    chokepoints: Array.from({ length: dice.whole(0, 3) }, (_, number) => ({ id: `strait-${number}` })),
    ports: regions.map(({ id }) => ({ id: `port-${id}`, region: id, headroomFactor: dice.pick([1, 1.15, 1.6]) })),
    products: [],
    sites: new Map(),
    lanes: [],
    markets: [],
    places: new Map(),
  };
  const deepest = dice.whole(2, 5) - 1;
  const mostStocks = dice.pick([4, 8, 14, 22]);

  const newSite = (kind: string): string => {
    const id = `${kind}-${web.sites.size}`;
    web.sites.set(id, {
      id,
      region: dice.pick(regions).id,
      ...(dice.chance(0.4) ? { cluster: dice.pick(["north", "south"]) } : {}),
      fixedCostUsdPerDay: dice.between(0, 500),
      processes: [],
      stocks: [],
    });
    return id;
  };
  const newProduct = (depth: number): string => {
    const id = `good-${web.products.length}`;
    web.products.push({
      id,
      massTonnesPerUnit: dice.chance(0.06) ? 0 : dice.between(0.01, 2),
      isBorderAdjusted: dice.chance(0.4),
      isStrategic: depth === deepest,
      tier: dice.pick(["critical", "standard"]),
    });
    return id;
  };
  const addPlace = (site: string, product: string, depth: number): Place => {
    const place = { key: `${site}/${product}`, site, product, depth };
    web.places.set(place.key, place);
    web.sites.get(site)?.stocks.push({
      product,
      coverDays: dice.pick([0, dice.whole(1, 10), dice.between(0, 8)]),
      holdingCostUsdPerUnitDay: dice.pick([0, dice.between(0.01, 0.5)]),
      rationing: dice.pick(["proportional", "priority"]),
    });
    supply(place);
    return place;
  };
  const addProcess = (place: Place, share: number | undefined): void => {
    const isSource = place.depth >= deepest || web.places.size >= mostStocks;
    const inputs: Entry[] = [];
    // The process enters the site first: what supplies its inputs may look for makers of its output.
    web.sites.get(place.site)?.processes.push({
      output: place.product,
      inputs,
      conversionCostUsdPerUnit: dice.between(1, 40),
      productionLeadTimeDays: dice.pick([0, 0, dice.whole(1, 6)]),
      yieldFraction: dice.pick([1, 1, dice.between(0.6, 0.99)]),
      emissionsTonnesPerUnit: dice.pick([0, dice.between(0.01, 1.5)]),
      ...(share === undefined ? {} : { share }),
    });
    for (let count = isSource ? 0 : dice.whole(1, isSerial ? 1 : 3); count > 0; count--) {
      const known = [...web.places.values()].filter(({ depth }) => depth === place.depth + 1);
      const free = known.filter(({ product }) => !web.places.has(`${place.site}/${product}`));
      const product =
        !isSerial && free.length > 0 && dice.chance(0.3) ? dice.pick(free).product : newProduct(place.depth + 1);
      if (inputs.some((input) => input.product === product)) continue;
      addPlace(place.site, product, place.depth + 1);
      inputs.push({ product, unitsPerUnit: dice.between(0.2, 3) });
    }
  };
  /** A stock of the same product further upstream: one that is there, or a new one. */
  const supplierOf = (place: Place, mayReuse: boolean): Place => {
    const known = [...web.places.values()].filter(
      ({ product, depth, site }) => product === place.product && depth > place.depth && site !== place.site,
    );
    if (known.length > 0 && (mayReuse || web.places.size >= mostStocks)) return dice.pick(known);
    return addPlace(newSite(place.depth + 1 >= deepest ? "works" : "depot"), place.product, place.depth + 1);
  };
  const addLane = (from: Place, to: Place, extra: Entry): void => {
    web.lanes.push({ ...makeLane(dice, web, from, to), ...(isSerial ? { detours: [] } : {}), ...extra });
  };

  function supply(place: Place): void {
    const isLast = place.depth >= deepest || web.places.size >= mostStocks;
    const kind = isLast ? "process" : dice.pick(["process", "lanes", "lanes", isSerial ? "lanes" : "mixed"]);
    if (kind === "process") {
      addProcess(place, undefined);
      return;
    }
    const laneCount = isSerial ? 1 : dice.whole(1, kind === "mixed" ? 2 : 3);
    const parts = splitOne(dice, laneCount + (kind === "mixed" ? 1 : 0));
    if (kind === "mixed") addProcess(place, dice.chance(0.5) ? undefined : parts[laneCount]);
    const isOpen = kind === "mixed" && web.sites.get(place.site)?.processes.at(-1)?.share === undefined;
    for (let lane = 0; lane < laneCount; lane++) {
      const leaveOut = !isOpen && kind === "lanes" && lane === 0;
      addLane(supplierOf(place, dice.chance(isSerial ? 0.3 : 0.6)), place, leaveOut ? {} : { share: parts[lane] });
    }
  }

  const shops = Array.from({ length: dice.whole(1, mostMarkets) }, () => newSite("shop"));
  const finals = [newProduct(0), ...(dice.chance(0.3) ? [newProduct(0)] : [])];
  shops.forEach((home, number) => {
    const site = dice.chance(0.2) ? shops[0] : home;
    const product = dice.pick(finals);
    if (!web.places.has(`${site}/${product}`)) addPlace(site, product, 0);
    web.markets.push({
      id: `market-${number}`,
      site,
      product,
      demandUnitsPerDay: dice.between(5, 500),
      priceUsdPerUnit: dice.between(100, 900),
      ...dice.pick([{ unmet: "lost" }, { unmet: "backorder", patienceDays: dice.pick([1, 4, 30]) }]),
      passThroughFraction: dice.pick([1, 0.5, 0]),
      ...(dice.chance(0.3) ? { localBloc: "blue" } : {}),
    });
  });
  if (!isSerial) {
    addBackups(dice, web, supplierOf, addLane);
    addExchange(dice, web, addLane);
  }
  return { ...web, sites: new Map([...web.sites].filter(([, site]) => site.stocks.length > 0)) };
}

function makeLane(dice: Dice, web: Web, from: Place, to: Place): Entry {
  const regionOf = (place: Place): string => web.sites.get(place.site)?.region;
  const [origin, target] = [regionOf(from), regionOf(to)];
  const isFar = origin !== target;
  const mode = isFar ? dice.pick(["sea", "sea", "air", "rail"]) : dice.pick(["road", "rail", "pipeline", "sea"]);
  const leadTimeDays = !isFar && dice.chance(0.3) ? 0 : dice.whole(1, mode === "sea" ? 18 : 6);
  const straits = leadTimeDays === 0 || !isFar ? [] : dice.some(web.chokepoints, 0.6);
  const passages = straits.map(({ id }) => ({
    at: id,
    atShare: dice.pick([0.5, 0.25, 0.9, 0, 1, dice.between(0, 1)]),
  }));
  const ports = leadTimeDays === 0 || mode !== "sea" || !isFar ? [] : [`port-${origin}`, `port-${target}`];
  const [load, discharge] = ports.map((port) => (dice.chance(0.8) ? [port] : []));
  const detours =
    straits.length === 0 || dice.chance(0.5)
      ? []
      : Array.from({ length: dice.whole(1, 2) }, () => ({
          avoids: [dice.pick(straits).id],
          via: dice
            .some(web.chokepoints, 0.2)
            .flatMap(({ id }) => (straits.some((item) => item.id === id) ? [] : [id])),
          extraDays: dice.whole(0, 7),
          extraCostUsdPerUnit: dice.between(0, 8),
          extraKm: dice.whole(0, 6000),
        }));
  return {
    id: `lane-${web.lanes.length}`,
    product: from.product,
    from: from.site,
    to: to.site,
    mode,
    distanceKm: dice.whole(50, isFar ? 12000 : 800),
    leadTimeDays,
    costUsdPerUnit: dice.between(0, 12),
    tariffFraction: isFar ? dice.pick([0, 0.05, 0.25]) : 0,
    allocationPriority: dice.whole(0, 2),
    via: [...(load ?? []), ...passages, ...(discharge ?? [])],
    detours,
  };
}

type SupplierOf = (place: Place, mayReuse: boolean) => Place;
type AddLane = (from: Place, to: Place, extra: Entry) => void;

/** Backups from stocks that are there, from new ones that carry nothing at baseline, and of neighbours for each other. */
function addBackups(dice: Dice, web: Web, supplierOf: SupplierOf, addLane: AddLane): void {
  const backup = (): Entry => ({ backup: { priority: dice.whole(1, 2), activationDelayDays: dice.pick([0, 2, 6]) } });
  for (const place of [...web.places.values()]) {
    const isSupplied = web.lanes.some((lane) => lane.to === place.site && lane.product === place.product);
    if (!dice.chance(isSupplied ? 0.35 : 0.1)) continue;
    for (let count = dice.pick([1, 1, 1, 2, 3]); count > 0; count--) {
      addLane(supplierOf(place, dice.chance(0.5)), place, backup());
    }
    const others = neighboursOf(web, place);
    if (others.length === 0 || !dice.chance(0.6)) continue;
    const other = dice.pick(others);
    addLane(other, place, { ...backup(), ...ONE_DAY_OR_MORE(dice) });
    if (dice.chance(0.7)) addLane(place, other, { ...backup(), ...ONE_DAY_OR_MORE(dice) });
  }
}

/** Two stocks that exchange part of what they hold all the time: a cycle that carries goods at baseline. */
function addExchange(dice: Dice, web: Web, addLane: AddLane): void {
  if (!dice.chance(0.15)) return;
  for (const place of web.places.values()) {
    const other = neighboursOf(web, place)[0];
    const isOpen = [place, other].every(
      (item) => item !== undefined && sourcesOf(web, item).length === 1 && sourcesOf(web, item)[0].share === undefined,
    );
    if (!isOpen) continue;
    addLane(place, other, { share: dice.between(0.05, 0.3), ...ONE_DAY_OR_MORE(dice) });
    addLane(other, place, { share: dice.between(0.05, 0.3), ...ONE_DAY_OR_MORE(dice) });
    return;
  }
}

const ONE_DAY_OR_MORE = (dice: Dice): Entry => ({ leadTimeDays: dice.whole(1, 5) });

function neighboursOf(web: Web, place: Place): Place[] {
  return [...web.places.values()].filter(
    ({ product, depth, site }) => product === place.product && depth === place.depth && site !== place.site,
  );
}

/** Primary sources of a stock: lanes and the process. */
function sourcesOf(web: Web, { site, product }: Place): Entry[] {
  const lanes = web.lanes.filter((lane) => lane.to === site && lane.product === product && lane.backup === undefined);
  const makers = web.sites.get(site)?.processes.filter((process: Entry) => process.output === product);
  return [...lanes, ...makers];
}

/** Shares of `count` sources, in whole hundredths. */
function splitOne(dice: Dice, count: number): number[] {
  const cuts = Array.from({ length: count - 1 }, () => dice.whole(10, 90)).sort((left, right) => left - right);
  const ends = [...cuts, 100];
  const parts = ends.map((end, index) => (end - (ends[index - 1] ?? 0)) / 100);
  return parts.every((part) => part > 0) ? parts : parts.map(() => 1 / count);
}

/** Flow through every stock and what is drawn from it when all backups run, by plain repetition. */
function baselineFlows(web: Web): Map<string, number> {
  let flows = new Map<string, number>();
  for (let round = 0; round < 60; round++) {
    const next = new Map<string, number>([...web.places.keys()].map((key) => [key, 0]));
    const add = (key: string, units: number): void => void next.set(key, (next.get(key) ?? 0) + units);
    for (const market of web.markets) add(`${market.site}/${market.product}`, market.demandUnitsPerDay);
    for (const place of web.places.values()) {
      const sources = sourcesOf(web, place);
      const left = 1 - sources.reduce((sum, source) => sum + (source.share ?? 0), 0);
      for (const source of sources) {
        const part = (flows.get(place.key) ?? 0) * (source.share ?? left);
        if (source.from !== undefined) add(`${source.from}/${place.product}`, part);
        for (const input of source.inputs ?? []) {
          add(`${place.site}/${input.product}`, (part * input.unitsPerUnit) / source.yieldFraction);
        }
      }
    }
    flows = next;
  }
  return flows;
}

/** Capacities that baseline flow fits into, mostly with room to spare. */
function setCapacities(dice: Dice, web: Web, flows: Map<string, number>): void {
  const spare = (units: number, low: number, high: number): number =>
    Number((units * dice.between(low, high)).toPrecision(4));
  const flowOf = (site: string, product: string): number => flows.get(`${site}/${product}`) ?? 0;
  const idleFlow = web.markets[0].demandUnitsPerDay;
  const straitTonnes = new Map<string, number>();
  for (const lane of web.lanes) {
    const flow = flowOf(lane.to, lane.product);
    if (lane.backup !== undefined) lane.capacityUnitsPerDay = spare(flow || idleFlow, 0.2, dice.pick([0.6, 1.5, 6]));
    else if (flow > 0 && dice.chance(0.25)) lane.capacityUnitsPerDay = spare(flow, 1.02, 3);
    for (const detour of lane.detours) {
      if (dice.chance(0.4)) detour.capacityUnitsPerDay = spare(flow || idleFlow, 0.1, 1.5);
    }
    const mass = web.products.find(({ id }) => id === lane.product)?.massTonnesPerUnit;
    for (const { at } of lane.via) {
      if (at !== undefined && lane.backup === undefined)
        straitTonnes.set(at, (straitTonnes.get(at) ?? 0) + flow * mass);
    }
  }
  for (const strait of web.chokepoints) {
    const tonnes = straitTonnes.get(strait.id) ?? 0;
    if (tonnes > 0 && dice.chance(0.4)) strait.throughputTonnesPerDay = spare(tonnes, 1.1, 2.5);
  }
  for (const port of web.ports) if (dice.chance(0.1)) port.handlingTonnesPerDay = 1e6;
  for (const site of web.sites.values()) {
    for (const process of site.processes) {
      process.capacityUnitsPerDay = spare(flowOf(site.id, process.output) || idleFlow, 1.02, 2.5);
    }
    for (const stock of site.stocks) {
      const flow = flowOf(site.id, stock.product);
      if (flow > 0 && dice.chance(0.12)) stock.orderCapacityUnitsPerDay = spare(flow, 1.02, 2);
    }
  }
}

function makeDesigns(dice: Dice, web: Web): Entry[] {
  const main = { id: "main", lanes: web.lanes.map(({ id }) => id) };
  if (!dice.chance(0.4)) return [main];
  const backups = web.lanes.filter((lane) => lane.backup !== undefined);
  const dropped = dice.some(backups, 0.3);
  const shop = web.markets[0];
  const changed = dice.some(web.lanes, 0.3).filter((lane) => !dropped.includes(lane));
  const makers = [...web.sites.values()].flatMap((site) =>
    dice.some(site.processes as Entry[], 0.2).map((process) => ({
      site: site.id,
      output: process.output,
      conversionCostUsdPerUnit: dice.between(1, 60),
      capacityUnitsPerDay: process.capacityUnitsPerDay * dice.between(1, 2),
      productionLeadTimeDays: dice.whole(0, 4),
    })),
  );
  const other = {
    id: "other",
    extends: "main",
    dropLanes: dropped.map(({ id }) => id),
    lanes: changed.map((lane) => changeLane(dice, web, lane)),
    stocks: [{ site: shop.site, product: shop.product, coverDays: dice.between(0, 15), rationing: "proportional" }],
    processes: makers,
    sites: [{ site: shop.site, fixedCostUsdPerDay: dice.between(0, 900) }],
    planner: { detectionDelayDays: dice.whole(0, 4) },
  };
  return [main, other];
}

/** A lane with other terms; a backup may become a primary lane that takes part of an only source's share. */
function changeLane(dice: Dice, web: Web, lane: Entry): Entry {
  const terms = {
    lane: lane.id,
    leadTimeDays: lane.leadTimeDays + dice.whole(0, 3),
    costUsdPerUnit: dice.between(0, 20),
    allocationPriority: dice.whole(0, 2),
  };
  const target = web.places.get(`${lane.to}/${lane.product}`);
  const sources = target === undefined ? [] : sourcesOf(web, target);
  const mayJoin = lane.backup !== undefined && sources.length === 1 && sources[0].share === undefined;
  return mayJoin && dice.chance(0.5) ? { ...terms, backup: "none", share: dice.between(0.05, 0.2) } : terms;
}

function makeHazards(dice: Dice, web: Web, exposureDays: number): Entry[] {
  const { regions, chokepoints, ports, products, sites, carbonRegimes } = web;
  const ids = (entries: Iterable<Entry>): string[] => [...entries].map(({ id }) => id);
  const day = (): number => dice.whole(0, exposureDays - 1);
  const oneOrTwo = (list: readonly string[]): string[] => [...new Set([dice.pick(list), dice.pick(list)])];
  const clusters = [...new Set([...sites.values()].flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])))];
  const onlySome = (): Entry => (dice.chance(0.3) ? { products: oneOrTwo(ids(products)) } : {});
  const kinds: Record<string, () => Entry> = {
    blockade: () => ({
      targets:
        chokepoints.length > 0 && dice.chance(0.7)
          ? { chokepoints: oneOrTwo(ids(chokepoints)) }
          : { regions: [dice.pick(ids(regions))] },
      ...(dice.chance(0.4) ? { modes: dice.pick([["sea"], ["sea", "road", "rail"], ["air", "rail"]]) } : {}),
      warRiskFreightFactor: dice.pick([1, 1, 3]),
    }),
    "port-closure": () => ({ targets: { ports: oneOrTwo(ids(ports)) } }),
    "carbon-price-shock": () => ({
      targets: { carbonRegimes: oneOrTwo(ids(carbonRegimes)) },
      change: dice.pick([{ addUsdPerTonne: dice.between(-15, 200) }, { factor: dice.between(0.3, 5) }]),
    }),
    "export-ban": () => ({
      targets: {
        ...dice.pick([{ fromRegions: [dice.pick(ids(regions))] }, { fromBlocs: [dice.pick(["blue", "red"])] }]),
        ...dice.pick([{}, {}, { toRegions: oneOrTwo(ids(regions)) }, { toBlocs: ["red"] }]),
        ...onlySome(),
      },
    }),
    "site-outage": () => ({
      targets: {
        ...dice.pick([
          { sites: oneOrTwo(ids(sites.values())) },
          { sites: oneOrTwo(ids(sites.values())) },
          { regions: [dice.pick(ids(regions))] },
          clusters.length > 0 ? { clusters: [dice.pick(clusters)] } : { sites: oneOrTwo(ids(sites.values())) },
        ]),
        ...onlySome(),
      },
      pauses: dice.pick([["production"], ["orders"], ["dispatch"], ["receipt"], ["production", "dispatch", "receipt"]]),
    }),
  };
  return Array.from({ length: dice.whole(1, 6) }, (_, number) => {
    const kind = dice.pick(Object.keys(kinds));
    const hazard: Entry = {
      id: `hazard-${number}`,
      kind,
      arrival: dice.pick([
        { days: [day()] },
        { days: [day(), day()] },
        { probability: dice.between(0.4, 1) },
        { ratePerYear: dice.between(2, 15) },
      ]),
      durationDays: dice.pick(
        [dice.whole(1, 25), { distribution: "uniform", min: 1, max: 20 }, "permanent"].slice(
          0,
          dice.chance(0.1) ? 3 : 2,
        ),
      ),
      severity: dice.pick([1, dice.between(0.1, 0.95), { distribution: "uniform", min: 0.2, max: 1 }]),
      recovery: dice.pick([
        { profile: "step" },
        { profile: "linear", durationDays: dice.whole(0, 40) },
        { profile: "s-curve", durationDays: dice.whole(1, 20) },
        { profile: "exponential", durationDays: dice.whole(1, 35) },
        { profile: "exponential", halfLifeDays: dice.between(0.5, 6) },
      ]),
      ...kinds[kind](),
    };
    return hazard.durationDays === "permanent" ? { ...hazard, recovery: { profile: "step" } } : hazard;
  });
}
