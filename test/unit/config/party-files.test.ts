import { describe, expect, test } from "vitest";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { partyProblems, RICH, split } from "../silos/files/joint.ts";
import { type Edit, edited } from "./full-study.ts";

const files = split(RICH);

/** A text without its marks «, and the places where they stood. */
function unmarked(file: string, marked: string): { readonly text: string; readonly places: string[] } {
  const places: string[] = [];
  const lines = marked.split("\n").map((line, index) => {
    let rest = line;
    for (let at = rest.indexOf("«"); at >= 0; at = rest.indexOf("«")) {
      places.push(`${file}:${index + 1}:${at + 1}`);
      rest = rest.slice(0, at) + rest.slice(at + 1);
    }
    return rest;
  });
  return { text: lines.join("\n"), places };
}

interface Edits {
  readonly party: "makers" | "sellers";
  /** Of the party's own file. */
  readonly own?: readonly Edit[];
  readonly contract?: readonly Edit[];
}

/** Expects these complaints about the edited files of a party, those of its own file first, each at the place of its mark. */
function expectOf({ party, own = [], contract = [] }: Edits, ...complaints: readonly string[]): void {
  const mine = unmarked(`${party}.yaml`, edited(own, files.parties[party]));
  const shared = unmarked("contract.yaml", edited(contract, files.contract));
  const found = partyProblems(party, mine.text, shared.text);
  const isOwn = (line: string): boolean => line.startsWith(party);
  const places = [...mine.places, ...shared.places];
  expect([...found.filter(isOwn), ...found.filter((line) => !isOwn(line))]).toEqual(
    complaints.map((complaint, index) => `${places[index]} ${complaint}`),
  );
  expect(places, "a mark for every complaint").toHaveLength(complaints.length);
}

