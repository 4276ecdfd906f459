import { describe, expect, test } from "vitest";
import { minServiceLevel } from "../../src/metrics/min-service-level.ts";
import { resilienceLossDays } from "../../src/metrics/resilience-loss-days.ts";
import { timeToRecoverDays } from "../../src/metrics/time-to-recover-days.ts";
import type { RecoveryProfile } from "../../src/model/disruption.ts";
import { EXPONENTIAL_END, recoverySteps } from "../../src/plan/recovery.ts";
import { measureService } from "../helpers/chain-service.ts";
import { levelSteps } from "../helpers/level-steps.ts";
import { openOracle } from "../helpers/oracle.ts";

/*
 * The engine's quadrature: the resilience loss is a plain sum over days, and the level of a day is its average over the day,
 * not a sample of its morning or evening. The sum is then the integral itself: 4.0 for the linear case, where samples of
 * evenings give 3.8 and of mornings 4.2.
 */
describe("the resilience triangle", () => {
  const horizonDays = 60;

  /** Service by day while a disruption takes away its level; without days of outage it fades from the onset on. */
  function serviceDuring(
    severity: number,
    durationDays: number,
    profile: RecoveryProfile,
    recoveryDays: number,
  ): Float64Array {
    const service = new Float64Array(horizonDays).fill(1);
    const disruption = { hazard: 0, onsetDay: 0, durationDays, severity, profile, recoveryDays };
    for (const { day, level } of levelSteps([disruption], horizonDays)) service.fill(1 - level, day);
    return service;
  }

  test("RES-A1: daily averages sum to the area; lowest level, rapidity and mean quality follow from them", () => {
    const oracle = openOracle("RES-A1");
    const linear = serviceDuring(0.4, 0, "linear", 20);
    const loss = resilienceLossDays.measure(measureService(linear));
    oracle.check("linear: loss 0.4 recovered linearly in 20 d: area (fraction-days)", loss);
    oracle.check("Zobel predicted resilience, X=0.4, T=20, T*=60: 1-XT/(2T*)", 1 - loss / horizonDays);
    oracle.check(
      "mean quality over 60 d, linear case",
      linear.reduce((total, level) => total + level, 0) / horizonDays,
    );
    for (let day = 1; day < 20; day++) expect(linear[day] - linear[day - 1]).toBeCloseTo(0.02, 12);
    oracle.check("rapidity (0.4 over 20 d)", (linear[19] - linear[0]) / 19);

    const held = measureService(serviceDuring(0.4, 5, "linear", 20));
    oracle.check("linear, sudden drop then constant 0.4 for 5 d, then linear 20 d", resilienceLossDays.measure(held));
    // Without the five days the lowest daily average is that of the first day, 0.61.
    oracle.check("robustness (min quality)", minServiceLevel.measure(held));
    expect(minServiceLevel.measure(measureService(linear))).toBeCloseTo(0.61, 12);

    oracle.check("exponential: 0.5 exp(-t/8) integrated to infinity", resilienceLossDays.measure(fading(400, 1)));
    oracle.check("exponential to 30 d", resilienceLossDays.measure(fading(30, 1)));
    // Time to recover counts whole days: the first one whose average reaches 95 % is the day within which the curve does.
    expect(timeToRecoverDays.measure(fading(400, 1))).toBe(18);
    const resolution = 1 / 1024;
    oracle.checkWithin(
      "TTR to 95% of normal for 0.5 exp(-t/8)",
      timeToRecoverDays.measure(fading(400, resolution)) * resolution,
      resolution,
      "the same count on steps of 1/1024 day",
    );
    oracle.close();
  });

  /** Averages of 1 - 0.5 exp(-t / 8) over steps of `step` days. */
  function fading(days: number, step: number): ReturnType<typeof measureService> {
    const lostUntil = (t: number) => -4 * Math.expm1(-t / 8);
    return measureService(
      Float64Array.from(
        { length: days / step },
        (_, at) => 1 - (lostUntil((at + 1) * step) - lostUntil(at * step)) / step,
      ),
    );
  }

  test.each([
    ["linear", 1 / 2],
    ["exponential", (1 - EXPONENTIAL_END) / -Math.log(EXPONENTIAL_END)],
    ["s-curve", 1 / 2],
  ] as const)(
    "the daily steps of a %s recovery enclose the area under its profile, however long it lasts",
    (profile, area) => {
      for (const recoveryDays of [1, 2, 7, 20, 24, 25, 30, 100, 365]) {
        const steps = recoverySteps(profile, recoveryDays);
        const enclosed = steps.reduce((total, { fromDay, fraction }, at) => {
          const toDay = steps[at + 1]?.fromDay ?? recoveryDays;
          return total + fraction * (toDay - fromDay);
        }, 0);
        expect(enclosed / (area * recoveryDays), `${profile}, ${recoveryDays} days`).toBeCloseTo(1, 12);
      }
    },
  );

  test("an exponential recovery follows the exponential curve of the same time constant to its end, day by day", () => {
    const recoveryDays = 24;
    const timeConstant = recoveryDays / -Math.log(EXPONENTIAL_END);
    for (const { fromDay, fraction } of recoverySteps("exponential", recoveryDays)) {
      const average = timeConstant * (Math.exp(-fromDay / timeConstant) - Math.exp(-(fromDay + 1) / timeConstant));
      expect(fraction, `day ${fromDay}`).toBeCloseTo(average, 12);
    }
  });
});
