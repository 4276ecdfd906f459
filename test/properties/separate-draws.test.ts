import { describe, it } from "vitest";
import { createBatchRunner } from "../../src/batch.ts";
import type { Study } from "../../src/config/study.ts";
import type { Disruption } from "../../src/model/disruption.ts";
import { tryStudy } from "../helpers/random-study.ts";
import { makeStudy } from "../helpers/study.ts";
import { batchStudyOf, forRandomStudies, isSameBytes, scenarioOf } from "./support.ts";

/** One that sorts before and one that sorts after all others. */
const ADDED = ["a-first", "z-last"].map((id) => ({
  id,
  kind: "carbon-price-shock",
  arrival: { ratePerYear: 20 },
  durationDays: { distribution: "uniform", min: 1, max: 9 },
  severity: { distribution: "uniform", min: 0, max: 1 },
  targets: { carbonRegimes: ["ets"] },
  change: { factor: 2 },
}));

interface Strike extends Omit<Disruption, "hazard" | "triggeredBy"> {
  /** Ids of the hazards that led to it, the nearest first. */
  readonly causes: readonly string[];
}

/** Strikes of a scenario by the id of their hazard. */
function strikesOf(study: Study, index: number): Map<string, Strike[]> {
  const strikes = new Map<string, Strike[]>();
  const { disruptions } = scenarioOf({ study }, index);
  for (const { hazard, triggeredBy, ...rest } of disruptions) {
    const causes: string[] = [];
    for (let cause = triggeredBy; cause !== undefined; cause = disruptions[cause].triggeredBy) {
      causes.push(study.hazards[disruptions[cause].hazard].id);
    }
    const { id } = study.hazards[hazard];
    strikes.set(id, [...(strikes.get(id) ?? []), { ...rest, causes }]);
  }
  return strikes;
}

describe.each([
  ["random draws", {}],
  ["random draws, every feature on", { features: "all" }],
] as const)("%s", (_, options) => {
  it("of a hazard do not change when other hazards join or go", () => {
    forRandomStudies(options, (drawn) => {
      const more = makeStudy({ ...drawn.input, hazards: [...drawn.input.hazards, ...ADDED] });
      const fewer = { ...drawn.study, hazards: drawn.study.hazards.slice(1) };
      for (let index = 0; index < 5; index++) {
        const [one, most, least] = [drawn.study, more, fewer].map((study) => strikesOf(study, index));
        for (const [id, strikes] of one) {
          if (JSON.stringify(most.get(id)) !== JSON.stringify(strikes))
            return `${id} strikes otherwise with more hazards`;
          if (id === drawn.study.hazards[0].id) continue;
          const own = strikes.filter(({ causes }) => !causes.includes(drawn.study.hazards[0].id));
          if (JSON.stringify(least.get(id) ?? []) !== JSON.stringify(own)) return `${id} strikes otherwise with fewer`;
        }
      }
      return undefined;
    });
  });

  it("and outcomes do not change, to the bit, when the world grows by what no design uses", () => {
    forRandomStudies(options, (drawn) => {
      const { world } = drawn.input;
      const [good, site, region] = [world.products[0], world.sites[0], world.regions[0]];
      const idle = ["a-idle", "z-idle"];
      const grown = tryStudy({
        ...drawn.input,
        world: {
          ...world,
          products: [...idle.map((id) => ({ ...good, id })), ...world.products],
          sites: [
            ...idle.map((id) => ({ id, region: region.id, fixedCostUsdPerDay: 99, processes: site.processes })),
            ...world.sites,
          ],
          ports: [...idle.map((id) => ({ id: `${id}-port`, region: region.id })), ...world.ports],
          lanes: [
            ...idle.map((from) => ({
              id: `${from}-lane`,
              product: good.id,
              from,
              to: site.id,
              mode: "sea",
              distanceKm: 100,
              leadTimeDays: 3,
              costUsdPerUnit: 1,
              via: world.chokepoints.map(({ id }: { id: string }) => id),
            })),
            ...world.lanes,
          ],
        },
      });
      if (Array.isArray(grown)) return `the grown study is rejected: ${grown[0]}`;
      const [one, other] = [drawn, grown].map((study) => createBatchRunner(batchStudyOf(study))(0, 2));
      return isSameBytes(one.outcomes, other.outcomes) ? undefined : "outcomes differ";
    });
  });
});