describe("a party's file and its contract", () => {
  test("are read as they were written", () => {
    for (const party of ["makers", "sellers"] as const) expectOf({ party });
  });

  test("are needed both", () => {
    const missing = "makers.yaml:5:34 silo.contract: missing contract 'contract.yaml',";
    expect(() => parseStudy("makers.yaml", files.parties.makers)).toThrow(
      `${missing} a party's file can only be read with its contract beside it`,
    );
    expect(() => parseStudy("makers.yaml", files.parties.makers, () => "there is no such file")).toThrow(
      `${missing} there is no such file`,
    );
  });

  test("are refused keys that they do not have, each in its file", () => {
    expectOf(
      { party: "makers", own: [["id: full-makers", "settings: { «horizonDays: 5 }\nid: full-makers"]] },
      "settings.horizonDays: unknown key 'horizonDays'",
    );
    expectOf(
      {
        party: "sellers",
        own: [["- { lane: plane, to: store", "- { lane: plane, «too: store"]],
        contract: [["  products: [ { id: cell", "  «sites: [ { id: mine, region: asia } ]\n  products: [ { id: cell"]],
      },
      "boundaryLanes[0].too: unknown key 'too', did you mean 'to'?",
      "world.sites: unknown key 'sites'",
    );
  });

  test("are of one version and name the party among others", () => {
    expectOf(
      { party: "makers", contract: [["version: 1", "version: «2"]] },
      "contract.version: invalid value 2, must be 1",
    );
    expectOf(
      {
        party: "makers",
        own: [
          ["party: makers", "party: «maker"],
          ["[ { lane: plane, from: plant }, { lane: ship, from: plant } ]", "[ { lane: «plane, from: plant } ]"],
          ["{ lane: ship, allocationPriority: 3 }", "«ship"],
        ],
      },
      "silo.party: unknown party 'maker', the contract does not have it, did you mean 'makers'?",
      "boundaryLanes[0].lane: invalid lane 'plane', by the contract it neither starts nor ends at party 'maker'",
      "designs[1].lanes[1]: unknown lane 'ship'",
    );
    expectOf(
      { party: "makers", contract: [["parties: [ makers, sellers ]", "parties: [ makers, «Makers, sellers ]"]] },
      "contract.parties[1]: invalid duplicate, party 'Makers' is already there",
    );
  });

  test("keep to samplers that need to know no private hazard", () => {
    expectOf(
      { party: "makers", contract: [["  seed: 1\n", "  seed: 1\n  sampler: «stratified\n"]] },
      "settings.sampler: invalid sampler stratified with silos, its scenarios depend on hazards that others keep private; use monte-carlo, antithetic, latin-hypercube or sobol",
    );
  });

  test("are checked as one study, what is wrong being told of the file it stands in", () => {
    expectOf(
      {
        party: "makers",
        own: [["region: asia\n      cluster", "region: «asis\n      cluster"]],
        contract: [
          ["region: asia, headroomFactor", "region: «aisa, headroomFactor"],
          ["avoids: [ canal ]", "avoids: [ «strait ]"],
          ["  seed: 1\n", "  seed: «-1\n"],
        ],
      },
      "world.sites[0].region: unknown region 'asis', did you mean 'asia'?",
      "settings.seed: invalid value -1, must be a whole number in [0, 9007199254740991]",
      "world.ports[0].region: unknown region 'aisa', did you mean 'asia'?",
      "boundary[1].detours[0].avoids[0]: unknown chokepoint 'strait'",
    );
    expectOf(
      {
        party: "sellers",
        own: [
          ["to: store\n    costUsdPerUnit: 2\n", "to: store\n    costUsdPerUnit: «-2\n"],
          ["expedite: { costUsdPerUnit: 31.25, ", "expedite: «{ "],
          ["coverDays: 9", "coverDays: «nine"],
        ],
        contract: [["mode: sea", "mode: «see"]],
      },
      "boundaryLanes[1].costUsdPerUnit: invalid value -2, must be a number in [0, 1e9]",
      "boundaryLanes[1].expedite.costUsdPerUnit: missing value, must be a number in [0, 1e9]",
      'designs[1].stocks[0].coverDays: invalid value "nine", must be a number in [0, 3650]',
      "boundary[1].mode: unknown value 'see', must be one of sea, air, rail, road, pipeline, did you mean 'sea'?",
    );
  });
});

