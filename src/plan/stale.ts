import type { Network } from "../model/network.ts";

/**
 * Which answers of the last plan may no longer hold, stock by stock. A plan answers three questions for every stock: who is asked
 * for how much of its orders, what flows through it, and up to what it orders. Each answer follows from few others next to it,
 * so that what is seen anew reaches few of them; the rest stands, to the bit.
 */
export interface Stale {
  /** [stock] 1 where orders may have to be split otherwise. */
  readonly split: Uint8Array;
  /** [stock] 1 where another flow may pass. */
  readonly flow: Uint8Array;
  /** [stock] 1 where the target may be another. */
  readonly target: Uint8Array;
  /** [stock] 1 where orders have been split anew and nothing has been written about it. */
  readonly unwritten: Uint8Array;
}

export function createStale({ counts }: Network): Stale {
  const ofStocks = (): Uint8Array => new Uint8Array(counts.stocks);
  return { split: ofStocks(), flow: ofStocks(), target: ofStocks(), unwritten: ofStocks() };
}

/** Nothing that was planned holds. */
export function staleAll(stale: Stale): void {
  stale.split.fill(1);
  stale.flow.fill(1);
  stale.target.fill(1);
}

/** Marks the stocks from which a stock is fed: those at the beginning of its lanes, and the inputs of what makes it. */
export function markSuppliers(network: Network, stock: number, marks: Uint8Array): void {
  const { stockLaneStart, stockProcessStart, processInputStart, laneFrom, inputStock } = network;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) marks[laneFrom[lane]] = 1;
  const end = processInputStart[stockProcessStart[stock + 1]];
  for (let input = processInputStart[stockProcessStart[stock]]; input < end; input++) marks[inputStock[input]] = 1;
}

/** The stocks that a stock feeds, for all stocks: `customer[k]` with k from `start[stock]` to `start[stock + 1]`. */
export interface Customers {
  readonly start: Int32Array;
  readonly customer: Int32Array;
}

/** Over a lane that passes orders on a day later nobody looks at how the origin fares: it does not count. */
export function findCustomers({ counts, ...network }: Network): Customers {
  const pairs: (readonly [stock: number, customer: number])[] = [];
  network.laneFrom.forEach((stock, lane) => {
    if (network.laneOrderDelayDays[lane] === 0) pairs.push([stock, network.laneTo[lane]]);
  });
  network.inputStock.forEach((stock, input) => {
    pairs.push([stock, network.processStock[network.inputProcess[input]]]);
  });
  pairs.sort(([left], [right]) => left - right);
  const start = new Int32Array(counts.stocks + 1);
  for (const [stock] of pairs) start[stock + 1] += 1;
  for (let stock = 0; stock < counts.stocks; stock++) start[stock + 1] += start[stock];
  return { start, customer: Int32Array.from(pairs, ([, customer]) => customer) };
}

export function markCustomers({ start, customer }: Customers, stock: number, marks: Uint8Array): void {
  for (let at = start[stock]; at < start[stock + 1]; at++) marks[customer[at]] = 1;
}
