import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createBatchRunner } from "../src/batch.ts";
import * as commands from "../src/commands/all.ts";
import { type CompiledStudy, compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { METRICS, metricIndex } from "../src/metrics/index.ts";

const folder = new URL("../configs/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");
const compile = once((file): CompiledStudy => compileStudy(parseStudy(file, read(file))));
const raw = once((file): Raw => parse(read(file)));
const readme = read("README.md");

/** Studies that compare networks of a sector; the others show one thing each. */
const SECTORS = ["ev-battery.yaml", "apparel.yaml", "semiconductors.yaml", "pharma.yaml", "rare-earths.yaml"];

/** Scenarios a sector study is run with here: enough to rank designs, few enough for every day. */
const SCENARIOS = 48;
const ran = once((file) => createBatchRunner(toBatchStudy(compile(file)))(0, SECTORS.includes(file) ? SCENARIOS : 2));
/** A machine that others use as well may take long. */
const PATIENCE_MS = 300_000;

describe.each(files)("%s", (file) => {
  test("is valid, and no hazard of it is aimed at nothing", () => {
    expect(compile(file).warnings).toEqual([]);
  });

  test(
    "runs",
    () => {
      const { to, outcomes } = ran(file);
      expect(outcomes).toHaveLength(to * compile(file).study.designs.length * METRICS.length);
    },
    PATIENCE_MS,
  );

  test("is named in configs/README.md", () => {
    expect(readme).toContain(`\`${file}\``);
  });
});

describe.each(SECTORS)("designs of %s", (file) => {
  const compiled = compile(file);
  let axes: ReturnType<typeof measureAxes>;
  beforeAll(() => {
    axes = measureAxes(compiled, ran(file).outcomes);
  }, PATIENCE_MS);
  const reference = compiled.study.designs.findIndex(({ id }) => id === compiled.study.settings.referenceDesign);

  test("are four to seven, against twelve hazards or more", () => {
    expect(compiled.designs.length).toBeGreaterThanOrEqual(4);
    expect(compiled.designs.length).toBeLessThanOrEqual(7);
    expect(compiled.study.hazards.length).toBeGreaterThanOrEqual(12);
  });

  test("none is best on every axis", () => {
    const bestOnAll = compiled.study.designs.filter((_, design) =>
      Object.values(axes).every((values) => values[design] <= Math.min(...values)),
    );
    expect(
      bestOnAll.map(({ id }) => id),
      JSON.stringify(axes),
    ).toEqual([]);
  });

  test("whatever loses less than the reference in the worst years costs more every day", () => {
    const safer = compiled.study.designs.filter(
      (_, design) => axes.worstLossUsd[design] < axes.worstLossUsd[reference] && axes.premiumPct[design] <= 0,
    );
    expect(
      safer.map(({ id }) => id),
      JSON.stringify(axes),
    ).toEqual([]);
    expect(Math.min(...axes.worstLossUsd)).toBeLessThan(axes.worstLossUsd[reference]);
  });
});

/** What a design is chosen by, [design], lower is better: cost and emissions undisturbed, loss and recovery of the worst twentieth. */
function measureAxes(compiled: CompiledStudy, outcomes: Float64Array): Record<string, number[]> {
  const designs = compiled.designs.length;
  const worst = (metric: string, design: number): number => {
    const column = metricIndex(metric);
    const values = Array.from(
      { length: SCENARIOS },
      (_, scenario) => outcomes[(scenario * designs + design) * METRICS.length + column],
    );
    const tail = values.sort((one, other) => other - one).slice(0, Math.ceil(SCENARIOS / 20));
    return tail.reduce((sum, value) => sum + value, 0) / tail.length;
  };
  const perDesign = (measure: (design: number) => number): number[] =>
    compiled.designs.map((_, index) => measure(index));
  return {
    premiumPct: compiled.designs.map(({ structure }) => structure.premiumPct),
    emissionsTonnesPerDay: compiled.designs.map(({ structure }) => structure.emissionsTonnesPerDay),
    worstLossUsd: perDesign((design) => worst("lostRevenueUsd", design)),
    worstRecoveryDays: perDesign((design) => worst("timeToRecoverDays", design)),
  };
}

/** Computes what belongs to a file when it is first asked for. */
function once<T>(make: (file: string) => T): (file: string) => T {
  const made = new Map<string, T>();
  return (file) => {
    if (!made.has(file)) made.set(file, make(file));
    return made.get(file) as T;
  };
}

/** Rows of the table of systems: [system, studies, what runs it]. */
const systems = readme
  .slice(readme.indexOf("| system | study |"))
  .split("\n\n")[0]
  .split("\n")
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, system, studies, runs]) => ({ system, studies: codes(studies), runs }));

function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}

// biome-ignore lint/suspicious/noExplicitAny: a study file as it is written
type Raw = any;

/** Where things of a name are found in a study file. */
const NAMED: Record<string, (study: Raw) => string[]> = {
  design: (study) => study.designs.map(({ id }: Raw) => id),
  hazard: (study) => study.hazards.map(({ id }: Raw) => id),
  market: (study) => study.markets.map(({ id }: Raw) => id),
  site: (study) => study.world.sites.map(({ id }: Raw) => id),
  cluster: (study) => study.world.sites.map(({ cluster }: Raw) => cluster),
  lane: (study) => study.world.lanes.map(({ id }: Raw) => id),
  port: (study) => study.world.ports.map(({ id }: Raw) => id),
  product: (study) => study.world.products.map(({ id }: Raw) => id),
  bloc: (study) => study.world.regions.flatMap(({ blocs }: Raw) => blocs ?? []),
  policy: (study) => study.designs.flatMap(({ policies }: Raw) => Object.keys(policies ?? {})),
  "common cause": (study) => (study.commonCauses ?? []).map(({ id }: Raw) => id),
  // A key anywhere in the file: `reserve`, `surge`, `triggers`.
  key: (study) => [...keysOf(study)],
  command: () => Object.values(commands).map(({ name }) => name),
};

function* keysOf(value: Raw): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* keysOf(item);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* keysOf(item);
    }
  }
}

/** "designs `a`, `b`; hazard `c`" as [what, name] pairs. */
function namedThings(runs: string): [string, string][] {
  return runs.split(";").flatMap((part) => {
    const what = part.trim().split(" `")[0];
    const one = what in NAMED ? what : what.replace(/ies$/, "y").replace(/s$/, "");
    return codes(part).map((name): [string, string] => [one, name]);
  });
}

describe("the table of systems in configs/README.md", () => {
  test("has rows for every shipped sector study", () => {
    const named = new Set(systems.flatMap(({ studies }) => studies.map((study) => `${study}.yaml`)));
    expect(SECTORS.filter((file) => !named.has(file))).toEqual([]);
  });

  test.each(systems)("$system", ({ studies, runs }) => {
    expect(studies.length).toBeGreaterThan(0);
    const things = namedThings(runs);
    expect(things.length).toBeGreaterThan(0);
    for (const study of studies) {
      for (const [what, name] of things) {
        expect(Object.keys(NAMED), `'${what}' in '${runs}'`).toContain(what);
        expect(NAMED[what](raw(`${study}.yaml`)), `${what} in ${study}.yaml`).toContain(name);
      }
    }
  });
});
