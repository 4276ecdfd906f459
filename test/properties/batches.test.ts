import { describe, it } from "vitest";
import { createBatchRunner } from "../../src/batch.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { batchStudyOf, forRandomStudies, isSameBytes } from "./support.ts";

const SCENARIOS = 4;

describe.each([
  ["a scenario", {}],
  ["a scenario, every feature on", { features: "all" }],
] as const)("%s", (_, options) => {
  it("has the same outcome, to the bit, alone, inside a batch and after other scenarios", () => {
    forRandomStudies(options, (drawn) => {
      const batch = batchStudyOf(drawn);
      const run = createBatchRunner(batch);
      const together = run(0, SCENARIOS);
      const values = batch.designIds.length * METRICS.length;
      for (const [from, to] of [
        [3, 4],
        [0, 1],
        [1, 3],
        [2, 3],
      ] as const) {
        const part = run(from, to);
        const expected = together.outcomes.subarray(from * values, to * values);
        if (!isSameBytes(part.outcomes, expected)) return `outcomes of scenarios ${from} to ${to - 1} differ`;
      }
      const fresh = createBatchRunner(batch)(SCENARIOS - 1, SCENARIOS);
      const expected = together.outcomes.subarray((SCENARIOS - 1) * values);
      return isSameBytes(fresh.outcomes, expected) ? undefined : "the last scenario differs in a runner of its own";
    });
  });
});
