import type { Study } from "../../../src/config/study.ts";
import type { Design } from "../../../src/model/design.ts";
import type {
  Backup,
  Detour,
  FreightMode,
  Lane,
  Market,
  Port,
  Process,
  Product,
  Region,
  World,
} from "../../../src/model/world.ts";

/*
 * One design as a web of plain objects, as section 1 of the model page describes it. Written from that page alone: nothing
 * here is taken from, or calls, the engine's own compiler.
 */

export interface StockNode {
  readonly id: string;
  readonly site: string;
  readonly product: Product;
  readonly region: Region;
  coverDays: number;
  holdingCost: number;
  rationing: "proportional" | "priority";
  orderCapacity: number | undefined;
  readonly into: LaneNode[];
  readonly outOf: Way[];
  maker: ProcessNode | undefined;
  readonly users: ProcessNode[];
  readonly markets: Market[];
  flow: number;
  unitCost: number;
  embodiedTonnes: number;
}

/** A lane: its own way and its detours. */
export interface LaneNode {
  readonly id: string;
  readonly origin: StockNode;
  readonly target: StockNode;
  share: number;
  readonly backup: Backup | undefined;
  readonly ways: Way[];
}

/** What carries goods: the usual way of a lane (`id`), or a detour of it (`id~1`, `id~2`). */
export interface Way {
  readonly id: string;
  readonly lane: LaneNode;
  readonly origin: StockNode;
  readonly target: StockNode;
  readonly mode: FreightMode;
  readonly leadDays: number;
  readonly freightCost: number;
  readonly tariff: number;
  readonly freightTonnes: number;
  readonly priority: number;
  readonly loadPort: Port | undefined;
  readonly dischargePort: Port | undefined;
  /** Goods with at most `passDays` days to go are past the chokepoint. */
  readonly chokepoints: { id: string; passDays: number; isOwn: boolean }[];
  capacity: number;
  /** Lies on a cycle and passes orders on a day later. */
  mailsOrders: boolean;
}

export interface ProcessNode {
  readonly id: string;
  readonly terms: Process;
  readonly output: StockNode;
  readonly inputs: { stock: StockNode; unitsPerGoodUnit: number }[];
  share: number;
  flow: number;
}

export interface DesignNetwork {
  readonly study: Study;
  readonly world: World;
  /** Sources first; what lies on a cycle in an order in which only lanes that mail their orders run backwards. */
  readonly stocks: StockNode[];
  readonly ways: Way[];
  readonly processes: ProcessNode[];
  /** [port] tonnes a day. */
  readonly portThroughput: Map<string, number>;
}

/** Shares of a stock's supply: of its ways and of its process. */
export type Shares = Map<Way | ProcessNode, number>;

