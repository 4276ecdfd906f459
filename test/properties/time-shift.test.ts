import { describe, it } from "vitest";
import type { Scenario } from "../../src/model/disruption.ts";
import { differences } from "../oracles/independent/compare.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { buildNetwork } from "../oracles/independent/network.ts";
import { forRandomStudies, scenarioOf } from "./support.ts";

function shifted(scenario: Scenario, days: number): Scenario {
  const move = ({ onsetDay, ...rest }: Scenario["disruptions"][number]) => ({ ...rest, onsetDay: onsetDay + days });
  return { ...scenario, disruptions: scenario.disruptions.map(move) };
}

describe("the same disruptions k days later", () => {
  it("give the same daily series and states k days later", () => {
    forRandomStudies({}, (drawn) => {
      const days = 1 + (drawn.number % 37);
      const scenario = scenarioOf(drawn, 0);
      const [design] = drawn.study.designs;
      const sooner = runEngine(drawn.study, drawn.compiled[0], scenario);
      const later = runEngine(drawn.study, drawn.compiled[0], shifted(scenario, days)).slice(days);
      const [first] = differences(buildNetwork(drawn.study, design), sooner.slice(0, later.length), later);
      if (first === undefined) return undefined;
      return `day ${first.day}: ${first.series} ${first.engine}, ${days} days later ${first.independent}`;
    });
  });
});
