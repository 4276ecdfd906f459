import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { StudyError } from "../../../../src/errors.ts";
import { checkParty } from "../../../../src/silos/files/check-party.ts";
import { checkTogether } from "../../../../src/silos/files/check-together.ts";
import { type Edit, edited } from "../../config/full-study.ts";
import { parseParty, RICH, split } from "./joint.ts";

const files = split(RICH);
const PARTIES = ["makers", "sellers"] as const;

interface Edits {
  readonly makers?: readonly Edit[];
  readonly sellers?: readonly Edit[];
  /** Of the contract that all have. */
  readonly contract?: readonly Edit[];
  /** Of the sellers' copy alone. */
  readonly copy?: readonly Edit[];
  readonly parties?: readonly ("makers" | "sellers")[];
}

/** Everything that does not fit, as `file path: message`. */
function complaintsOf({ contract = [], copy = [], parties = PARTIES, ...own }: Edits = {}): string[] {
  const shared = edited(contract, files.contract);
  const checked = parties.map((party) => {
    const text = edited(own[party] ?? [], files.parties[party]);
    const parsed = parseParty(party, text, party === "sellers" ? edited(copy, shared) : shared);
    const isCopy = party === "sellers" && copy.length > 0;
    const named = isCopy ? { ...parsed, contract: { ...parsed.contract, file: "copy.yaml" } } : parsed;
    return checkParty(named as typeof parsed);
  });
  const problems = [...checked.flatMap((party) => party.problems), ...checkTogether(checked)];
  return [...new Set(problems.map(({ file, path, message }) => `${file} ${path}: ${message}`))];
}

test("files of a split study fit together", () => {
  expect(complaintsOf()).toEqual([]);
});

describe("a party's file and the contract are held against each other", () => {
  const figures = (way: string, more: string): Edit => {
    const old = `plain:\n        ways:\n          ship: { unitsPerDay: 10, capacityUnitsPerDay: 20, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }`;
    return [old, `plain:\n        ways:\n          ${way}: ${more}`];
  };
  const at = "contract.yaml boundary[1].designs.plain.ways.ship";

  test("on what the importer orders", () => {
    expect(
      complaintsOf({
        contract: [
          figures("ship", "{ unitsPerDay: 11, capacityUnitsPerDay: 20, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }"),
        ],
      }),
    ).toEqual([
      `${at}.unitsPerDay: invalid value 11, by the file of the party it orders 10 (design 'plain', party 'sellers')`,
    ]);
  });

  test("on what the exporter can make", () => {
    expect(
      complaintsOf({
        contract: [
          figures("ship", "{ unitsPerDay: 90, capacityUnitsPerDay: 200, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }"),
        ],
      })[0],
    ).toMatch(
      /^makers\.yaml world\.sites\[\d\]\.processes\[0\]\.capacityUnitsPerDay: invalid capacityUnitsPerDay \d+, process '.*' must make \d+ units a day at baseline/,
    );
  });

  test("on what a unit is worth, where prices are shared, and what it embodies", () => {
    const dear = "{ unitsPerDay: 10, capacityUnitsPerDay: 20, usdPerUnit: 7.5, embeddedTonnesPerUnit: 0.25 }";
    const tonnes = `${at}.embeddedTonnesPerUnit: invalid value 0.25, by the file of the party a unit embodies 0 (design 'plain', party 'makers')`;
    expect(complaintsOf({ contract: [figures("ship", dear)] })).toEqual([tonnes]);
    expect(complaintsOf({ contract: [figures("ship", dear), ["sharesPrices: false", "sharesPrices: true"]] })).toEqual([
      `${at}.usdPerUnit: invalid value 7.5, by the file of the party a unit costs 7 (design 'plain', party 'makers')`,
      tonnes,
    ]);
  });

  test("on ways, backups and what a lane carries", () => {
    expect(
      complaintsOf({
        contract: [
          [
            "          ship~1: { unitsPerDay: 0, capacityUnitsPerDay: 12, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }\n          ship~expedite: { unitsPerDay: 0, capacityUnitsPerDay: 2,",
            "          ship~expedite: { unitsPerDay: 0, capacityUnitsPerDay: 2,",
          ],
        ],
      }),
    ).toEqual([
      "contract.yaml boundary[1].designs.plain.ways: missing way 'ship~1', by the file of the party the lane has it (design 'plain', party 'sellers')",
    ]);
    expect(complaintsOf({ contract: [["isBackup: true, ", ""]] })).toEqual([
      "contract.yaml boundary[0].designs.guarded.isBackup: invalid value false, by the file of the party it is a backup (design 'guarded', party 'sellers')",
    ]);
    expect(
      complaintsOf({
        sellers: [["{ lane: plane, capacityUnitsPerDay: 4 }", "{ lane: plane, capacityUnitsPerDay: 3 }"]],
      }),
    ).toEqual([
      "contract.yaml boundary[0].designs.guarded.ways.plane.capacityUnitsPerDay: invalid value 4, by the file of the party the lane carries 3 (design 'guarded', party 'sellers')",
    ]);
    expect(
      complaintsOf({
        contract: [
          figures("ship", "{ unitsPerDay: 10, capacityUnitsPerDay: 9, usdPerUnit: 7, embeddedTonnesPerUnit: 0 }"),
        ],
      }).some((line) => line.includes(".capacityUnitsPerDay: invalid")),
    ).toBe(true);
  });

  test("on random demand, for which all warm up", () => {
    expect(complaintsOf({ sellers: [["unmet: lost,", "unmet: lost, demandNoise: { cv: 0.2 },"]] })).toEqual([
      "contract.yaml contract.hasVariableDemand: invalid value false, party 'sellers' has a market whose demand is random or seasonal, and all must warm up for it",
    ]);
  });
});