describe("lanes between parties", () => {
  test("are claimed by each end, once, with a site of its own in the region agreed on", () => {
    const lanes = "boundaryLanes: [ { lane: plane, from: plant }, { lane: ship, from: plant } ]";
    const claim = (entries: string): Edits => ({
      party: "makers",
      own: [
        [lanes, `boundaryLanes: ${entries}`],
        ["rail, { lane: ship, allocationPriority: 3 } ]", "rail ]"],
      ],
    });
    const plane = "{ lane: plane, from: plant }";
    expectOf(
      claim(`«[ ${plane} ]`),
      "boundaryLanes: missing lane 'ship', by the contract it crosses the boundary of party 'makers'",
    );
    expectOf(
      claim(`[ ${plane}, { lane: ship, from: plant }, { lane: «ship, from: plant }, { lane: «train, from: plant } ]`),
      "boundaryLanes[2].lane: invalid duplicate, lane 'ship' is already there",
      "boundaryLanes[3].lane: unknown lane 'train', the contract has none of this name between parties",
    );
    expectOf(
      claim(`[ ${plane}, «{ lane: ship, to: «plant } ]`),
      "boundaryLanes[1]: missing from, must name the site at this party's end of the lane",
      "boundaryLanes[1].to: invalid to, the lane leads to party 'sellers', whose sites are not named here",
    );
    expectOf(
      claim(`[ ${plane}, { lane: ship, from: «plamt, costUsdPerUnit: «5 } ]`),
      "boundaryLanes[1].from: unknown site 'plamt', did you mean 'plant'?",
      "boundaryLanes[1].costUsdPerUnit: invalid costUsdPerUnit, the lane leads to party 'sellers', to whom freight, duty and way belong",
    );
    expectOf(
      {
        party: "sellers",
        own: [
          ["{ id: store, region: europe", "{ id: store, region: asia"],
          ["plane, to: store", "plane, to: «store"],
          ["to: store\n    cost", "to: «store\n    cost"],
        ],
      },
      "boundaryLanes[0].to: invalid site 'store', it lies in 'asia', but by the contract the lane ends in 'europe'",
      "boundaryLanes[1].to: invalid site 'store', it lies in 'asia', but by the contract the lane ends in 'europe'",
    );
  });

  test("lead to sites that others do not name", () => {
    expectOf(
      { party: "makers", own: [["from: mine, to: plant", "from: mine, to: «counterparty.0001"]] },
      "world.lanes[0].to: unknown site 'counterparty.0001', lanes to and from other parties stand in boundaryLanes",
    );
  });

  test("have no more ways than agreed", () => {
    expectOf(
      {
        party: "sellers",
        own: [["capacityUnitsPerDay: 12 } ]", "capacityUnitsPerDay: 12 }, «{ extraCostUsdPerUnit: 1 } ]"]],
      },
      "boundaryLanes[1].detours[1]: invalid detour, by the contract the lane has 1",
    );
    expectOf(
      {
        party: "sellers",
        contract: [
          ["    expedite: { mode: air, leadTimeDays: 3, distanceKm: 9100 }\n", ""],
          ["plain:\n        ways:\n          ship: {", "plain:\n        ways:\n          «ship: {"],
        ],
        own: [["    expedite: { costUsdPerUnit: 31.25", "    expedite: «{ costUsdPerUnit: 31.25"]],
      },
      "boundaryLanes[1].expedite: invalid expedite, by the contract the lane has no faster way",
      "boundary[1].designs.plain.ways: unknown way 'ship~expedite', must be 'ship', with ~1 to ~1 for its detours, with ~leak: and a common hazard, or with ~expedite if it has a faster way",
    );
    expectOf(
      {
        party: "makers",
        contract: [["plain:\n        ways:\n          ship: {", "plain:\n        ways:\n          ««ship~2: {"]],
      },
      "boundary[1].designs.plain.ways: missing way 'ship', the lane itself",
      "boundary[1].designs.plain.ways: unknown way 'ship~2', must be 'ship', with ~1 to ~1 for its detours, with ~leak: and a common hazard, or with ~expedite if it has a faster way",
    );
  });

  test("are known by parties and designs that there are, once, and take a day or more", () => {
    expectOf(
      {
        party: "makers",
        contract: [
          ["to: sellers\n    toRegion: europe\n    mode: sea", "to: «sellars\n    toRegion: europe\n    mode: sea"],
          ["      guarded:\n        leadTimeDays", "      guardet:\n        «leadTimeDays"],
        ],
        own: [["{ lane: ship, allocationPriority: 3 }", "«ship"]],
      },
      "designs[1].lanes[1]: invalid lane 'ship', by the contract design 'guarded' does not use it",
      "boundary[1].to: unknown party 'sellars', did you mean 'sellers'?",
      "boundary[1].designs.guardet: unknown design 'guardet', did you mean 'guarded'?",
    );
    expectOf(
      { party: "makers", contract: [["leadTimeDays: 30", "leadTimeDays: «0"]] },
      "boundary[1].leadTimeDays: invalid value 0, must be a whole number in [1, 1000]",
    );
    expectOf(
      {
        party: "makers",
        contract: [
          [
            "ship: { unitsPerDay: 10, capacityUnitsPerDay: 20, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }\n          ship~1: { unitsPerDay: 0, capacityUnitsPerDay: 12, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }\n          ship~expedite: { unitsPerDay: 0, capacityUnitsPerDay: 2,",
            "ship: { unitsPerDay: «-10, capacityUnitsPerDay: 20, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }\n          ship~expedite: { unitsPerDay: 0, capacityUnitsPerDay: 2,",
          ],
        ],
      },
      "boundary[1].designs.plain.ways.ship.unitsPerDay: invalid value -10, must be a number in [0, 1e15]",
    );
  });
});

