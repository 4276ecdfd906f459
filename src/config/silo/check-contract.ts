import { listNames, quote } from "../../schema/show.ts";
import { KNOW_ALL_HAZARDS, refuseSampler } from "../check-silos.ts";
import type { Path } from "../path.ts";
import { asList, asMap } from "../raw-values.ts";
import type { Contract } from "../schema/contract-schema.ts";
import { suggest } from "../suggest.ts";

/** What in a contract refers to something else in it, and what one may not hold. */
export function checkContract(contract: Contract, add: (path: Path, message: string) => void): void {
  const { parties } = contract.contract;
  const known = new Set(parties);
  const seen = new Set<string>();
  parties.forEach((party, index) => {
    if (seen.has(party.toLowerCase())) {
      add(["contract", "parties", index], `invalid duplicate, party ${quote(party)} is already there`);
    }
    seen.add(party.toLowerCase());
  });
  const { sampler } = contract.settings as Record<string, unknown>;
  if (KNOW_ALL_HAZARDS.has(sampler)) {
    add(["settings", "sampler"], refuseSampler(sampler));
  }
  const designs = new Set(contract.designs.map(({ id }) => id));
  const hazards = new Set(contract.hazards.map((hazard) => asMap(hazard).id));
  const lanes = new Set<string>();
  contract.boundary.forEach((lane, index) => {
    const path = ["boundary", index];
    if (lanes.has(lane.id)) add([...path, "id"], `invalid duplicate, lane ${quote(lane.id)} is already there`);
    lanes.add(lane.id);
    for (const key of ["from", "to"] as const) {
      const party = lane[key];
      if (!known.has(party)) add([...path, key], `unknown party ${quote(party)}${suggest(party, known)}`);
    }
    if (lane.from === lane.to) add([...path, "to"], `invalid lane, it starts and ends at party ${quote(lane.from)}`);
    for (const [design, { ways, leadTimeDays, expedite }] of Object.entries(lane.designs)) {
      const at = [...path, "designs", design];
      if (!designs.has(design)) add(at, `unknown design ${quote(design)}${suggest(design, designs)}`);
      if (!Object.hasOwn(ways, lane.id)) add([...at, "ways"], `missing way ${quote(lane.id)}, the lane itself`);
      const hasFaster = (expedite ?? lane.expedite) !== undefined;
      const isKnown = (way: string): boolean =>
        way === lane.id ||
        (way === `${lane.id}~expedite` && hasFaster) ||
        hazards.has(after(way, `${lane.id}~leak:`)) ||
        isDetour(after(way, `${lane.id}~`), lane.detours.length);
      const wrong = Object.keys(ways).filter((way) => !isKnown(way));
      if (wrong.length > 0) {
        const names = listNames(wrong.map(quote));
        const must = `${quote(lane.id)}, with ~1 to ~${lane.detours.length} for its detours, with ~leak: and a common hazard, or with ~expedite if it has a faster way`;
        add([...at, "ways"], `unknown way ${names}, must be ${must}`);
      }
      if (leadTimeDays === lane.leadTimeDays)
        add([...at, "leadTimeDays"], "invalid leadTimeDays, the lane says the same");
    }
  });
  checkKept(contract, add);
}

/** What follows a prefix; undefined where a text has none. */
function after(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

function isDetour(number: string | undefined, detours: number): boolean {
  return number !== undefined && /^[1-9]\d{0,4}$/.test(number) && Number(number) <= detours;
}

/** What sets off, or goes with, a common hazard is common. */
function checkKept(contract: Contract, add: (path: Path, message: string) => void): void {
  const common = new Set(contract.hazards.map((hazard) => asMap(hazard).id));
  const remedy = "state it here, of kind elsewhere where its targets are for its party alone";
  contract.hazards.forEach((hazard, index) => {
    asList(asMap(hazard).triggers).forEach((trigger, at) => {
      const { hazard: id } = asMap(trigger);
      if (typeof id !== "string" || common.has(id)) return;
      add(
        ["hazards", index, "triggers", at, "hazard"],
        `unknown hazard ${quote(id)}, the contract does not have it; ${remedy}`,
      );
    });
  });
  contract.commonCauses.forEach((cause, index) => {
    asList(asMap(cause).hazards).forEach((id, at) => {
      if (typeof id !== "string" || common.has(id)) return;
      add(
        ["commonCauses", index, "hazards", at],
        `unknown hazard ${quote(id)}, the contract does not have it; ${remedy}`,
      );
    });
  });
}