describe("files of all parties are held against each other", () => {
  test("everybody has the same contract, layout aside", () => {
    expect(complaintsOf({ copy: [["seed: 1", "seed: 2"]] })).toEqual([
      "copy.yaml settings.seed: invalid contract, it says 2 where contract.yaml says 1",
    ]);
    expect(
      complaintsOf({
        copy: [["  seed: 1\n  startDate: 2026-01-01\n", "  startDate: 2026-01-01 # a Thursday\n\n  seed: 1\n"]],
      }),
    ).toEqual([]);
    expect(
      complaintsOf({ copy: [["{ id: canal }, { id: cape }", "{ id: canal }, { id: cape }, { id: horn }"]] }),
    ).toEqual([
      'copy.yaml world.chokepoints[2]: invalid contract, it says {"id":"horn"} where contract.yaml says nothing',
    ]);
  });

  test("nobody is missing and nobody is there twice", () => {
    expect(complaintsOf({ parties: ["makers"] })).toContain(
      "contract.yaml contract.parties[1]: missing file of party 'sellers'",
    );
    expect(complaintsOf({ parties: ["makers", "sellers", "sellers"] })).toEqual([
      "sellers.yaml silo.party: invalid party 'sellers', sellers.yaml is its file already",
    ]);
  });

  test("nothing is named twice: results stand side by side, and draws go by the name", () => {
    const site = "world: { sites: [ { id: store, region: europe";
    expect(
      complaintsOf({
        sellers: [[site, "world: { sites: [ { id: plant, region: europe }, { id: store, region: europe"]],
      })[0],
    ).toBe(
      "sellers.yaml world.sites[0].id: invalid duplicate, party 'makers' has a site 'plant' as well; rename one of them",
    );
    expect(
      complaintsOf({
        sellers: [
          ["- { id: plain }", "- { id: plain }"],
          ["hazards: [ { id: boom,", "hazards: [ { id: boycott,"],
        ],
      }),
    ).toEqual([
      "sellers.yaml hazards[0].id: invalid duplicate, party 'makers' has a hazard 'boycott' as well; rename one of them",
    ]);
  });

  test("what strikes elsewhere strikes somebody", () => {
    expect(
      complaintsOf({
        makers: [
          [
            "  - id: quake\n    name: Landslide at the mine\n    description: Seen once at Secret Hollow.\n    kind: site-outage\n    targets: { sites: [ mine ], clusters: [ hills ], products: [ ore ] }\n",
            "",
          ],
        ],
      }),
    ).toEqual([
      "contract.yaml hazards[2].kind: invalid hazard 'quake', it strikes elsewhere, and none of 'makers', 'sellers' says what",
    ]);
  });

  test("what limits a lane between parties is known at both ends", () => {
    const targets = "    targets: { sites: [ mine ], clusters: [ hills ], products: [ ore ] }\n";
    const why =
      "by the file of party 'makers' it limits what may be sent; state it in the contract, or alike in both files";
    expect(
      complaintsOf({ makers: [[targets, "    targets: { regions: [ asia ] }\n    pauses: [ dispatch ]\n"]] }),
    ).toEqual([
      `sellers.yaml hazards: missing effect of hazard 'quake' on lane 'ship' (design 'plain'), ${why}`,
      `sellers.yaml hazards: missing effect of hazard 'quake' on lane 'ship~1' (design 'plain'), ${why}`,
      `sellers.yaml hazards: missing effect of hazard 'quake' on lane 'ship~expedite' (design 'plain'), ${why}`,
      `sellers.yaml hazards: missing effect of hazard 'quake' on lane 'plane' (design 'guarded'), ${why}`,
    ]);
  });

  test("nothing that one party owns is named in the contract or in the file of another", () => {
    expect(
      complaintsOf({ contract: [["  - id: war\n", "  - id: war\n    description: Drivers would walk.\n"]] }),
    ).toEqual([
      "contract.yaml hazards[0].description: invalid value, it tells of 'drivers', which is known to party 'sellers' alone",
    ]);
    expect(complaintsOf({ sellers: [["title: ", "description: As sold beside the Secret hollow.\ntitle: "]] })).toEqual(
      ["sellers.yaml description: invalid value, it tells of 'secret hollow', which is known to party 'makers' alone"],
    );
  });
});

