import { accumulateCosts } from "../compile/accumulate-costs.ts";
import type { NetworkLabels } from "../compile/labels.ts";
import { adjustedShare } from "../model/carbon.ts";
import type { Network } from "../model/network.ts";
import type { FreightMode, World } from "../model/world.ts";

export const QUANTITIES = ["carbon-price", "freight", "tariff"] as const;
/** What is varied: a carbon price (USD per tonne), a factor on freight cost, a duty on top of today's (fraction of value). */
export type Quantity = (typeof QUANTITIES)[number];

/** Which carbon prices, freights or duties are meant; what is absent means all. */
export interface Scope {
  readonly regime?: string;
  readonly modes?: readonly FreightMode[];
  readonly lanes?: readonly string[];
  /** Duties: between regions, on goods from here. */
  readonly origin?: string;
  readonly destination?: string;
}

/** The most a quantity is taken to: the highest carbon price a study may state; freight x 100; 500 % of duty. */
export const LARGEST: Readonly<Record<Quantity, number>> = { "carbon-price": 10_000, freight: 100, tariff: 5 };

/** One quantity as it acts on one design. */
export interface Lever {
  /** Value at which the design is as the study has it; undefined where carbon prices differ and all are meant. */
  readonly today: number | undefined;
  /** Values at which a border adjustment starts or stops: cost bends there and is straight in between. */
  readonly bends: readonly number[];
  /** Whether cost is straight between bends. Duty on goods that already bore the same duty is not. */
  readonly isStraight: boolean;
  /** The design at another value, all baseline costs accumulated anew. The network given is left alone. */
  at(value: number): Network;
}

export function leverOf(
  quantity: Quantity,
  scope: Scope,
  world: World,
  design: { readonly network: Network; readonly labels: NetworkLabels },
): Lever {
  if (quantity === "carbon-price") return carbonLever(scope, design);
  const { network } = design;
  const isMeant = lanesMeant(quantity, scope, world, design);
  if (quantity === "freight") {
    return {
      today: 1,
      bends: [],
      isStraight: true,
      at: (factor) =>
        reprice(network, (copy) => {
          isMeant.forEach((meant, lane) => {
            if (meant) copy.laneFreightUsdPerUnit[lane] = network.laneFreightUsdPerUnit[lane] * factor;
          });
        }),
    };
  }
  return {
    today: 0,
    bends: [],
    isStraight: timesDutied(network, isMeant) <= 1,
    at: (duty) =>
      reprice(network, (copy) => {
        isMeant.forEach((meant, lane) => {
          if (meant) copy.laneTariffFraction[lane] = network.laneTariffFraction[lane] + duty;
        });
      }),
  };
}

function carbonLever(
  { regime }: Scope,
  { network, labels }: { readonly network: Network; readonly labels: NetworkLabels },
): Lever {
  const prices = network.regimePriceUsdPerTonne;
  const isMeant = labels.regimes.map((id) => regime === undefined || id === regime);
  const meant = [...prices].filter((_, index) => isMeant[index]);
  const bends = new Set<number>();
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const importer = network.laneBorderRegime[lane];
    const origin = network.laneOriginRegime[lane];
    // Adjusted is max(0, share x importer's price - origin's): it bends where a moving price meets one that stands. Two
    // prices that move as one leave a line through 0.
    if (importer < 0 || origin === importer) continue;
    const share = adjustedShare(network, lane);
    const originMoves = origin >= 0 && isMeant[origin];
    if (isMeant[importer] && !originMoves && origin >= 0 && share > 0) bends.add(prices[origin] / share);
    if (!isMeant[importer] && originMoves) bends.add(share * prices[importer]);
  }
  return {
    today: meant.every((price) => price === meant[0]) ? meant[0] : undefined,
    bends: [...bends].sort((left, right) => left - right),
    isStraight: true,
    at: (price) =>
      reprice(network, (copy) => {
        isMeant.forEach((moves, index) => {
          if (moves) copy.regimePriceUsdPerTonne[index] = price;
        });
      }),
  };
}

/** [lane] Whether freight or duty of a lane is meant: its mode, id and, for duties, the border it crosses. */
function lanesMeant(
  quantity: Quantity,
  scope: Scope,
  world: World,
  { network, labels }: { readonly network: Network; readonly labels: NetworkLabels },
): boolean[] {
  const lanes = new Map(world.lanes.map((lane) => [lane.id, lane]));
  const regions = new Map(world.sites.map((site) => [site.id, site.region]));
  return labels.lanes.map((_, lane) => {
    const owner = network.laneDetourOf[lane] >= 0 ? network.laneDetourOf[lane] : lane;
    const terms = lanes.get(labels.lanes[owner]);
    if (terms === undefined) return false;
    if (scope.lanes !== undefined && !scope.lanes.includes(terms.id)) return false;
    if (scope.modes !== undefined && !scope.modes.includes(terms.mode)) return false;
    if (quantity !== "tariff") return true;
    const from = regions.get(terms.from);
    const to = regions.get(terms.to);
    if (from === to) return false;
    if (scope.origin !== undefined && scope.origin !== from) return false;
    return scope.destination === undefined || scope.destination === to;
  });
}

/** How often goods bear the duty on their way to a market, at most; Infinity where they may go round in a ring. */
function timesDutied(network: Network, isMeant: readonly boolean[]): number {
  const { counts, laneFrom, laneTo, laneShare, processStock, processShare, inputStock, inputProcess } = network;
  const times = new Int32Array(counts.stocks);
  for (let walk = 0; walk <= counts.stocks; walk++) {
    let hasChanged = false;
    const raise = (stock: number, to: number): void => {
      if (to <= times[stock]) return;
      times[stock] = to;
      hasChanged = true;
    };
    for (let lane = 0; lane < counts.lanes; lane++) {
      if (laneShare[lane] > 0) raise(laneTo[lane], times[laneFrom[lane]] + (isMeant[lane] ? 1 : 0));
    }
    for (let input = 0; input < counts.inputs; input++) {
      const process = inputProcess[input];
      if (processShare[process] > 0) raise(processStock[process], times[inputStock[input]]);
    }
    if (!hasChanged) return Math.max(0, ...times);
  }
  return Number.POSITIVE_INFINITY;
}

function reprice(network: Network, change: (copy: Network) => void): Network {
  const columns = Object.entries(network).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column) ? (column as Float64Array).slice() : column,
  ]);
  const copy = Object.fromEntries(columns) as Network;
  change(copy);
  accumulateCosts(copy);
  return copy;
}
