import type { BoundaryColumns } from "../cross-boundary.ts";
import { SCENARIOS } from "./records.ts";

/**
 * Which pairs of a fleet are simulated. As long as nothing happens to either run of a pair, in its own network or in what is heard of others, its days are those
 * of the undisturbed run to the bit: it sleeps, and says what the undisturbed run says. Pair 0 is the undisturbed run, twice, and always awake.
 */
export interface Sleep {
  /** Pairs that are simulated, the first `awakeCount` of them. */
  readonly awake: Int32Array;
  readonly awakeCount: number;
  /** [pair] the day from which on it has been simulated; behind all days while it sleeps. */
  readonly sinceDay: Int32Array;
  /**
   * Finds sleepers to which something happens, and calls `wake` for each before anybody's day begins.
   *
   * @param isHeard whether letters tell of the evening before; else change points alone count
   * @param untilDay change points up to this day count
   */
  rouse(day: number, isHeard: boolean, untilDay: number, nextDay: Int32Array, wake: (pair: number) => void): void;
  /** Sleepers say what the undisturbed run has just said. */
  repeat(): void;
}

const NEVER = 2_147_483_647;

/**
 * @param sleepers whether pairs may sleep: the first one is the undisturbed run
 * @param letters [column x room]
 */
export function createSleep(
  pairs: number,
  isAllowed: boolean,
  letters: Float64Array,
  room: number,
  { heard, count }: BoundaryColumns,
): Sleep {
  const awake = new Int32Array(pairs);
  const sinceDay = new Int32Array(pairs);
  const sleeping = new Int32Array(pairs);
  const isRoused = new Uint8Array(pairs);
  const said = new Float64Array(count).fill(Number.NaN);
  let sleepers = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (!isAllowed || pair === 0) awake[pair] = pair;
    else {
      sleeping[sleepers++] = pair;
      sinceDay[pair] = NEVER;
    }
  }

  /** Marks sleepers of which somebody was told something else than the undisturbed run. */
  function compare(): void {
    for (let column = 0; column < heard; column++) {
      const first = column * room;
      const undisturbed = letters[first];
      for (let at = 0; at < sleepers; at++) {
        const own = first + SCENARIOS * sleeping[at];
        if (letters[own] !== undisturbed || letters[own + 1] !== undisturbed) isRoused[sleeping[at]] = 1;
      }
    }
  }

  return {
    awake,
    get awakeCount() {
      return pairs - sleepers;
    },
    sinceDay,
    rouse(day, isHeard, untilDay, nextDay, wake) {
      if (isHeard) compare();
      let kept = 0;
      let count = pairs - sleepers;
      for (let at = 0; at < sleepers; at++) {
        const pair = sleeping[at];
        const first = SCENARIOS * pair;
        const isDue = (next: number): boolean => next >= 0 && next <= untilDay;
        if (isRoused[pair] === 0 && !isDue(nextDay[first]) && !isDue(nextDay[first + 1])) {
          sleeping[kept++] = pair;
          continue;
        }
        awake[count++] = pair;
        sinceDay[pair] = day;
        wake(pair);
      }
      sleepers = kept;
    },
    repeat() {
      for (let column = heard; column < count && sleepers > 0; column++) {
        const first = column * room;
        const undisturbed = letters[first];
        if (undisturbed === said[column]) continue;
        said[column] = undisturbed;
        for (let at = 0; at < sleepers; at++) {
          const own = first + SCENARIOS * sleeping[at];
          letters[own] = undisturbed;
          letters[own + 1] = undisturbed;
        }
      }
    },
  };
}