test("parties come to the figures of the joint study one by one, from a contract without any", () => {
  const shared = edited([["sharesPrices: false", "sharesPrices: true"]], files.contract);
  const agreed = parseYaml(shared) as Record<string, unknown>;
  const draft = parseYaml(shared, (key, value) => (BLANK.has(key as string) ? 0 : value)) as Record<string, unknown>;
  for (let round = 0; round < 5; round++) {
    const said = PARTIES.flatMap(
      (party) => checkParty(parseParty(party, files.parties[party], JSON.stringify(draft))).problems,
    );
    if (said.length === 0) break;
    for (const { path, message } of said) {
      const [, figure] =
        /^invalid value 0, by the file of the party (?:it orders|a unit costs|a unit embodies) (\S+) \(/.exec(
          message,
        ) ?? [];
      expect(figure, message).toBeDefined();
      setAt(draft, path, Number(figure));
    }
  }
  expect(draft).toEqual(agreed);
});

const BLANK = new Set(["unitsPerDay", "usdPerUnit", "embeddedTonnesPerUnit"]);

/** Sets a value at a path as messages show it: `boundary[1].designs.plain`. */
function setAt(root: Record<string, unknown>, path: string, value: number): void {
  const steps = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const holder = steps
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, root);
  holder[steps[steps.length - 1]] = value;
}

test("a party's design that cannot be is a problem of its file", () => {
  const text = edited(
    [["capacityUnitsPerDay: 100, conversion", "capacityUnitsPerDay: 1, conversion"]],
    files.parties.makers,
  );
  const { compiled, problems } = checkParty(parseParty("makers", text, files.contract));
  expect(compiled).toBeUndefined();
  expect(new StudyError(problems).message).toMatch(
    /^makers\.yaml:\d+:\d+ .*must make 20 units a day at baseline in design 'plain'/,
  );
});

test("a hazard in a party's file that touches nothing of it is pointed out", () => {
  const text = edited(
    [["sites: [ mine ], blocs: [ union ]", "sites: [ mine ], blocs: [ apec ]"]],
    files.parties.makers,
  );
  const { warnings } = checkParty(parseParty("makers", text, files.contract));
  expect(warnings).toEqual(["hazard 'boycott' touches nothing of party 'makers' in any design"]);
});
