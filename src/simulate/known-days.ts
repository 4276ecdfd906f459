import { copyFirstDays, copyTotals, type RunTotals, type Trajectory } from "../model/trajectory.ts";
import { copyMemory, type State, type StateMemory } from "./state.ts";

/** Evenings are kept this many days apart, where memory allows. */
const STEP_DAYS = 8;
/** Memory for kept evenings, bytes a design and thread. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The days before anything happens are those of the undisturbed run: they are copied, not simulated again. To the bit the same
 * as simulating them, for a run without disruptions does the same arithmetic on the same numbers.
 */
export interface KnownDays {
  /** Keeps an evening of the undisturbed run, now and then. */
  record(day: number, state: State): void;
  /**
   * Puts a run on the last kept evening before `day`.
   *
   * @param day first day on which the run may differ from the undisturbed one; its horizon where it never does
   * @returns the day to go on with, at most `day`
   */
  jump(day: number, state: State, trajectory: Trajectory): number;
}

/** Days between kept evenings of a run; more than the run has where a state is too large to keep any. */
export function eveningStepDays(days: number, stateBytes: number): number {
  const kept = Math.min(Math.ceil(days / STEP_DAYS), Math.floor(MOST_BYTES / stateBytes));
  return kept > 0 ? Math.ceil(days / kept) : days + 1;
}

/** The last of `count` evenings before `day`, evening k being the one before day (k + 1) x stepDays; -1 where there is none. */
export function lastEvening(day: number, stepDays: number, count: number): number {
  return Math.min(Math.floor(day / stepDays), count) - 1;
}

/**
 * @param undisturbed the run that is recorded; must be complete when `jump` is called
 * @param stateBytes size of a state of the network
 */
export function createKnownDays(undisturbed: Trajectory, stateBytes: number): KnownDays {
  const { days } = undisturbed;
  const stepDays = eveningStepDays(days, stateBytes);
  // [evening] before day (evening + 1) x stepDays.
  const evenings: { readonly memory: StateMemory; readonly totals: RunTotals }[] = [];
  return {
    record(day, { memory }) {
      if ((day + 1) % stepDays !== 0) return;
      const copies = memory.map((numbers) => numbers.slice());
      evenings[(day + 1) / stepDays - 1] = { memory: copies, totals: copyTotals(undisturbed) };
    },
    jump(day, state, trajectory) {
      const at = lastEvening(day, stepDays, evenings.length);
      if (at < 0) return 0;
      const fromDay = (at + 1) * stepDays;
      copyMemory(evenings[at].memory, state.memory);
      copyTotals(evenings[at].totals, trajectory);
      copyFirstDays(undisturbed, trajectory, fromDay);
      return fromDay;
    },
  };
}
