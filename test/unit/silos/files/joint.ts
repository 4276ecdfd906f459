import { compileStudy } from "../../../../src/compile-study.ts";
import { type ParsedStudy, parseStudy } from "../../../../src/config/parse-study.ts";
import { StudyError } from "../../../../src/errors.ts";
import { splitStudy } from "../../../../src/silos/files/split-study.ts";
import { writeSplit } from "../../../../src/silos/files/write-split.ts";
import { edited } from "../../config/full-study.ts";

/** The full study in two parties; what would reach their boundary by a name that one of them keeps is aimed otherwise. */
export const JOINT = `${edited([
  ["targets: { sites: [store] }\n    addSpoilage", "targets: { regions: [europe] }\n    addSpoilage"],
  ["targets: { sites: [plant], blocs: [union] }", "targets: { sites: [mine], blocs: [union] }"],
])}silos:
  sharesPrices: false
  parties:
    - { id: makers, sites: [mine, plant] }
    - { id: sellers, sites: [store] }
`;

/** The same with what is cut in more than one way: a private hazard that a common one sets off, terms of every kind, names that tell. */
export const RICH = edited(
  [
    [
      "targets: { chokepoints: [canal], regions: [europe] }",
      "targets: { chokepoints: [canal], regions: [europe] }\n    triggers: [{ hazard: quake, probability: 0.5 }]",
    ],
    [
      "extraDays: 10 }",
      "extraDays: 10, extraKm: 7000, extraCostUsdPerUnit: 1.25, capacityUnitsPerDay: 12 }\n      expedite: { mode: air, leadTimeDays: 3, costUsdPerUnit: 31.25, distanceKm: 9100, capacityUnitsPerDay: 2, activationDelayDays: 4 }",
    ],
    [
      "lanes: [{ lane: plane, capacityUnitsPerDay: 4 }]",
      "lanes: [{ lane: plane, capacityUnitsPerDay: 4 }, { lane: ship, leadTimeDays: 28, costUsdPerUnit: 2.5, allocationPriority: 3, expedite: { leadTimeDays: 2, costUsdPerUnit: 40, distanceKm: 9000, capacityUnitsPerDay: 3, activationDelayDays: 1 } }]",
    ],
    [
      "  - id: quake\n",
      "  - id: quake\n    name: Landslide at the mine\n    description: Seen once at Secret Hollow.\n",
    ],
    [
      "title: Every list has an entry\n",
      "title: Every list has an entry\ndescription: For readers who may know all.\n",
    ],
    ["- id: mine\n", "- id: mine\n      name: Secret Hollow\n      fixedCostUsdPerDay: 271828.1828\n"],
    ["- id: store\n", "- id: store\n      name: Shop beside Secret Hollow\n"],
  ],
  JOINT,
);

export interface Files {
  readonly contract: string;
  readonly parties: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** The files of a joint study. */
export function split(text: string, name = "joint.yaml"): Files & { readonly joint: ParsedStudy } {
  const joint = parseStudy(name, text);
  const cut = splitStudy(joint, compileStudy(joint));
  const [contract, ...parties] = writeSplit(cut, name);
  return {
    joint,
    contract: contract.text,
    parties: Object.fromEntries(parties.map(({ name, text }) => [name.replace(/\.yaml$/, ""), text])),
    notes: cut.notes,
  };
}

/** One party's study, read from its file and the contract. */
export function parseParty(party: string, text: string, contract: string): ParsedStudy {
  return parseStudy(`${party}.yaml`, text, () => ({ file: "contract.yaml", text: contract }));
}

/** All problems of a party's file and its contract, one a line; none where they are valid. */
export function partyProblems(party: string, text: string, contract: string): string[] {
  try {
    parseParty(party, text, contract);
    return [];
  } catch (error) {
    if (error instanceof StudyError) return error.message.split("\n");
    throw error;
  }
}