export function buildNetwork(study: Study, design: Design): DesignNetwork {
  const { world } = study;
  const stocks = new Map<string, StockNode>();
  const queue: StockNode[] = [];
  const need = (site: string, product: string): StockNode => {
    const id = `${site}/${product}`;
    let node = stocks.get(id);
    if (node === undefined) {
      node = makeStock(study, design, site, product);
      stocks.set(id, node);
      queue.push(node);
    }
    return node;
  };

  for (const market of study.markets) need(market.site, market.product).markets.push(market);
  const overlays = design.lanes.map((overlay) => ({ overlay, lane: find(world.lanes, overlay.lane) }));
  for (const { lane } of overlays) need(lane.from, lane.product);
  const processes: ProcessNode[] = [];
  for (let stock = queue.pop(); stock !== undefined; stock = queue.pop()) {
    const maker = makeProcess(world, design, stock, need);
    if (maker !== undefined) processes.push(maker);
  }

  for (const { overlay, lane } of overlays) {
    const origin = need(lane.from, lane.product);
    const target = stocks.get(`${lane.to}/${lane.product}`);
    if (target === undefined) continue;
    const { expedite: _fromWorld, ...usual } = lane;
    const { expedite: _fromDesign, ...changed } = overlay;
    const merged = { ...usual, ...changed };
    const node: LaneNode = {
      id: lane.id,
      origin,
      target,
      share: merged.share ?? Number.NaN,
      backup: merged.backup === "none" ? undefined : merged.backup,
      ways: [],
    };
    const own = { ...merged, extraDays: 0, extraCostUsdPerUnit: 0, extraKm: 0 };
    node.ways.push(makeWay(world, node, lane.id, own, lane.via, []));
    lane.detours.forEach((detour, number) => {
      const kept = lane.via.filter(({ at }) => !detour.avoids.includes(at));
      const capacity = detour.capacityUnitsPerDay;
      const terms = { ...own, ...detour, via: lane.via, capacityUnitsPerDay: capacity };
      node.ways.push(makeWay(world, node, `${lane.id}~${number + 1}`, terms, kept, detour.via));
    });
    target.into.push(node);
    origin.outOf.push(...node.ways);
  }

  for (const stock of stocks.values()) fillShares(stock);
  const all = [...stocks.values()];
  const ordered = orderStocks(all);
  const baseline = baselineShares(ordered);
  const flows = flowsUnder(ordered, baseline);
  for (const stock of ordered) stock.flow = flows.get(stock)!;
  for (const process of processes) process.flow = process.output.flow * process.share;
  const ways = ordered.flatMap((stock) => stock.outOf);
  const portThroughput = fillCapacities(study, ordered, ways, baseline);
  fillUnitCosts(study, ordered);
  return { study, world, stocks: ordered, ways, processes, portThroughput };
}

function makeStock(study: Study, design: Design, site: string, product: string): StockNode {
  const place = find(study.world.sites, site);
  const listed = place.stocks.find((stock) => stock.product === product);
  const overlay = design.stocks.find((stock) => stock.site === site && stock.product === product);
  const terms = { ...listed, ...overlay };
  return {
    id: `${site}/${product}`,
    site,
    product: find(study.world.products, product),
    region: find(study.world.regions, place.region),
    coverDays: terms.coverDays ?? 0,
    holdingCost: terms.holdingCostUsdPerUnitDay ?? 0,
    rationing: terms.rationing ?? "proportional",
    orderCapacity: terms.orderCapacityUnitsPerDay,
    into: [],
    outOf: [],
    maker: undefined,
    users: [],
    markets: [],
    flow: 0,
    unitCost: 0,
    embodiedTonnes: 0,
  };
}

function makeProcess(
  world: World,
  design: Design,
  output: StockNode,
  need: (site: string, product: string) => StockNode,
): ProcessNode | undefined {
  const found = find(world.sites, output.site).processes.find((process) => process.output === output.product.id);
  if (found === undefined) return undefined;
  const overlay = design.processes.find(({ site, output: made }) => site === output.site && made === found.output);
  const terms = { ...found, ...overlay } as Process;
  const inputs = terms.inputs.map(({ product, unitsPerUnit }) => ({
    stock: need(output.site, product),
    unitsPerGoodUnit: unitsPerUnit / terms.yieldFraction,
  }));
  const node: ProcessNode = { id: output.id, terms, output, inputs, share: terms.share ?? Number.NaN, flow: 0 };
  output.maker = node;
  for (const { stock } of inputs) stock.users.push(node);
  return node;
}

type WayTerms = Omit<Lane, "backup" | "capacityUnitsPerDay"> &
  Pick<Detour, "extraDays" | "extraCostUsdPerUnit" | "extraKm"> & { capacityUnitsPerDay?: number | undefined };

