import { describe, it } from "vitest";
import { createBatchRunner } from "../../src/batch.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { type DrawnStudy, rollDice, tryStudy } from "../helpers/random-study.ts";
import type { StudyInput } from "../helpers/study.ts";
import { differences } from "../oracles/independent/compare.ts";
import type { DayRecord } from "../oracles/independent/engine.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { buildNetwork } from "../oracles/independent/network.ts";
import { batchStudyOf, firstDifference, forRandomStudies, isSameBytes, scenarioOf } from "./support.ts";

type Redrawn = Pick<DrawnStudy, "study" | "compiled">;

/** The study again, from an input that should say the same. */
function drawAgain(input: StudyInput): Redrawn {
  const again = tryStudy(input);
  if (Array.isArray(again)) throw new Error(again.join("; "));
  return again;
}

function shuffled<Item>(items: readonly Item[], uniform: () => number): Item[] {
  const keyed = items.map((item) => ({ item, key: uniform() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}

/** Every list of the study in another order, where order carries no meaning. */
function permuted(input: StudyInput, uniform: () => number): StudyInput {
  const { world } = input;
  const lists = ["regions", "carbonRegimes", "chokepoints", "ports", "products", "sites", "lanes"];
  const entries = lists.map((name) => [name, shuffled(world[name], uniform)]);
  const copy: StudyInput = structuredClone({
    ...input,
    world: { ...world, ...Object.fromEntries(entries) },
    markets: shuffled(input.markets, uniform),
    hazards: shuffled(input.hazards, uniform),
    designs: shuffled(input.designs, uniform),
  });
  for (const site of copy.world.sites) {
    site.stocks = shuffled(site.stocks, uniform);
    site.processes = shuffled(site.processes, uniform);
  }
  for (const region of copy.world.regions) region.blocs = shuffled(region.blocs, uniform);
  for (const { targets } of copy.hazards) {
    for (const [key, ids] of Object.entries(targets)) targets[key] = shuffled(ids as string[], uniform);
  }
  for (const design of copy.designs) {
    for (const list of ["lanes", "dropLanes", "processes"]) {
      if (design[list] !== undefined) design[list] = shuffled(design[list], uniform);
    }
  }
  return copy;
}

/** New names for everything that may be called otherwise; hazards and markets keep theirs. */
function newNames({ world }: StudyInput, uniform: () => number): Map<string, string> {
  const lists = ["sites", "lanes", "products", "ports", "chokepoints"];
  const ids = lists.flatMap((list) => world[list].map(({ id }: { id: string }) => id)) as string[];
  const places = shuffled([...ids.keys()], uniform);
  return new Map(ids.map((id, index) => [id, `x${String(places[index]).padStart(4, "0")}`]));
}

function renamed<Value>(value: Value, names: ReadonlyMap<string, string>): Value {
  if (typeof value === "string") return (names.get(value) ?? value) as Value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, names)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, names)])) as Value;
}

/** A run with the names of its stocks, lanes and processes as they were. */
function withOldNames(days: readonly DayRecord[], names: ReadonlyMap<string, string>): DayRecord[] {
  const old = new Map([...names].map(([before, after]) => [after, before]));
  const part = (id: string): string => old.get(id) ?? id;
  const stock = (id: string): string => id.split("/").map(part).join("/");
  const way = (id: string): string => [part(id.split("~")[0]), ...id.split("~").slice(1)].join("~");
  const rename = <Value>(map: ReadonlyMap<string, Value>, name: (id: string) => string): Map<string, Value> =>
    new Map([...map].map(([id, value]) => [name(id), value]));
  return days.map((day) => ({
    ...day,
    state: {
      ...day.state,
      stocks: rename(day.state.stocks, stock),
      processes: rename(day.state.processes, stock),
      ways: rename(day.state.ways, way),
    },
  }));
}

/** Rows of outcomes of a design, two scenarios. */
function rowsOf(drawn: Redrawn, design: string): Float64Array {
  const batch = batchStudyOf(drawn);
  const { outcomes } = createBatchRunner(batch)(0, 2);
  const at = batch.designIds.indexOf(design);
  return outcomes.filter((_, index) => Math.floor(index / METRICS.length) % batch.designIds.length === at);
}

describe("how a study is written", () => {
  it("changes nothing, to the bit, by the order of its lists", () => {
    forRandomStudies({}, (drawn) => {
      const { settings } = drawn.study;
      const input = {
        ...drawn.input,
        settings: { ...drawn.input.settings, referenceDesign: settings.referenceDesign },
      };
      const again = drawAgain(permuted(input, rollDice(drawn.number).uniform));
      const [first] = drawn.study.designs;
      const other = again.compiled[again.study.designs.findIndex(({ id }) => id === first.id)];
      const one = runEngine(drawn.study, drawn.compiled[0], scenarioOf(drawn, 0));
      const fault = firstDifference(one, runEngine(again.study, other, scenarioOf(again, 0)));
      if (fault !== undefined) return fault;
      const differing = drawn.study.designs.find(({ id }) => !isSameBytes(rowsOf(drawn, id), rowsOf(again, id)));
      return differing === undefined ? undefined : `outcomes of ${differing.id} differ`;
    });
  });

  it("changes no more than rounding by the names of sites, lanes, products, ports and chokepoints", () => {
    forRandomStudies({}, (drawn) => {
      const names = newNames(drawn.input, rollDice(drawn.number).uniform);
      const again = drawAgain(renamed(drawn.input, names));
      const [design] = drawn.study.designs;
      const one = runEngine(drawn.study, drawn.compiled[0], scenarioOf(drawn, 0));
      const other = runEngine(again.study, again.compiled[0], scenarioOf(again, 0));
      const [first] = differences(buildNetwork(drawn.study, design), one, withOldNames(other, names));
      if (first === undefined) return undefined;
      return `day ${first.day}: ${first.series} ${first.engine} became ${first.independent}`;
    });
  });
});
