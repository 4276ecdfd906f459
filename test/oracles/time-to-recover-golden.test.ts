import { describe, expect, test } from "vitest";
import { impacted } from "../../src/metrics/impacted.ts";
import { recovered } from "../../src/metrics/recovered.ts";
import { timeToRecoverDays } from "../../src/metrics/time-to-recover-days.ts";
import { timeToSurviveDays } from "../../src/metrics/time-to-survive-days.ts";
import { measureService } from "../helpers/chain-service.ts";

/** Service fails on day 3, touches the recovery threshold on day 9, slips, comes back on day 11 and is whole from day 14. */
const SERVICE = [1, 1, 0.97, 0.8, 0.6, 0.5, 0.7, 0.88, 0.92, 0.96, 0.9, 0.97, 0.98, 0.99, 1, 1, 1, 1];

describe("time to recover counts from the first failed day to the day from which service holds", () => {
  test.each([
    [1, 0.95, 6],
    [3, 0.95, 8],
    [4, 0.95, 8],
    [4, 1, 11],
  ])("held for %i days at %d, it is %i days", (holdDays, recoverAtFraction, days) => {
    const run = measureService(SERVICE, 2, { holdDays, recoverAtFraction });
    expect(timeToRecoverDays.measure(run)).toBe(days);
    expect(recovered.measure(run)).toBe(1);
  });

  test("held for 5 days at 1, it is not seen within the horizon and censored at 15 days", () => {
    const run = measureService(SERVICE, 2, { holdDays: 5, recoverAtFraction: 1 });
    expect(timeToRecoverDays.measure(run)).toBe(15);
    expect(recovered.measure(run)).toBe(0);
  });

  test("days before the first onset do not count, and whoever never fails needs no time", () => {
    const later = measureService(SERVICE, 5);
    expect([later.episode.failDay, timeToRecoverDays.measure(later), timeToSurviveDays.measure(later)]).toEqual([
      5, 4, 0,
    ]);
    const unharmed = measureService(SERVICE, 11);
    expect([timeToRecoverDays.measure(unharmed), impacted.measure(unharmed), recovered.measure(unharmed)]).toEqual([
      0, 0, 1,
    ]);
  });

  test("a level that misses a threshold by rounding does not miss it", () => {
    const run = measureService([1, 0.9 - 1e-12, 0.5, 0.95 - 1e-12, 1]);
    expect([run.episode.failDay, run.episode.recoverDay]).toEqual([2, 3]);
  });
});
