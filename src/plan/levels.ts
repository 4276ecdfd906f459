import type { LevelSteps } from "./level-steps.ts";

/** Levels of the disruptions of a scenario, gone through from change to change: as they are, or as somebody sees them. */
export interface Levels {
  /** [disruption] 0 when not in force; may be longer. */
  now: Float64Array;
  /** [disruption] before the changes of the last day. */
  before: Float64Array;
  /** Which disruptions changed on the last day, in the first `changedCount` places. */
  changed: Int32Array;
  changedCount: number;
  /** Day of the next change, Infinity when there is none. */
  nextDay: number;
  /** Goes back to the time before any disruption. */
  restart(): void;
  /** Goes on to a day, at most `nextDay`; returns how many disruptions have a step on it. */
  goTo(day: number): number;
}

/**
 * @param steps what is followed, as read last
 * @param delayDays whole days until a change is seen; but where the end is known nobody waits to see it
 */
export function createLevels(steps: LevelSteps, delayDays: number): Levels {
  let nextStep = new Int32Array(0); // [disruption]
  let nextDays = new Float64Array(0); // [disruption] of its next step
  let earliest = new Float64Array(0); // [disruption] nothing of it is seen before
  let delays = new Float64Array(0); // [disruption]

  /** When the next step of a disruption is seen. */
  function dayOfNext(disruption: number): number {
    const step = nextStep[disruption];
    if (step === steps.start[disruption + 1]) return Number.POSITIVE_INFINITY;
    return Math.max(steps.day[step] + delays[disruption], earliest[disruption]);
  }

  function findNextDay(): number {
    let day = Number.POSITIVE_INFINITY;
    for (let disruption = 0; disruption < steps.disruptions.length; disruption++) {
      if (nextDays[disruption] < day) day = nextDays[disruption];
    }
    return day;
  }

  function makeRoom(count: number): void {
    if (count <= nextStep.length) return;
    nextStep = new Int32Array(2 * count);
    nextDays = new Float64Array(2 * count);
    earliest = new Float64Array(2 * count);
    delays = new Float64Array(2 * count);
    levels.now = new Float64Array(2 * count);
    levels.before = new Float64Array(2 * count);
    levels.changed = new Int32Array(2 * count);
  }

  const levels: Levels = {
    now: new Float64Array(0),
    before: new Float64Array(0),
    changed: new Int32Array(0),
    changedCount: 0,
    nextDay: Number.POSITIVE_INFINITY,
    restart() {
      const count = steps.disruptions.length;
      makeRoom(count);
      levels.now.fill(0);
      levels.before.fill(0);
      levels.changedCount = 0;
      for (let disruption = 0; disruption < count; disruption++) {
        const { isEndKnown, onsetDay } = steps.disruptions[disruption];
        earliest[disruption] = onsetDay + delayDays;
        delays[disruption] = isEndKnown === true ? 0 : delayDays;
        nextStep[disruption] = steps.start[disruption];
        nextDays[disruption] = dayOfNext(disruption);
      }
      levels.nextDay = findNextDay();
    },
    goTo(day) {
      const { now, before, changed } = levels;
      for (let at = 0; at < levels.changedCount; at++) before[changed[at]] = now[changed[at]];
      levels.changedCount = 0;
      if (levels.nextDay > day) return 0;
      for (let disruption = 0; disruption < steps.disruptions.length; disruption++) {
        if (nextDays[disruption] !== day) continue;
        while (nextDays[disruption] === day) {
          now[disruption] = steps.level[nextStep[disruption]++];
          nextDays[disruption] = dayOfNext(disruption);
        }
        changed[levels.changedCount++] = disruption;
      }
      levels.nextDay = findNextDay();
      return levels.changedCount;
    },
  };
  return levels;
}
