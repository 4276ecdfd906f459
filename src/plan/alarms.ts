/** Days on which a plan must be made anew although nothing changes: something that was waited for becomes available. */
export interface Alarms {
  reset(): void;
  /** A day on or before the last one rung is ignored. */
  set(day: number): void;
  /** The next day, Infinity when there is none. */
  next(): number;
  /** Takes out the alarms of a day; returns whether there were any. */
  ring(day: number): boolean;
}

export function createAlarms(): Alarms {
  let days: number[] = [];
  let rung = -1;
  return {
    reset() {
      days = [];
      rung = -1;
    },
    set(day) {
      if (day > rung && !days.includes(day)) days.push(day);
    },
    next: () => days.reduce((first, day) => Math.min(first, day), Number.POSITIVE_INFINITY),
    ring(day) {
      rung = day;
      const isSet = days.includes(day);
      if (isSet) days = days.filter((other) => other > day);
      return isSet;
    },
  };
}
