import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { EXIT, SimulationError } from "../../../src/errors.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { describeFault, readFault } from "../../../src/executors/queue-protocol.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "./folders.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const folder = temporaryFolder(afterAll);

/** Every single number may be; together they make a price that no table holds. */
function absurdStudy() {
  const study = harbourStudy({ scenarios: 40 });
  for (const market of study.markets) market.priceUsdPerUnit = 1e-6;
  return parseInput(study);
}

describe("a study whose prices run away in a scenario", () => {
  test.each([
    ["inline", inline],
    ["pool", createPool({ workers: 1 })],
  ])("is the study's fault and not the engine's: 65, at a place in its text (%s)", async (name, executor) => {
    const error = await runStudy(absurdStudy(), { executor, workers: 1, out: join(folder, name) }).catch((it) => it);
    expect(error.message).toMatch(
      /^test\.yaml:1:\d+ designs\[\d\]: invalid price index \d+.* on day \d+, must be below 2000000 times the usual: .*, design '\w+' in scenario \d+$/,
    );
    expect(error.exitCode).toBe(EXIT.invalidStudy);
  });

  test("is so over the queue as well, which hands on text only", () => {
    const fault = new SimulationError("invalid price index 3e6", 7, "lean", true);
    expect(readFault(describeFault(fault))).toEqual(fault);
    expect(readFault(describeFault(new Error("the dam broke")))).toEqual(new SimulationError("the dam broke"));
  });
});
