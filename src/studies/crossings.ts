/** Where one curve takes over from another as the abscissa rises: the gap changes its sign. */
export interface Crossing {
  readonly at: number;
  /** Sign of the gap beyond. */
  readonly sign: 1 | -1;
}

/** A gap below this part of what is compared is rounding. */
const ROUNDING = 1e-12;

/**
 * Finds where a gap changes its sign on [knots[0], knots[last]]. Between knots the gap is a straight line, and the crossing is
 * that of the line: no search. Where the gap is nothing over a stretch, the crossing is the end of it.
 *
 * @param gap at a knot
 * @param scale size of the numbers whose difference the gap is
 */
export function straightCrossings(knots: readonly number[], gap: (x: number) => number, scale: number): Crossing[] {
  const gaps = knots.map((x) => clean(gap(x), scale));
  return signChanges(gaps).map(({ left, right, sign }) => {
    if (right - left > 1) return { at: knots[right - 1], sign };
    const part = gaps[left] / (gaps[left] - gaps[right]);
    return { at: knots[left] + (knots[right] - knots[left]) * part, sign };
  });
}

/**
 * The same for a smooth gap: looks for changes of sign between neighbouring knots and halves until two doubles stand side by
 * side. Two changes between the same knots go unseen.
 */
export function smoothCrossings(knots: readonly number[], gap: (x: number) => number, scale: number): Crossing[] {
  const gaps = knots.map((x) => clean(gap(x), scale));
  return signChanges(gaps).map(({ left, right, sign }) => {
    if (right - left > 1) return { at: knots[right - 1], sign };
    let low = knots[left];
    let high = knots[right];
    for (;;) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) return { at: high, sign };
      if (gap(middle) * sign >= 0) high = middle;
      else low = middle;
    }
  });
}

/** Neighbouring knots with gaps of opposite sign; knots without a gap in between are stepped over. */
function signChanges(gaps: readonly number[]): { left: number; right: number; sign: 1 | -1 }[] {
  const changes: { left: number; right: number; sign: 1 | -1 }[] = [];
  let last = -1;
  gaps.forEach((gap, knot) => {
    if (gap === 0) return;
    if (last >= 0 && gaps[last] * gap < 0) changes.push({ left: last, right: knot, sign: gap > 0 ? 1 : -1 });
    last = knot;
  });
  return changes;
}

function clean(gap: number, scale: number): number {
  return Math.abs(gap) <= ROUNDING * scale ? 0 : gap;
}
