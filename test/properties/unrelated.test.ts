import { describe, it } from "vitest";
import { tryStudy } from "../helpers/random-study.ts";
import type { StudyInput } from "../helpers/study.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { firstDifference, forRandomStudies, scenarioOf } from "./support.ts";

/** The study with a second, separate network beside the first: a copy under other names that no hazard aims at by name. */
function withTwin(input: StudyInput): StudyInput {
  const lists = ["chokepoints", "ports", "products", "sites", "lanes"];
  const ids = new Set<string>([
    ...lists.flatMap((list) => input.world[list].map(({ id }: { id: string }) => id)),
    ...input.markets.map(({ id }: { id: string }) => id),
  ]);
  const twin = <Value>(value: Value): Value => {
    if (typeof value === "string") return (ids.has(value) ? `twin-${value}` : value) as Value;
    if (Array.isArray(value)) return value.map(twin) as Value;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, twin(item)])) as Value;
  };
  const both = <Item>(items: readonly Item[]): Item[] => [...items.map(twin), ...items];
  const changed = ["lanes", "dropLanes", "stocks", "processes", "sites"];
  return {
    ...input,
    world: { ...input.world, ...Object.fromEntries(lists.map((list) => [list, both(input.world[list])])) },
    markets: both(input.markets),
    designs: input.designs.map((design: StudyInput) => ({
      ...design,
      ...Object.fromEntries(
        changed.flatMap((list) => (design[list] === undefined ? [] : [[list, both(design[list])]])),
      ),
    })),
  };
}

describe("an unrelated network beside a network", () => {
  it("changes nothing in the daily series and the state of the first, to the bit", () => {
    forRandomStudies({}, (drawn) => {
      const pair = tryStudy(withTwin(drawn.input));
      if (Array.isArray(pair)) return `the pair is rejected: ${pair[0]}`;
      const [alone, beside] = [drawn, pair].map((item) => runEngine(item.study, item.compiled[0], scenarioOf(item, 0)));
      return firstDifference(alone, beside, { hasTotals: false });
    });
  });
});
