import { expect, test } from "vitest";
import { firstDifferentDay } from "../../../src/measure/first-difference.ts";
import { allocateTrajectory } from "../../../src/model/trajectory.ts";
import { compileFor } from "../../helpers/study.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

test("the first day on which a market sees something else is found, whatever it is and whichever market", () => {
  const { study } = parseInput(harbourStudy());
  const { counts } = compileFor(study).network;
  const open = () => allocateTrajectory(9, { ...counts, markets: 2 });
  expect(firstDifferentDay(open(), open())).toBe(9);
  for (const name of ["demand", "servedOnTime", "servedLate", "lost", "soldCostUsd"] as const) {
    for (const market of [0, 1]) {
      const [own, other] = [open(), open()];
      own[name][2 * 4 + market] = 1e-300;
      own.demand[2 * 6] = 1;
      expect(firstDifferentDay(own, other), `${name} of market ${market}`).toBe(4);
      expect(firstDifferentDay(other, own)).toBe(4);
    }
  }
  const without = () => allocateTrajectory(9, { ...counts, markets: 0 });
  expect(firstDifferentDay(without(), without())).toBe(9);
});
