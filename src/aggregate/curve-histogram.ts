/** Mean and quantiles of a curve on one day, over all scenarios. */
export interface CurveDay {
  readonly mean: number;
  /** In the order of the probabilities asked for; to the nearest step. */
  readonly quantiles: readonly number[];
}

/**
 * Counts how often a value of a daily curve occurs, day by day, on a grid of steps, and sums it exactly. Memory grows with
 * days and with how many values occur, not with scenarios; adding blocks in any order gives the same result to the bit. Rows that
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

/** Neighbouring values, as a power of two, that are counted in one table. */
const TABLE_BITS = 4;
const TABLE_VALUES = 1 << TABLE_BITS;
/** Tables from value 0 on that are found by their number; the others, which few runs have, are looked up. */
const NEAR_TABLES = 4096;

/**
 * @param step width of the quantile grid
 * @param unit value of one unit of the exact sums
 */
export function createCurveHistogram(days: number, step: number, unit: number, isWeighted = false): CurveHistogram {
  const newTable = () => new (isWeighted ? Float64Array : Uint32Array)(TABLE_VALUES * days);
  type Table = ReturnType<typeof newTable>;
  const one = Math.round(1 / step);
  // [value x day] each: a curve that changes little from day to day is counted side by side, not all over memory.
  const near: (Table | undefined)[] = new Array(NEAR_TABLES).fill(undefined);
  const far = new Map<number, Table>();
  /** All of them, by value; anew when there is another. */
  let listed: readonly { readonly lowest: number; readonly table: Table }[] | undefined;
  const sums = new Float64Array(days);
  let rows = 0;
  /** Of them, those that stay at 1. */
  let flatRows = 0;
  let flatWeight = 0;

  /** The table of sixteen values, made when one of them comes for the first time. */
  function tableOf(number: number): Table {
    const isNear = number >= 0 && number < NEAR_TABLES;
    const known = isNear ? near[number] : far.get(number);
    if (known !== undefined) return known;
    const table = newTable();
    listed = undefined;
    if (isNear) near[number] = table;
    else far.set(number, table);
    return table;
  }

  /** Counts each day's value of the row at `row` so many times. */
  function countRow(steps: Int32Array, row: number, times: number): void {
    let number = one >> TABLE_BITS;
    let table = tableOf(number);
    for (let day = 0, at = row * days; day < days; day++, at++) {
      const value = steps[at];
      if (value >> TABLE_BITS !== number) {
        number = value >> TABLE_BITS;
        table = tableOf(number);
      }
      table[(value & (TABLE_VALUES - 1)) * days + day] += times;
    }
  }

  function listTables(): NonNullable<typeof listed> {
    tableOf(one >> TABLE_BITS); // of what stays at 1
    const nearOnes = [...near.entries()].filter((entry): entry is [number, Table] => entry[1] !== undefined);
    return [...nearOnes, ...far]
      .map(([number, table]) => ({ lowest: number * TABLE_VALUES, table }))
      .sort((left, right) => left.lowest - right.lowest);
  }

  /** The smallest value with so many at or below it, else the largest there is. */
  function findRank(day: number, rank: number): number {
    listed ??= listTables();
    let below = 0;
    let largest = one;
    for (const { lowest, table } of listed) {
      for (let offset = 0; offset < TABLE_VALUES; offset++) {
        const value = lowest + offset;
        const times = table[offset * days + day] + (value === one ? flatRows + flatWeight : 0);
        if (times === 0) continue;
        below += times;
        largest = value;
        if (below >= rank) return value;
      }
    }
    return largest;
  }

  return {
    addRow(steps, row) {
      countRow(steps, row, 1);
      rows += 1;
    },
    addFlat(added) {
      flatRows += added;
      rows += added;
    },
    addWeightedRow(steps, units, row, weight) {
      countRow(steps, row, weight);
      for (let day = 0; day < days; day++) sums[day] += weight * units[row * days + day];
      rows += weight;
    },
    addWeightedFlat(weight) {
      flatWeight += weight;
    },
    addUnits(units, offset) {
      for (let day = 0; day < days; day++) sums[day] += units[offset + day];
    },
    read(day, probabilities) {
      const total = rows + flatWeight;
      const quantiles = probabilities.map((probability) => {
        // The smallest value with at least this share of the scenarios at or below it.
        const rank = isWeighted ? probability * total * (1 - 1e-12) : Math.max(1, Math.ceil(probability * rows - 1e-9));
        return (findRank(day, rank) * Math.round(1e6 * step)) / 1e6;
      });
      return { mean: (sums[day] * unit + flatWeight) / total, quantiles };
    },
  };
}
