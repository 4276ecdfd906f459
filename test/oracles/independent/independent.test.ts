import { describe, expect, it } from "vitest";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { type DrawnStudy, drawStudies } from "../../helpers/random-study.ts";
import { differences } from "./compare.ts";
import { runIndependently } from "./engine.ts";
import { runEngine } from "./engine-under-test.ts";
import { buildNetwork } from "./network.ts";

const STUDIES = 200;
const SCENARIOS = 2;
const GROUPS = 8;

/** What differs first, by study, scenario and design; empty where the engines agree. */
function disagreements({ number, study, compiled }: DrawnStudy): string[] {
  return study.designs.flatMap((design, index) =>
    Array.from({ length: SCENARIOS }, (_, scenarioIndex) => {
      const scenario = createScenarioSampler(study)(scenarioIndex);
      const network = buildNetwork(study, design);
      const found = differences(
        network,
        runEngine(study, compiled[index], scenario),
        runIndependently(study, design, scenario.disruptions),
      );
      const first = found.slice(0, 3).map(({ day, series, engine, independent }) => {
        return `day ${day} ${series}: engine ${engine}, independent ${independent}`;
      });
      const where = `study ${number}, design ${design.id}, scenario ${scenarioIndex}`;
      return found.length === 0 ? [] : [`${where}: ${found.length} numbers differ, first ${first.join("; ")}`];
    }).flat(),
  );
}

describe("an engine written from the model page, apart from ours", () => {
  const studies = drawStudies(STUDIES);
  const size = Math.ceil(STUDIES / GROUPS);
  for (let group = 0; group < GROUPS; group++) {
    const part = studies.slice(group * size, (group + 1) * size);
    const [first, last] = [part[0].number, part[part.length - 1].number];
    it(`agrees with the engine on every day of the random studies ${first} to ${last}`, () => {
      expect(part.flatMap(disagreements)).toEqual([]);
    });
  }
});