function makeWay(
  world: World,
  lane: LaneNode,
  id: string,
  terms: WayTerms,
  shared: WayTerms["via"],
  own: WayTerms["via"],
): Way {
  const leadDays = terms.leadTimeDays + terms.extraDays;
  const grams = world.freightEmissionsGramsPerTonneKm[terms.mode];
  const tonnes = lane.origin.product.massTonnesPerUnit;
  const chokepoints = [
    ...shared.map((item) => ({ ...item, isOwn: false })),
    ...own.map((item) => ({ ...item, isOwn: true })),
  ]
    .filter(({ at }) => world.chokepoints.some((chokepoint) => chokepoint.id === at))
    // Whole days: the tolerance keeps 0.9 of ten days from leaving 0.9999999999999998 to go.
    .map(({ at, atShare, isOwn }) => ({ id: at, isOwn, passDays: Math.floor((1 - atShare) * leadDays + 1e-9) }));
  const ports = terms.via.flatMap(({ at }) => world.ports.filter((port) => port.id === at));
  const [loadPort, dischargePort] = splitPorts(ports, lane, terms.via);
  return {
    id,
    lane,
    origin: lane.origin,
    target: lane.target,
    mode: terms.mode,
    leadDays,
    freightCost: terms.costUsdPerUnit + terms.extraCostUsdPerUnit,
    tariff: terms.tariffFraction,
    freightTonnes: ((terms.distanceKm + terms.extraKm) * tonnes * grams) / 1e6,
    priority: terms.allocationPriority,
    loadPort,
    dischargePort,
    chokepoints,
    capacity: terms.capacityUnitsPerDay ?? Number.NaN,
    mailsOrders: false,
  };
}

/** Two ports: loading port first, discharge port last. A single one belongs to the end whose region it lies in. */
function splitPorts(ports: Port[], lane: LaneNode, via: WayTerms["via"]): [Port | undefined, Port | undefined] {
  if (ports.length === 0) return [undefined, undefined];
  if (ports.length > 1) return [ports[0], ports[ports.length - 1]];
  const [port] = ports;
  const isAtOrigin = port.region === lane.origin.region.id;
  const isAtTarget = port.region === lane.target.region.id;
  const loads = isAtOrigin === isAtTarget ? via.length > 1 && via[0].at === port.id : isAtOrigin;
  return loads ? [port, undefined] : [undefined, port];
}

/** What states no share gets what the others leave over. */
function fillShares(stock: StockNode): void {
  const lanes = stock.into.filter((lane) => lane.backup === undefined);
  for (const lane of stock.into) if (lane.backup !== undefined) lane.share = 0;
  const sources = stock.maker === undefined ? lanes : [...lanes, stock.maker];
  const stated = sources.filter((source) => !Number.isNaN(source.share));
  const left = 1 - stated.reduce((sum, source) => sum + source.share, 0);
  for (const source of sources) if (Number.isNaN(source.share)) source.share = Math.max(0, left);
}

/** Sources first. Marks the lanes that mail their orders: those of a day or more between stocks of one cycle. */
function orderStocks(stocks: StockNode[]): StockNode[] {
  const nextOf = (stock: StockNode): StockNode[] => [
    ...stock.outOf.map((way) => way.target),
    ...stock.users.map((process) => process.output),
  ];
  const reachable = new Map<StockNode, Set<StockNode>>();
  for (const stock of stocks) {
    const seen = new Set<StockNode>();
    const queue = nextOf(stock);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...nextOf(next));
    }
    reachable.set(stock, seen);
  }
  for (const stock of stocks) {
    for (const way of stock.outOf) way.mailsOrders = way.leadDays >= 1 && reachable.get(way.target)!.has(stock);
  }

  const ordered: StockNode[] = [];
  const isDone = new Set<StockNode>();
  const suppliers = (stock: StockNode): StockNode[] => [
    ...stock.into.flatMap((lane) => lane.ways.filter((way) => !way.mailsOrders).map((way) => way.origin)),
    ...(stock.maker?.inputs.map((input) => input.stock) ?? []),
  ];
  while (ordered.length < stocks.length) {
    const ready = stocks.filter((stock) => !isDone.has(stock) && suppliers(stock).every((item) => isDone.has(item)));
    if (ready.length === 0) throw new Error("a cycle of same-day steps");
    for (const stock of ready) {
      isDone.add(stock);
      ordered.push(stock);
    }
  }
  return ordered;
}

export function baselineShares(stocks: StockNode[]): Shares {
  const shares: Shares = new Map();
  for (const stock of stocks) {
    for (const lane of stock.into) for (const way of lane.ways) shares.set(way, way === lane.ways[0] ? lane.share : 0);
    if (stock.maker !== undefined) shares.set(stock.maker, stock.maker.share);
  }
  return shares;
}

