/** An order passes from the stock `from` to the stock `to` (upstream) on the same day, or may be cut to the next day. */
export interface OrderEdge {
  readonly from: number;
  readonly to: number;
  /** Lanes with a lead time of a day or more may pass orders on a day later; processes and same-day lanes may not. */
  readonly canDelay: boolean;
  /** Lanes between parties always do. */
  readonly mustDelay?: boolean;
}

export interface OrderPlan {
  /** Stocks from markets upstream. */
  readonly sequence: readonly number[];
  /** [edge] whether orders over it are passed on a day later. */
  readonly isDelayed: readonly boolean[];
  /** Stocks of a cycle that no lane can cut, empty when there is none. */
  readonly cycle: readonly number[];
}

/**
 * The order in which stocks place their orders. On a cycle nobody comes first, so every lane that lies on one passes its
 * orders on a day later: a rule that depends on the network alone, not on how its parts are named or listed.
 *
 * Source: strongly connected components by Tarjan (1972), SIAM J. Comput. 1(2); topological order by Kahn (1962).
 */
export function planOrders(stockCount: number, edges: readonly OrderEdge[]): OrderPlan {
  const component = findComponents(
    stockCount,
    edges.filter(({ mustDelay }) => mustDelay !== true),
  );
  const isDelayed = edges.map(
    ({ from, to, canDelay, mustDelay }) => mustDelay === true || (canDelay && component[from] === component[to]),
  );
  const sameDay = edges.filter((_, index) => !isDelayed[index]);
  const sequence = sortTopologically(stockCount, sameDay);
  if (sequence.length === stockCount) return { sequence, isDelayed, cycle: [] };
  return { sequence, isDelayed, cycle: findCycle(stockCount, sameDay, new Set(sequence)) };
}

function neighbours(stockCount: number, edges: readonly OrderEdge[]): number[][] {
  const lists: number[][] = Array.from({ length: stockCount }, () => []);
  for (const edge of edges) lists[edge.from].push(edge.to);
  return lists;
}

/** Number of the strongly connected component of every stock; iterative, so that long chains do not exhaust the stack. */
function findComponents(stockCount: number, edges: readonly OrderEdge[]): Int32Array {
  const next = neighbours(stockCount, edges);
  const component = new Int32Array(stockCount).fill(-1);
  const reached = new Int32Array(stockCount).fill(-1);
  const lowest = new Int32Array(stockCount);
  const visited = new Int32Array(stockCount);
  const pending: number[] = [];
  let clock = 0;
  let components = 0;
  for (let root = 0; root < stockCount; root++) {
    if (reached[root] >= 0) continue;
    const path = [root];
    reached[root] = lowest[root] = clock++;
    pending.push(root);
    while (path.length > 0) {
      const stock = path[path.length - 1];
      if (visited[stock] < next[stock].length) {
        const to = next[stock][visited[stock]++];
        if (reached[to] < 0) {
          reached[to] = lowest[to] = clock++;
          pending.push(to);
          path.push(to);
        } else if (component[to] < 0) lowest[stock] = Math.min(lowest[stock], reached[to]);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent], lowest[stock]);
      if (lowest[stock] !== reached[stock]) continue;
      let member: number;
      do {
        member = pending.pop() as number;
        component[member] = components;
      } while (member !== stock);
      components += 1;
    }
  }
  return component;
}

function sortTopologically(stockCount: number, edges: readonly OrderEdge[]): number[] {
  const next = neighbours(stockCount, edges);
  const incoming = new Int32Array(stockCount);
  for (const edge of edges) incoming[edge.to] += 1;
  const sequence: number[] = [];
  for (let stock = 0; stock < stockCount; stock++) if (incoming[stock] === 0) sequence.push(stock);
  for (let at = 0; at < sequence.length; at++) {
    for (const to of next[sequence[at]]) {
      incoming[to] -= 1;
      if (incoming[to] === 0) sequence.push(to);
    }
  }
  return sequence;
}

function findCycle(stockCount: number, edges: readonly OrderEdge[], sorted: ReadonlySet<number>): number[] {
  const remaining = edges.filter((edge) => !sorted.has(edge.from) && !sorted.has(edge.to));
  const next = neighbours(stockCount, remaining);
  // Every unsorted stock has a predecessor that is unsorted; walking backwards must meet a stock again.
  const previous = neighbours(
    stockCount,
    remaining.map((edge) => ({ ...edge, from: edge.to, to: edge.from })),
  );
  const start = remaining.find((edge) => previous[edge.from].length > 0) ?? remaining[0];
  const walk: number[] = [];
  let stock = start.from;
  while (!walk.includes(stock)) {
    walk.push(stock);
    stock = previous[stock][0] ?? next[stock][0];
  }
  return walk.slice(walk.indexOf(stock)).reverse();
}
