/**
 * Sums numbers with a running correction, so that the error does not grow with their count.
 *
 * The order of `values` still decides the last bit: sum in a fixed order. An infinite term makes the result infinite, and
 * NaN or opposite infinities make it NaN, as in plain addition.
 *
 * Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974) 39-51,
 * algorithm IV ("improved Kahan-Babuska").
 */
export function compensatedSum(values: ArrayLike<number>): number {
  const total = openCompensatedSum();
  total.add(values);
  return total.read();
}

/** The same for numbers that come piece by piece. */
export interface CompensatedSum {
  add(values: ArrayLike<number>): void;
  read(): number;
}

export function openCompensatedSum(): CompensatedSum {
  let sum = 0;
  let correction = 0;
  return {
    add(values) {
      let [own, rest] = [sum, correction];
      for (let index = 0; index < values.length; index++) {
        const value = values[index]!;
        const next = own + value;
        rest += Math.abs(own) >= Math.abs(value) ? own - next + value : value - next + own;
        own = next;
      }
      [sum, correction] = [own, rest];
    },
    // Beyond the range of doubles the correction is Infinity - Infinity; the plain sum then says all there is to say.
    read: () => (Number.isFinite(correction) ? sum + correction : sum),
  };
}
