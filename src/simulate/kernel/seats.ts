import { SCENARIOS } from "./records.ts";

/**
 * Which runs of a fleet are simulated, and where: a pair has two seats. As long as nothing happens to a run, in its own network or in what is heard
 * of others, its days are those of the undisturbed run to the bit: it sleeps and has no seat. Who wakes up sits down where somebody just like the undisturbed run
 * has been so far: in the free seat of the last pair, or in a new pair, whose other seat is free until the next one wakes up. Runs that wake up about
 * the same day so share a pair.
 */
export interface Seats {
  /** Pairs that are simulated; those behind them are empty. */
  readonly pairs: number;
  /** [seat] the run that sits there; in a free seat the undisturbed one. */
  readonly runOf: Int32Array;
  /** [run] its seat; that of the undisturbed run while it sleeps. */
  readonly seatOf: Int32Array;
  /** [run] the day from which on it has been simulated; behind all days while it sleeps. */
  readonly sinceDay: Int32Array;
  /** Runs that sleep, the first `sleepers` of them. */
  readonly sleeping: Int32Array;
  readonly sleepers: number;
  /**
   * Gives seats to sleepers.
   *
   * @param isRoused whether something happens to a run today
   * @param fill puts a new pair where the undisturbed run is
   * @param sit is told of every seat and who sits there from today on, the undisturbed run in a free one included
   */
  rouse(
    day: number,
    isRoused: (run: number) => boolean,
    fill: (pair: number) => void,
    sit: (seat: number, run: number) => void,
  ): void;
}

const NEVER = 2_147_483_647;
/** No seat is free. */
const NONE = -1;

/** Pairs that so many runs take at most. */
export function mostPairs(runs: number, isFirstCalm: boolean): number {
  return isFirstCalm ? 1 + Math.ceil((runs - 1) / SCENARIOS) : Math.ceil(runs / SCENARIOS);
}

/** @param isFirstCalm whether run 0 is undisturbed, and others may sleep: it has the first pair for itself; else all have seats, one behind the other */
export function createSeats(runs: number, isFirstCalm: boolean): Seats {
  const runOf = new Int32Array(SCENARIOS * mostPairs(runs, isFirstCalm));
  const seatOf = new Int32Array(runs);
  const sinceDay = new Int32Array(runs);
  const sleeping = new Int32Array(runs);
  let sleepers = 0;
  let pairs = 1;
  let freeSeat = NONE;
  if (isFirstCalm) {
    for (let run = 1; run < runs; run++) sleeping[sleepers++] = run;
    sinceDay.fill(NEVER, 1);
  } else {
    pairs = runOf.length / SCENARIOS;
    // Where the last pair has one run, that sits in both of its seats.
    for (let seat = runOf.length - 1; seat >= 0; seat--) {
      runOf[seat] = Math.min(seat, runs - 1);
      seatOf[runOf[seat]] = seat;
    }
  }

  return {
    runOf,
    seatOf,
    sinceDay,
    sleeping,
    get pairs() {
      return pairs;
    },
    get sleepers() {
      return sleepers;
    },
    rouse(day, isRoused, fill, sit) {
      let kept = 0;
      for (let at = 0; at < sleepers; at++) {
        const run = sleeping[at];
        if (!isRoused(run)) {
          sleeping[kept++] = run;
          continue;
        }
        const isNew = freeSeat === NONE;
        const seat = isNew ? SCENARIOS * pairs : freeSeat;
        if (isNew) {
          fill(pairs);
          pairs += 1;
          sit(seat + 1, 0);
        }
        freeSeat = isNew ? seat + 1 : NONE;
        runOf[seat] = run;
        seatOf[run] = seat;
        sinceDay[run] = day;
        sit(seat, run);
      }
      sleepers = kept;
    },
  };
}
