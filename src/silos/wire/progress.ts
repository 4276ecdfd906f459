/** How far a party is, for the others. */
export interface Progress {
  /** Scenarios [0, done) are in its run folder, safe on the disk. */
  readonly done: number;
  /** By neighbour: messages of scenarios [0, n) have been taken off. */
  readonly released: Readonly<Record<string, number>>;
  /** Days exchanged since it started: a number that stands still tells of a party that does. */
  readonly days: number;
  /** Whether it has met the others and computes. */
  readonly isStarted: boolean;
  /** Whether it has all its results, and nobody needs its messages any more. */
  readonly isEnded: boolean;
  /** Whether messages are kept for who wants to look at them. */
  readonly keepsMessages: boolean;
}

export const NO_PROGRESS: Progress = {
  done: 0,
  released: {},
  days: 0,
  isStarted: false,
  isEnded: false,
  keepsMessages: false,
};

/** What a text says of a party's progress; nothing where there is none, or nonsense. */
export function readProgress(text: string | undefined): Progress | undefined {
  if (text === undefined) return undefined;
  try {
    const found = JSON.parse(text) as Partial<Progress> | null;
    const { done, released, days, isStarted, isEnded, keepsMessages } = found ?? {};
    const areNumbers = [done, days, ...Object.values(released ?? { none: Number.NaN })].every(Number.isSafeInteger);
    const areFlags = [isStarted, isEnded, keepsMessages].every((flag) => typeof flag === "boolean");
    return areNumbers && areFlags ? (found as Progress) : undefined;
  } catch {
    return undefined;
  }
}
