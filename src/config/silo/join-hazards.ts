import { quote } from "../../schema/show.ts";
import type { Path } from "../path.ts";
import { asList, asMap } from "../raw-values.ts";
import { addProblem, type PartyFiles } from "./party-files.ts";

/** What every hazard has, whatever its kind, and all must know alike of a common one: it decides when and how hard it strikes. */
export const DRAWN = [
  "arrival",
  "durationDays",
  "severity",
  "recovery",
  "announcementLeadDays",
  "isEndKnown",
  "triggers",
] as const;

/** Common hazards, with this party's part of those that strike elsewhere as well, and its private ones. */
export function joinHazards(files: PartyFiles): unknown[] {
  const { contract, contractSource, party, partySource, provenance } = files;
  const common = new Map(contract.hazards.map((hazard, index) => [asMap(hazard).id, index]));
  const joined: unknown[] = [...contract.hazards];
  joined.forEach((_, index) => {
    provenance.set(["hazards", index], contractSource, ["hazards", index]);
  });
  party.hazards.forEach((item, at) => {
    const hazard = asMap(item);
    const path: Path = ["hazards", at];
    const index = common.get(hazard.id);
    if (index === undefined) {
      checkPrivate(files, hazard.triggers, [...path, "triggers"], common, (trigger) => asMap(trigger).hazard, [
        "hazard",
      ]);
      provenance.set(["hazards", joined.length], partySource, path);
      joined.push(item);
      return;
    }
    const shared = asMap(contract.hazards[index]);
    if (shared.kind !== "elsewhere") {
      const message = `invalid hazard ${quote(String(hazard.id))}, the contract states all of it`;
      addProblem(files, partySource, [...path, "id"], message);
      return;
    }
    for (const key of DRAWN) {
      if (hazard[key] === undefined) continue;
      const message = `invalid ${key} of a common hazard, the contract states it; here stand its kind and what it strikes`;
      addProblem(files, partySource, [...path, key], message);
    }
    if (hazard.kind === "elsewhere") {
      addProblem(
        files,
        partySource,
        [...path, "kind"],
        "invalid kind elsewhere, the contract says so; leave the hazard out",
      );
    }
    for (const key of Object.keys(hazard)) provenance.set(["hazards", index, key], partySource, [...path, key]);
    provenance.set(["hazards", index, "targets"], partySource, [...path, "targets"]);
    joined[index] = { ...shared, ...hazard };
  });
  return joined;
}

/** Common causes of common hazards, and of private ones. */
export function joinCauses(files: PartyFiles): unknown[] {
  const { contract, contractSource, party, partySource, provenance } = files;
  const common = new Map(contract.hazards.map((hazard, index) => [asMap(hazard).id, index]));
  contract.commonCauses.forEach((_, index) => {
    provenance.set(["commonCauses", index], contractSource, ["commonCauses", index]);
  });
  party.commonCauses.forEach((cause, at) => {
    const path = ["commonCauses", at];
    provenance.set(["commonCauses", contract.commonCauses.length + at], partySource, path);
    checkPrivate(files, asMap(cause).hazards, [...path, "hazards"], common, (id) => id, []);
  });
  return [...contract.commonCauses, ...party.commonCauses];
}

/** A common hazard strikes for everybody or for nobody: nothing that one party alone knows may move it. */
function checkPrivate(
  files: PartyFiles,
  list: unknown,
  path: Path,
  common: ReadonlyMap<unknown, number>,
  idOf: (item: unknown) => unknown,
  key: Path,
): void {
  asList(list).forEach((item, at) => {
    const id = idOf(item);
    if (!common.has(id)) return;
    const message = `invalid hazard ${quote(String(id))}, it is common to all parties and what moves it must stand in the contract`;
    addProblem(files, files.partySource, [...path, at, ...key], message);
  });
}