describe("designs of a party", () => {
  test("are those of the contract, each of them", () => {
    expectOf(
      { party: "makers", own: [["  - { id: plain, lanes: [ rail ] }\n", "  «- { id: «plane, lanes: [ rail ] }\n"]] },
      "designs: missing design 'plain' of the contract",
      "designs[0].id: unknown design 'plane', the contract does not have it, did you mean 'plain'?",
    );
    expectOf(
      {
        party: "makers",
        own: [["{ id: plain, lanes: [ rail ] }", "{ id: plain, «planner: { restockDays: 3 }, lanes: [ rail ] }"]],
      },
      "designs[0].planner: unknown key 'planner'",
    );
  });

  test("change of boundary lanes only what is the party's", () => {
    expectOf(
      { party: "makers", own: [["{ lane: ship, allocationPriority: 3 }", "{ lane: ship, costUsdPerUnit: «3 }"]] },
      "designs[1].lanes[1].costUsdPerUnit: invalid costUsdPerUnit of a lane between parties, it is for the party where the lane ends",
    );
    expectOf(
      {
        party: "sellers",
        own: [
          ["{ lane: plane, capacityUnitsPerDay: 4 }", "{ lane: plane, leadTimeDays: «4 }"],
          ["- { id: plain }", "- { id: plain, lanes: [ ship, «plane ] }"],
        ],
      },
      "designs[0].lanes[1]: invalid lane 'plane', by the contract design 'plain' does not use it",
      "designs[1].lanes[1].leadTimeDays: invalid leadTimeDays of a lane between parties, the contract states it",
    );
  });
});

describe("common hazards", () => {
  test("are drawn as the contract says, and strike what each party says", () => {
    expectOf(
      { party: "makers", own: [["    kind: site-outage\n", "    kind: site-outage\n    severity: «1\n"]] },
      "hazards[0].severity: invalid severity of a common hazard, the contract states it; here stand its kind and what it strikes",
    );
    expectOf(
      { party: "makers", own: [["  - id: quake\n", "  - { id: «war, kind: elsewhere }\n  - id: quake\n"]] },
      "hazards[0].id: invalid hazard 'war', the contract states all of it",
    );
    expectOf(
      { party: "makers", own: [["sites: [ mine ], clusters", "sites: [ «nine ], clusters"]] },
      "hazards[0].targets.sites[0]: unknown site 'nine', did you mean 'mine'?",
    );
    expectOf(
      { party: "makers", contract: [["severity: 0.5 }", "severity: «1.5 }"]] },
      "hazards[2].severity: invalid value 1.5, must be a number in [0, 1]",
    );
  });

  test("are moved by nothing that one party alone knows", () => {
    const boycott = "- { id: boycott, kind: sanction,";
    const why = "it is common to all parties and what moves it must stand in the contract";
    expectOf(
      { party: "makers", own: [[boycott, `${boycott} triggers: [ { hazard: «quake } ],`]] },
      `hazards[1].triggers[0].hazard: invalid hazard 'quake', ${why}`,
    );
    expectOf(
      {
        party: "makers",
        own: [
          [
            "\ndesigns:\n",
            "\ncommonCauses: [ { id: weather, hazards: [ boycott, «war ], correlation: 0.5 } ]\ndesigns:\n",
          ],
        ],
      },
      `commonCauses[0].hazards[1]: invalid hazard 'war', ${why}`,
    );
    expectOf(
      { party: "makers", contract: [["triggers: [ { hazard: quake", "triggers: [ { hazard: «boycott"]] },
      "hazards[0].triggers[0].hazard: unknown hazard 'boycott', the contract does not have it; state it here, of kind elsewhere where its targets are for its party alone",
    );
  });
});
