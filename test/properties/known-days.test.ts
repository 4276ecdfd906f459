import { describe, it } from "vitest";
import { forRandomStudies, isSameBytes, runnersOf, scenarioOf } from "./support.ts";

describe.each([
  ["days before anything happens", {}],
  ["days before anything happens, every feature on", { features: "all" }],
] as const)("%s", (_, options) => {
  it("are copied from the undisturbed run: the same bytes as simulating them", () => {
    forRandomStudies(options, (drawn) => {
      for (const runner of runnersOf(drawn)) {
        for (const index of [0, 1, 0]) {
          const scenario = scenarioOf(drawn, index);
          runner.run(scenario, () => undefined); // an observer sees, and so simulates, every day
          const everyDay = structuredClone(runner.trajectory);
          runner.run(scenario);
          const differing = Object.entries(runner.trajectory).find(
            ([name, column]) =>
              column instanceof Float64Array && !isSameBytes(column, everyDay[name as "demand"] as Float64Array),
          );
          if (differing !== undefined) return `${differing[0]} of scenario ${index} differs`;
        }
      }
      return undefined;
    });
  });
});
