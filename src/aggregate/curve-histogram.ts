/** Mean and quantiles of a curve on one day, over all scenarios. */
export interface CurveDay {
  readonly mean: number;
  /** In the order of the probabilities asked for; to the nearest step. */
  readonly quantiles: readonly number[];
}

/**
 * Counts how often a value of a daily curve occurs, day by day, on a grid of steps, and sums it exactly. Memory grows with
 * days and with the range of values, not with scenarios; adding blocks in any order gives the same result to the bit. Rows that
 * are weighted must all be, and must come in scenario order, one by one: their sums round.
 */
export interface CurveHistogram {
  /** Adds the kept row at `row` of `[row x day]` in steps. */
  addRow(steps: Int32Array, row: number): void;
  /** Adds a row that counts `weight`, with its values in units too. */
  addWeightedRow(steps: Int32Array, units: Float64Array, row: number, weight: number): void;
  /** Adds rows that stay at 1 on every day. */
  addFlat(rows: number): void;
  /** Adds one row that stays at 1 on every day and counts `weight`. */
  addWeightedFlat(weight: number): void;
  /** Adds exact sums, `[day]` from `offset` on, in units. */
  addUnits(units: Float64Array, offset: number): void;
  read(day: number, probabilities: readonly number[]): CurveDay;
}

/**
 * @param step width of the quantile grid
 * @param unit value of one unit of the exact sums
 */
export function createCurveHistogram(days: number, step: number, unit: number, isWeighted = false): CurveHistogram {
  const newCounts = (length: number) => (isWeighted ? new Float64Array(length) : new Uint32Array(length));
  const one = Math.round(1 / step);
  // Counts of values from `lowest[day]` steps on, per day; grown when a value lies outside.
  const counts: (Uint32Array | Float64Array)[] = Array.from({ length: days }, () => newCounts(1));
  const lowest = new Int32Array(days).fill(one);
  // [day] values of exactly 1, by far the most frequent: counted side by side, not all over memory.
  const ones = newCounts(days);
  const sums = new Float64Array(days);
  let rows = 0;
  let flatWeight = 0;

  function count(day: number, value: number, times: number): void {
    let list = counts[day];
    const at = value - lowest[day];
    if (at < 0 || at >= list.length) {
      const from = Math.min(value, lowest[day]);
      const to = Math.max(value + 1, lowest[day] + list.length);
      const grown = newCounts(to - from);
      grown.set(list, lowest[day] - from);
      counts[day] = grown;
      lowest[day] = from;
      list = grown;
    }
    list[value - lowest[day]] += times;
  }

  return {
    addRow(steps, row) {
      for (let day = 0; day < days; day++) {
        const value = steps[row * days + day];
        if (value === one) ones[day] += 1;
        else count(day, value, 1);
      }
      rows += 1;
    },
    addFlat(flatRows) {
      for (let day = 0; day < days; day++) ones[day] += flatRows;
      rows += flatRows;
    },
    addWeightedRow(steps, units, row, weight) {
      for (let day = 0; day < days; day++) {
        count(day, steps[row * days + day], weight);
        sums[day] += weight * units[row * days + day];
      }
      rows += weight;
    },
    addWeightedFlat(weight) {
      flatWeight += weight;
    },
    addUnits(units, offset) {
      for (let day = 0; day < days; day++) sums[day] += units[offset + day];
    },
    read(day, probabilities) {
      const quantiles = probabilities.map((probability) => {
        // The smallest value with at least this share of the scenarios at or below it.
        const total = rows + flatWeight;
        const rank = isWeighted ? probability * total * (1 - 1e-12) : Math.max(1, Math.ceil(probability * rows - 1e-9));
        let below = 0;
        let at = 0;
        for (; at < counts[day].length - 1; at++) {
          below += counts[day][at] + (lowest[day] + at === one ? ones[day] + flatWeight : 0);
          if (below >= rank) break;
        }
        return ((lowest[day] + at) * Math.round(1e6 * step)) / 1e6;
      });
      return { mean: (sums[day] * unit + flatWeight) / (rows + flatWeight), quantiles };
    },
  };
}
