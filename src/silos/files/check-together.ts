import { asList, asMap } from "../../config/raw-values.ts";
import type { StudyProblem } from "../../errors.ts";
import { listNames, quote } from "../../schema/show.ts";
import { checkBoundaryEffects } from "./boundary-effects.ts";
import type { CheckedParty, PartyPart } from "./check-party.ts";
import { firstDifference, isSame } from "./first-difference.ts";
import { findForeignNames } from "./foreign-names.ts";

/** Checks that the files of all parties fit together: one contract, nobody missing, nothing named twice, nothing told that is private. */
export function checkTogether(checked: readonly CheckedParty[]): StudyProblem[] {
  const parts = checked.map(({ part }) => part);
  return [
    ...checkContracts(parts),
    ...checkParties(parts),
    ...checkIds(parts),
    ...checkParts(parts),
    ...checkBoundaryEffects(checked),
    ...findForeignNames(parts),
  ];
}

/** All contracts say the same, whatever their layout. */
function checkContracts(parts: readonly PartyPart[]): StudyProblem[] {
  const [first, ...others] = parts;
  const known = new Set([first.contract.file]);
  return others.flatMap(({ contract, contractSource }) => {
    if (known.has(contract.file) || isSame(contract.raw, first.contract.raw)) return [];
    known.add(contract.file);
    const { path, ours, theirs } = firstDifference(contract.raw, first.contract.raw);
    const message = `invalid contract, it says ${ours} where ${first.contract.file} says ${theirs}`;
    return [contractSource.problemAt(path, message)];
  });
}

/** Everybody is there, once. */
function checkParties(parts: readonly PartyPart[]): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const files = new Map<string, string>();
  for (const { file, source, silo } of parts) {
    const other = files.get(silo.party);
    if (other === undefined) files.set(silo.party, file);
    else {
      const message = `invalid party ${quote(silo.party)}, ${other} is its file already`;
      problems.push(source.problemAt(["silo", "party"], message));
    }
  }
  const [{ contractSource, silo }] = parts;
  silo.parties.forEach((party, index) => {
    if (files.has(party)) return;
    problems.push(contractSource.problemAt(["contract", "parties", index], `missing file of party ${quote(party)}`));
  });
  return problems;
}

/** What stands for itself in each file and must not be named alike in two: results are put side by side, draws go by the name. */
const UNIQUE = [
  ["site", ["world", "sites"]],
  ["lane", ["world", "lanes"]],
  ["market", ["markets"]],
  ["hazard", ["hazards"]],
] as const;

function checkIds(parts: readonly PartyPart[]): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const shared = asMap(parts[0].contract.raw);
  const common = new Set(asList(shared.hazards).map((hazard) => asMap(hazard).id));
  const boundary = new Set(asList(shared.boundary).map((lane) => asMap(lane).id));
  for (const [what, path] of UNIQUE) {
    const owners = new Map<unknown, string>();
    for (const { source, silo } of parts) {
      const entries = asList(path.reduce<unknown>((value, key) => asMap(value)[key], source.raw));
      entries.forEach((entry, index) => {
        const { id } = asMap(entry);
        if (what === "hazard" && common.has(id)) return; // its part of a common one
        const owner = owners.get(id);
        const inContract = what === "lane" && boundary.has(id) ? "the contract" : undefined;
        const whose = inContract ?? (owner === undefined || owner === silo.party ? undefined : `party ${quote(owner)}`);
        owners.set(id, owner ?? silo.party);
        if (whose === undefined) return;
        const message = `invalid duplicate, ${whose} has a ${what} ${quote(String(id))} as well; rename one of them`;
        problems.push(source.problemAt([...path, index, "id"], message));
      });
    }
  }
  return problems;
}

/** Whatever strikes elsewhere strikes somebody, who says so. */
function checkParts(parts: readonly PartyPart[]): StudyProblem[] {
  const [{ contract, contractSource }] = parts;
  const given = new Set(
    parts.flatMap(({ source }) => asList(asMap(source.raw).hazards).map((hazard) => asMap(hazard).id)),
  );
  return asList(asMap(contract.raw).hazards).flatMap((hazard, index) => {
    const { id, kind } = asMap(hazard);
    if (kind !== "elsewhere" || given.has(id)) return [];
    const who = listNames(parts.map(({ silo }) => quote(silo.party)));
    const message = `invalid hazard ${quote(String(id))}, it strikes elsewhere, and none of ${who} says what`;
    return [contractSource.problemAt(["hazards", index, "kind"], message)];
  });
}
