import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { type BlockOutcome, createBatchRunner } from "../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../src/compile-study.ts";
import { parseStudy } from "../../src/config/parse-study.ts";
import { chooseKernel, LOOPED, UNROLLED } from "../../src/simulate/kernel/choose.ts";
import { kernelDifference } from "../helpers/kernel-equality.ts";
import { drawStudies } from "../helpers/random-study.ts";
import { batchStudyOf, forRandomStudies, isSameBytes } from "./support.ts";

/** Small functions, so that small networks are cut into several as well. */
const IN_PARTS = { ...UNROLLED, entitiesPerFunction: 5 };
const PATIENCE_MS = 300_000;

describe.each([
  ["plain studies", {}],
  ["every feature on", { features: "all" }],
] as const)("generated code equals the reference simulator to the bit: %s", (_, options) => {
  it.each([
    ["code for every entity", IN_PARTS, 5],
    ["loops over columns", LOOPED, 15],
  ] as const)(
    "%s",
    (_name, form, studies) => {
      forRandomStudies(
        options,
        (drawn) => drawn.compiled.map(({ network }) => kernelDifference(drawn, network, form)).find(Boolean),
        studies,
      );
    },
    PATIENCE_MS,
  );
});

function firstDifference(one: BlockOutcome, other: BlockOutcome): string | undefined {
  return Object.entries(one).find(([name, column]) => {
    const twin = other[name as keyof BlockOutcome];
    if (column instanceof Float64Array) return !isSameBytes(column, twin as Float64Array);
    if (column instanceof Int32Array) return column.join() !== (twin as Int32Array).join();
    return column !== twin;
  })?.[0];
}

test(
  "blocks are the same bytes whoever simulates: odd numbers of scenarios, random demand, losses of single events",
  () => {
    for (const drawn of drawStudies(4, 300, { features: "all" })) {
      const study = batchStudyOf(drawn);
      const settings = { ...study.settings, scenarios: 40, eventLosses: true };
      const outcomes = (["reference", "simd"] as const).map((kernel) =>
        createBatchRunner({ ...study, settings, kernel })(3, 8),
      );
      expect(firstDifference(outcomes[0], outcomes[1]), `study ${drawn.number}`).toBeUndefined();
    }
  },
  PATIENCE_MS,
);

const folder = new URL("../../configs/", import.meta.url);
const shipped = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

test.each(shipped.flatMap((file) => [100, 1000].map((scenarios) => [file, scenarios] as const)))(
  "a block of %s, of %i scenarios, is the same bytes whoever simulates",
  (file, scenarios) => {
    const compiled = compileStudy(parseStudy(file, readFileSync(new URL(file, folder), "utf8")), { scenarios });
    const networks = compiled.designs.map(({ network }) => network);
    const form = scenarios < 1000 ? LOOPED : UNROLLED;
    expect(chooseKernel("simd", networks, compiled.study.settings)).toEqual({ name: "simd", form });
    const outcomes = (["reference", "simd"] as const).map((kernel) =>
      createBatchRunner(toBatchStudy(compiled, kernel))(0, file === "historical.yaml" ? 1 : 3),
    );
    expect(firstDifference(outcomes[0], outcomes[1])).toBeUndefined();
  },
  PATIENCE_MS,
);

test("the form of the code follows from the size of the run, and few scenarios are simulated by the reference", () => {
  const [{ compiled }] = drawStudies(1);
  const networks = compiled.map(({ network }) => network);
  expect(chooseKernel("reference", networks, { scenarios: 1e6 })).toEqual({ name: "reference" });
  expect(chooseKernel("simd", networks, { scenarios: 5 }).name).toBe("reference");
  expect(chooseKernel("simd", networks, { scenarios: 5 }).reason).toMatch(/^fewer than 16 scenarios/);
  expect(chooseKernel("simd", networks, { scenarios: 100 })).toEqual({ name: "simd", form: LOOPED });
  expect(chooseKernel("simd", networks, { scenarios: 10_000 })).toEqual({ name: "simd", form: UNROLLED });
  const [first] = networks;
  const large = { ...first, counts: { ...first.counts, lanes: 2500 } };
  const silent = { ...first, constants: { ...first.constants, sharesPrices: false } };
  expect(chooseKernel("simd", [silent], { scenarios: 10_000 }).reason).toMatch(/^parties that share no prices/);
  // A run to a precision is as long as it may get.
  const precision = { relativeHalfWidth: 0.1, metrics: [], maximumScenarios: 10_000 };
  expect(chooseKernel("simd", networks, { scenarios: 5, precision }).form).toEqual(UNROLLED);
  expect(chooseKernel("simd", [large], { scenarios: 10_000 }).form).toEqual(LOOPED);
});
