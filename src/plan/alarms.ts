/** Days on which a plan must be made anew although nothing changes: something that was waited for becomes available. */
export interface Alarms {
  reset(): void;
  /** A day on or before the last one rung, or beyond the horizon, is ignored. */
  set(day: number): void;
  /** The next day, Infinity when there is none. */
  next(): number;
  /** Takes out the alarms up to a day; returns whether there were any on it. */
  ring(day: number): boolean;
}

export function createAlarms(horizonDays: number): Alarms {
  const isSet = new Uint8Array(horizonDays); // [day]
  let rung = -1;
  let first = Number.POSITIVE_INFINITY;
  return {
    reset() {
      isSet.fill(0);
      rung = -1;
      first = Number.POSITIVE_INFINITY;
    },
    set(day) {
      if (day <= rung || day >= horizonDays) return;
      isSet[day] = 1;
      if (day < first) first = day;
    },
    next: () => first,
    ring(day) {
      rung = day;
      if (first > day) return false;
      const isToday = isSet[day] === 1;
      const after = isSet.indexOf(1, day + 1);
      first = after < 0 ? Number.POSITIVE_INFINITY : after;
      return isToday;
    },
  };
}
