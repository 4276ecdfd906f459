/** Shares of several values among players, and how sure they are. */
export interface Shares {
  /** [player x value] row-major; the shares of a value sum to what all players make together. */
  readonly shares: Float64Array;
  /** [player x value] variance of the estimate where orders were sampled; 0 where all coalitions were valued. */
  readonly variances: Float64Array;
}

/** What a coalition makes: one number a value. The coalition lists its players' positions, ascending. */
export type Worth = (coalition: readonly number[]) => Float64Array;

/**
 * Shapley's shares from all 2^n coalitions: what a player adds, averaged over all orders in which players may join.
 *
 * Range: players whole, in [0, 20]. `worth` is asked once for every coalition but the empty one, which makes nothing.
 *
 * Source: Shapley (1953), in Contributions to the Theory of Games II, 307-317.
 */
export function exactShapley(players: number, values: number, worth: Worth): Shares {
  const coalitions = 1 << players;
  const worths = new Float64Array(coalitions * values);
  for (let mask = 1; mask < coalitions; mask++) worths.set(worth(membersOf(mask, players)), mask * values);
  // Weight of a coalition of size s that a player joins: s! (n - s - 1)! / n!.
  const weights = new Float64Array(players);
  weights[0] = 1 / players;
  for (let size = 1; size < players; size++) weights[size] = (weights[size - 1] * size) / (players - size);
  const shares = new Float64Array(players * values);
  for (let mask = 0; mask < coalitions; mask++) {
    const weight = weights[sizeOf(mask)];
    for (let player = 0; player < players; player++) {
      if ((mask & (1 << player)) !== 0) continue;
      const joined = mask | (1 << player);
      for (let value = 0; value < values; value++) {
        const added = worths[joined * values + value] - worths[mask * values + value];
        shares[player * values + value] += weight * added;
      }
    }
  }
  return { shares, variances: new Float64Array(players * values) };
}

/**
 * Shapley's shares from random orders, each followed by its reverse: unbiased, and in every order the shares sum to the whole.
 *
 * @param pairs orders drawn; twice as many are followed. At least 2, for the variance
 *
 * Source: Castro, Gómez & Tejada (2009), Computers & Operations Research 36(5), 1726-1730; reverses: Mitchell, Cooper, Frank &
 * Holmes (2022), Journal of Machine Learning Research 23(43), section 3.1.
 */
export function sampledShapley(
  players: number,
  values: number,
  worth: Worth,
  pairs: number,
  uniforms: () => number,
): Shares {
  const size = players * values;
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const whole = worth(Array.from({ length: players }, (_, player) => player));
  for (let pair = 0; pair < pairs; pair++) {
    const order = shuffle(players, uniforms);
    const added = new Float64Array(size);
    follow(order, values, worth, whole, added);
    follow(order.reverse(), values, worth, whole, added);
    for (let at = 0; at < size; at++) {
      sums[at] += added[at] / 2;
      squares[at] += (added[at] / 2) * (added[at] / 2);
    }
  }
  const shares = sums.map((sum) => sum / pairs);
  const variances = squares.map((square, at) =>
    Math.max(0, (square - pairs * shares[at] * shares[at]) / (pairs - 1) / pairs),
  );
  return { shares, variances };
}

/** Lets players join in order and adds to each what he adds. */
function follow(
  order: readonly number[],
  values: number,
  worth: Worth,
  whole: Float64Array,
  added: Float64Array,
): void {
  let before = new Float64Array(values);
  order.forEach((player, place) => {
    const isLast = place === order.length - 1;
    const after = isLast ? whole : worth(order.slice(0, place + 1).sort((left, right) => left - right));
    for (let value = 0; value < values; value++) added[player * values + value] += after[value] - before[value];
    before = Float64Array.from(after);
  });
}

function shuffle(size: number, uniforms: () => number): number[] {
  const order = Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at--) {
    const other = Math.floor(uniforms() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

function membersOf(mask: number, players: number): number[] {
  const members: number[] = [];
  for (let player = 0; player < players; player++) if ((mask & (1 << player)) !== 0) members.push(player);
  return members;
}

function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) size += 1;
  return size;
}
