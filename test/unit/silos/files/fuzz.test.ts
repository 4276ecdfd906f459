import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { CompiledStudy } from "../../../../src/compile-study.ts";
import { StudyError, type StudyProblem } from "../../../../src/errors.ts";
import { checkParty, isPart } from "../../../../src/silos/files/check-party.ts";
import { toPartyStudy } from "../../../../src/silos/party-study.ts";
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
} from "../../../helpers/damage-study.ts";
import { parseParty, RICH, split } from "./joint.ts";

const files = split(RICH);
const PARTIES = ["makers", "sellers"] as const;
const OBJECTS = {
  contract: parseYaml(files.contract) as unknown,
  makers: parseYaml(files.parties.makers) as unknown,
  sellers: parseYaml(files.parties.sellers) as unknown,
};

/** How often something came out, over all cases: the fuzz is of use only if all of it does. */
const outcomes = { valid: 0, unfit: 0, refused: 0, ofContract: 0, ofParty: 0 };

/** Two files end in a study or in a StudyError, every problem at a place of one of them. */
function expectManners(party: string, own: string, contract: string): void {
  const start = performance.now();
  let problems: readonly StudyProblem[] = [];
  try {
    const parsed = parseParty(party, own, contract);
    outcomes.valid += 1;
    if (!isPart(parsed)) return;
    const checked = checkParty(parsed);
    problems = checked.problems;
    if (problems.length > 0) outcomes.unfit += 1;
    else toPartyStudy(checked.compiled as CompiledStudy); // what a run begins with
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    problems = error.problems;
    expect(problems.length).toBeGreaterThan(0);
    outcomes.refused += 1;
  }
  const texts: Record<string, string> = { [`${party}.yaml`]: own, "contract.yaml": contract };
  for (const { file, line, column, path, message } of problems) {
    expect(Object.keys(texts)).toContain(file);
    if (file === "contract.yaml") outcomes.ofContract += 1;
    else outcomes.ofParty += 1;
    const lines = texts[file].split("\n");
    expect(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}: ${message}`).toBe(true);
    expect(column >= 1 && column <= lines[line - 1].length + 1, `column ${column}: ${message}`).toBe(true);
    expect(message).toMatch(/^(missing|unknown|invalid|unsupported) /);
    expect(`${path} ${message}`).not.toMatch(/\p{Cc}|\[object|undefined|\[-1\]/u);
    expect(message.length, message).toBeLessThan(600);
  }
  expect(performance.now() - start).toBeLessThan(2000);
}

const whose = fc.constantFrom(...PARTIES);

describe("whatever is done to a contract or to a party's file, both end in a study or in problems with their places", () => {
  test("values changed, removed, doubled, swapped, renamed and wrapped, in a contract from somebody else", () => {
    fc.assert(
      fc.property(whose, fc.array(mutation, { minLength: 1, maxLength: 3 }), (party, mutations) => {
        let contract = structuredClone(OBJECTS.contract);
        for (const item of mutations) contract = mutate(contract, structuredCloneWithVerbatim(item));
        expectManners(party, files.parties[party], write(contract));
      }),
      { numRuns: 80 },
    );
  });

  test("the same in a party's own file", () => {
    fc.assert(
      fc.property(whose, fc.array(mutation, { minLength: 1, maxLength: 3 }), (party, mutations) => {
        let own = structuredClone(OBJECTS[party]);
        for (const item of mutations) own = mutate(own, structuredCloneWithVerbatim(item));
        expectManners(party, write(own), files.contract);
      }),
      { numRuns: 120 },
    );
  });

  test("figures scaled, lanes and sites taken away, in either", () => {
    const gentle = mutation.map((item) => ({
      ...item,
      kind: item.pick % 4 === 0 ? ("remove" as const) : ("scale" as const),
    }));
    fc.assert(
      fc.property(whose, fc.array(gentle, { minLength: 1, maxLength: 1 }), fc.boolean(), (party, mutations, isOwn) => {
        const [own, contract] = [structuredClone(OBJECTS[party]), structuredClone(OBJECTS.contract)];
        // Of the contract, what must agree with the files: figures of ways.
        const numbers: typeof NUMBERS = (path, value) => NUMBERS(path, value) && (isOwn || path.includes("ways"));
        for (const item of mutations) {
          mutate(isOwn ? own : contract, item, item.kind === "remove" ? IN_LISTS : numbers);
        }
        expectManners(party, write(own), write(contract));
      }),
      { numRuns: 120 },
    );
  });

  test("slips, cuts and bytes of other worlds, and text that is no contract at all", () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 5 })), { maxLength: 30 });
    fc.assert(
      fc.property(whose, fc.array(slip, { minLength: 1, maxLength: 3 }), pieces, (party, slips, junk) => {
        expectManners(party, files.parties[party], slips.reduce(slipIn, files.contract));
        expectManners(party, slips.reduce(slipIn, files.parties[party]), files.contract);
        expectManners(party, files.parties[party], junk.join(""));
      }),
      { numRuns: 30 },
    );
  });

  test("and all of that happened: valid studies, refused ones, problems of both files", () => {
    expect(outcomes.valid).toBeGreaterThan(5);
    expect(outcomes.unfit).toBeGreaterThan(1);
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(outcomes.ofContract).toBeGreaterThan(50);
    expect(outcomes.ofParty).toBeGreaterThan(50);
  });
});
