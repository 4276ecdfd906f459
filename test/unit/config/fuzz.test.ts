import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { compileDesign } from "../../../src/compile/compile.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { StudyError, type StudyProblem } from "../../../src/errors.ts";
import {
  IN_LISTS,
  mutate,
  mutation,
  NUMBERS,
  SNIPPETS,
  slip,
  slipIn,
  structuredCloneWithVerbatim,
  write,
} from "../../helpers/damage-study.ts";
import { FULL_STUDY } from "./full-study.ts";

const TWO_NODE = readFileSync(new URL("../../../configs/two-node.yaml", import.meta.url), "utf8");
const TEXTS = [TWO_NODE, FULL_STUDY];
const OBJECTS = TEXTS.map((text) => parseYaml(text) as unknown);

/** How often something came out, over all cases: the fuzz is of use only if all of it does. */
const outcomes = { valid: 0, refused: 0, impossible: 0 };

/** Columns in which infinity stands for no limit. */
const UNLIMITED = new Set([
  "stockOrderCapacityUnitsPerDay",
  "stockStorageUnits",
  "stockReleaseUnitsPerDay",
  "stockRefillUnitsPerDay",
  "portThroughputTonnesPerDay",
]);

/** A study file ends in a network, in problems of its designs, or in a StudyError; all of it at places of the text. */
function expectManners(text: string): void {
  const start = performance.now();
  const problems: StudyProblem[] = [];
  try {
    const parsed = parseStudy("fuzz.yaml", text);
    for (const design of parsed.study.designs) {
      const compiled = compileDesign(parsed.study, design);
      if (Array.isArray(compiled)) problems.push(...compiled.map(parsed.locate));
      else {
        for (const [name, column] of Object.entries(compiled.network)) {
          if (!ArrayBuffer.isView(column) || UNLIMITED.has(name)) continue;
          if (!(column as Float64Array).every(Number.isFinite)) throw new Error(`${name} is not finite`);
        }
      }
    }
    outcomes[problems.length > 0 ? "impossible" : "valid"] += 1;
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    problems.push(...error.problems);
    outcomes.refused += 1;
    expect(problems.length).toBeGreaterThan(0);
  }
  const lines = text.split("\n");
  for (const { file, line, column, path, message } of problems) {
    expect(file).toBe("fuzz.yaml");
    expect(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}: ${message}`).toBe(true);
    expect(column >= 1 && column <= lines[line - 1].length + 1, `column ${column}: ${message}`).toBe(true);
    expect(message).toMatch(/^(missing|unknown|invalid|unsupported) /);
    expect(`${path} ${message}`).not.toMatch(/\p{Cc}|\[object|undefined|NaN\b.*NaN\b/u);
    expect(message.length, message).toBeLessThan(600);
  }
  expect(performance.now() - start).toBeLessThan(2000);
}

const base = fc.constantFrom(0, 1);

test("a whole world in place of a number is cut in the message, in distributions as well", () => {
  const study = structuredClone(OBJECTS[0]) as { world: unknown; hazards: Record<string, unknown>[] };
  const large = { ...(study.world as object), text: "x".repeat(1000) };
  study.hazards[0].durationDays = { distribution: "exponential", mean: large };
  study.hazards[0].severity = [large];
  expectManners(JSON.stringify(study));
});

describe("whatever is done to a study, it ends in a network or in problems with their places", () => {
  test("values changed, removed, doubled, swapped, renamed and wrapped", () => {
    fc.assert(
      fc.property(base, fc.array(mutation, { minLength: 1, maxLength: 4 }), (which, mutations) => {
        let study = structuredClone(OBJECTS[which]);
        for (const item of mutations) study = mutate(study, structuredCloneWithVerbatim(item));
        expectManners(write(study));
      }),
      { numRuns: 1300 },
    );
  });

  test("numbers scaled, sources and lanes taken away", () => {
    const gentle = mutation.map((item) => ({
      ...item,
      kind: item.pick % 4 === 0 ? ("remove" as const) : ("scale" as const),
    }));
    fc.assert(
      fc.property(base, fc.array(gentle, { minLength: 1, maxLength: 3 }), (which, mutations) => {
        const study = structuredClone(OBJECTS[which]);
        for (const item of mutations) mutate(study, item, item.kind === "remove" ? IN_LISTS : NUMBERS);
        expectManners(write(study));
      }),
      { numRuns: 600 },
    );
  });

  test("slips of the keyboard, cuts and bytes of other worlds", () => {
    fc.assert(
      fc.property(base, fc.array(slip, { minLength: 1, maxLength: 4 }), (which, slips) => {
        expectManners(slips.reduce(slipIn, TEXTS[which]));
      }),
      { numRuns: 700 },
    );
  });

  test("text that is no study at all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 5 })), { maxLength: 40 }),
        (pieces) => {
          expectManners(pieces.join(""));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("and all of that happened: valid studies, refused ones, designs that cannot be", () => {
    expect(outcomes.valid).toBeGreaterThan(10);
    expect(outcomes.refused).toBeGreaterThan(500);
    expect(outcomes.impossible).toBeGreaterThan(10);
  });
});