/**
 * Flow through every stock: demand walked backwards through the shares, again and again until nothing moves.
 *
 * @param carried what a way carries at the flow it is wanted to carry
 * @param extra drawn from a stock besides
 */
export function flowsUnder(
  stocks: StockNode[],
  shares: Shares,
  carried = (_way: Way, wanted: number): number => wanted,
  extra = new Map<StockNode, number>(),
): Map<StockNode, number> {
  const flows = new Map(stocks.map((stock) => [stock, 0]));
  for (let round = 0; round < 100_000; round++) {
    let change = 0;
    for (const stock of [...stocks].reverse()) {
      let flow = extra.get(stock) ?? 0;
      for (const market of stock.markets) flow += market.demandUnitsPerDay;
      for (const way of stock.outOf) flow += carried(way, shares.get(way)! * flows.get(way.target)!);
      for (const process of stock.users) {
        const input = process.inputs.find((item) => item.stock === stock)!;
        flow += input.unitsPerGoodUnit * shares.get(process)! * flows.get(process.output)!;
      }
      change = Math.max(change, Math.abs(flow - flows.get(stock)!) / Math.max(flow, 1e-300));
      flows.set(stock, flow);
    }
    if (change < 1e-15) return flows;
  }
  return flows;
}

function fillCapacities(study: Study, stocks: StockNode[], ways: Way[], shares: Shares): Map<string, number> {
  const backups = ways.filter((way) => way.lane.backup !== undefined && way.lane.ways[0] === way);
  const drawn = new Map<StockNode, number>();
  for (const way of backups) drawn.set(way.origin, (drawn.get(way.origin) ?? 0) + way.capacity);
  const heavy = flowsUnder(stocks, shares, undefined, drawn);
  const mostOf = (way: Way): number =>
    way.lane.backup !== undefined ? way.lane.ways[0].capacity : shares.get(way)! * heavy.get(way.target)!;

  for (const way of ways) {
    if (!Number.isNaN(way.capacity) || way.lane.ways[0] !== way) continue;
    way.capacity = Math.max(study.settings.laneHeadroomFactor * shares.get(way)! * way.target.flow, mostOf(way));
  }
  for (const way of ways) if (Number.isNaN(way.capacity)) way.capacity = way.lane.ways[0].capacity;

  shareChokepoints(study, ways, shares);
  const throughput = new Map<string, number>();
  for (const port of study.world.ports) {
    const lanes = ways.filter((way) => way.dischargePort?.id === port.id && way.lane.ways[0] === way);
    const sum = (units: (way: Way) => number): number =>
      lanes.reduce((total, way) => total + units(way) * way.origin.product.massTonnesPerUnit, 0);
    const baseline = sum((way) => shares.get(way)! * way.target.flow);
    throughput.set(port.id, port.handlingTonnesPerDay ?? Math.max(port.headroomFactor * baseline, sum(mostOf)));
  }
  return throughput;
}

function shareChokepoints(study: Study, ways: Way[], shares: Shares): void {
  const limits = new Map<Way, number>();
  const limit = (way: Way, units: number): void => void limits.set(way, Math.min(limits.get(way) ?? units, units));
  for (const { id, throughputTonnesPerDay } of study.world.chokepoints) {
    if (throughputTonnesPerDay === undefined) continue;
    const tonnes = (way: Way, units: number): number => units * way.origin.product.massTonnesPerUnit;
    const passing = ways.filter((way) => way.chokepoints.some((item) => item.id === id));
    const part = new Map<Way, number>();
    const flowOf = (way: Way): number => shares.get(way)! * way.target.flow;
    const inUse = passing.filter((way) => tonnes(way, flowOf(way)) > 0);
    const baseline = inUse.reduce((sum, way) => sum + tonnes(way, flowOf(way)), 0);
    let rest = throughputTonnesPerDay;
    for (const way of inUse) {
      const mine = Math.min(tonnes(way, way.capacity), (throughputTonnesPerDay * tonnes(way, flowOf(way))) / baseline);
      part.set(way, mine);
      rest -= mine;
    }
    if (rest < 1e-9 * throughputTonnesPerDay) rest = 0;
    const idle = passing.filter((way) => {
      const own = way.lane.ways[0];
      const usesPartOfLane = way !== own && own.chokepoints.some((item) => item.id === id);
      return !inUse.includes(way) && !usesPartOfLane && tonnes(way, way.capacity) > 0;
    });
    const idleTonnes = idle.reduce((sum, way) => sum + tonnes(way, way.capacity), 0);
    for (const way of idle) part.set(way, tonnes(way, way.capacity) * Math.min(1, rest / idleTonnes));
    for (const way of passing) {
      const tonnesOfPart = part.get(way) ?? part.get(way.lane.ways[0]);
      if (tonnesOfPart !== undefined) limit(way, tonnesOfPart / way.origin.product.massTonnesPerUnit);
    }
  }
  for (const [way, units] of limits) way.capacity = Math.min(way.capacity, units);
}

