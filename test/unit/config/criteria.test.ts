import { describe, expect, test } from "vitest";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { parseCriterion } from "../../../src/config/schema/criterion-schema.ts";
import { FULL_STUDY, problemsOf } from "./full-study.ts";

describe("a criterion", () => {
  test("is a statistic and its threshold, or a probability and its threshold, in canonical spelling", () => {
    expect(parseCriterion(" lostRevenueUsd.cvar95<=2e9 ")).toEqual({
      text: "lostRevenueUsd.cvar95 <= 2000000000",
      metric: "lostRevenueUsd",
      statistic: "cvar95",
      comparison: "<=",
      threshold: 2e9,
    });
    expect(parseCriterion("P(lostRevenueUsd > 1e9) <= 0.05")).toEqual({
      text: "P(lostRevenueUsd > 1000000000) <= 0.05",
      metric: "lostRevenueUsd",
      event: { comparison: ">", value: 1e9 },
      comparison: "<=",
      threshold: 0.05,
    });
    expect(parseCriterion("P(impacted) < .25")).toMatchObject({
      text: "P(impacted) < 0.25",
      event: { comparison: ">=", value: 1 },
    });
    expect(parseCriterion("timeToRecoverDays.p90IfImpacted <= 45")).toMatchObject({ statistic: "p90IfImpacted" });
    expect(parseCriterion("minServiceLevel.p5 >= -0.5")).toMatchObject({ comparison: ">=", threshold: -0.5 });
  });

  test.each([
    ["lostRevenue.cvar95 <= 1", "unknown metric 'lostRevenue', did you mean 'lostRevenueUsd'?"],
    ["xyz.mean <= 1", "unknown metric 'xyz'; breakwater list metrics shows them all"],
    ["lostRevenueUsd.cvar96 <= 1", "unknown statistic 'cvar96' of lostRevenueUsd, did you mean 'cvar95'?"],
    ["impacted.mean <= 1", "unknown statistic 'mean' of impacted, must be one of probability"],
    [
      "timeToRecoverDays.mean <= 9",
      "invalid statistic 'mean', timeToRecoverDays may be cut off by the horizon and has no plain mean; use restrictedMean",
    ],
    [
      "lostRevenueUsd.max <= 9",
      "invalid statistic 'max', the extreme of a sample bounds nothing beyond it; use a quantile or P(...)",
    ],
    ["P(lostRevenueUsd > 1e9) <= 5", "invalid probability 5, must be in [0, 1]"],
    ["P(lostRevenueUsd > 1e999) <= 0.5", "invalid value 1e999, must be a finite number"],
    ["lostRevenueUsd.mean <= 1e999", "invalid threshold 1e999, must be a finite number"],
    [
      "P(impacted > 0) <= 0.1",
      'invalid criterion "P(impacted > 0) <= 0.1", impacted is true or false: write P(impacted) <= 0.1',
    ],
    [
      "P(lostRevenueUsd) <= 0.1",
      'invalid criterion "P(lostRevenueUsd) <= 0.1", must say which values of lostRevenueUsd count, like P(lostRevenueUsd > 1) <= 0.05',
    ],
    [
      "lostRevenueUsd.mean == 1",
      'invalid criterion "lostRevenueUsd.mean == 1", must be like lostRevenueUsd.cvar95 <= 2e9 or P(lostRevenueUsd > 1e9) <= 0.05',
    ],
  ])("%s is refused in words", (text, message) => {
    expect(parseCriterion(text)).toBe(message);
  });

  test("is refused at its place in the file, all at once, and not taken twice however it is spelled", () => {
    const lines = FULL_STUDY.split("\n").length;
    const text = `${FULL_STUDY}\ncriteria:\n  - lostRevenue.mean <= 1\n  - 7\n  - P(impacted) <= 0.1\n`;
    expect(problemsOf(text).map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`)).toEqual([
      `${lines + 2}:5 criteria[0] unknown metric 'lostRevenue', did you mean 'lostRevenueUsd'?`,
      `${lines + 3}:5 criteria[1] invalid value 7, must be text of at most 200 characters on one line`,
    ]);
    const twice = `${FULL_STUDY}\ncriteria: [P(impacted) <= 0.1, "P( impacted )<=.10"]\n`;
    expect(problemsOf(twice)).toMatchObject([
      { path: "criteria[1]", message: "invalid duplicate, 'P(impacted) <= 0.1' is already there" },
    ]);
    expect(parseStudy("a.yaml", FULL_STUDY).study.criteria).toEqual([]);
  });
});