/** Landed cost and embodied emissions of a unit at baseline, sources first, until nothing moves. */
function fillUnitCosts(study: Study, stocks: StockNode[]): void {
  const price = (region: Region): number => basePrice(study.world, region.carbonRegime);
  for (let round = 0; round < 100_000; round++) {
    let change = 0;
    for (const stock of stocks) {
      let cost = 0;
      let embodied = 0;
      for (const lane of stock.into) {
        if (lane.share === 0) continue;
        const [way] = lane.ways;
        cost +=
          lane.share * (way.origin.unitCost * (1 + way.tariff) + way.freightCost + carbonOf(study.world, way, price));
        embodied += lane.share * way.origin.embodiedTonnes;
      }
      const { maker } = stock;
      if (maker !== undefined && maker.share > 0) {
        const { conversionCostUsdPerUnit, emissionsTonnesPerUnit } = maker.terms;
        let own = conversionCostUsdPerUnit + emissionsTonnesPerUnit * price(stock.region);
        let tonnes = emissionsTonnesPerUnit;
        for (const input of maker.inputs) {
          own += input.unitsPerGoodUnit * input.stock.unitCost;
          tonnes += input.unitsPerGoodUnit * input.stock.embodiedTonnes;
        }
        cost += maker.share * own;
        embodied += maker.share * tonnes;
      }
      change = Math.max(change, Math.abs(cost - stock.unitCost) / Math.max(cost, 1e-300));
      change = Math.max(change, Math.abs(embodied - stock.embodiedTonnes) / Math.max(embodied, 1e-300));
      stock.unitCost = cost;
      stock.embodiedTonnes = embodied;
    }
    if (change < 1e-15) return;
  }
}

/** Carbon cost of moving a unit over a way: freight by the regimes that cover the mode, plus border adjustment. */
export function carbonOf(world: World, way: Way, price: (region: Region) => number): number {
  const from = way.origin.region;
  const to = way.target.region;
  const covers = (region: Region): boolean =>
    world.carbonRegimes.some(({ id, freightModes }) => id === region.carbonRegime && freightModes.includes(way.mode));
  let perTonne = 0;
  if (from.carbonRegime !== undefined && from.carbonRegime === to.carbonRegime) {
    if (covers(from)) perTonne = price(from);
  } else {
    if (covers(from)) perTonne += price(from) / 2;
    if (covers(to)) perTonne += price(to) / 2;
  }
  const isPriced = to.hasBorderAdjustment && to.carbonRegime !== undefined;
  const isAdjusted = way.origin.product.isBorderAdjusted && isPriced && from.id !== to.id;
  const border = isAdjusted ? way.origin.embodiedTonnes * Math.max(0, price(to) - price(from)) : 0;
  return way.freightTonnes * perTonne + border;
}

export function basePrice(world: World, regime: string | undefined): number {
  return world.carbonRegimes.find(({ id }) => id === regime)?.priceUsdPerTonne ?? 0;
}

export function find<Item extends { readonly id: string }>(items: readonly Item[], id: string): Item {
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`no '${id}'`);
  return found;
}
