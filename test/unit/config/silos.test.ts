import { describe, expect, test } from "vitest";
import { JOINT } from "../silos/files/joint.ts";
import { type Edit, edited, expectComplaints, FULL_STUDY, parse, problemsOf } from "./full-study.ts";

function expectOf(edits: readonly Edit[], complaints: readonly string[]): void {
  expectComplaints(edits, complaints, JOINT);
}

describe("silos of a joint study", () => {
  test("say who owns which site, and whether prices are shared: by default they are", () => {
    expect(parse(JOINT).study.silos).toEqual({
      sharesPrices: false,
      parties: [
        { id: "makers", sites: ["mine", "plant"] },
        { id: "sellers", sites: ["store"] },
      ],
    });
    expect(parse(edited([["  sharesPrices: false\n", ""]], JOINT)).study.silos?.sharesPrices).toBe(true);
    expect(parse(FULL_STUDY).study).not.toHaveProperty("silos");
  });

  test("name at least two parties, each once, none of them like the contract's file", () => {
    expectOf(
      [
        ["parties:\n    - { id: makers, sites: [mine, plant] }\n    - {", "parties:\n    «- {"],
        ["sites: [store] }\n", "sites: [mine, plant, store] }\n"],
      ],
      ["silos.parties: invalid list, must name at least two parties"],
    );
    expectOf(
      [["id: sellers, sites", "id: «Makers, sites"]],
      ["silos.parties[1].id: invalid duplicate, party 'Makers' is already there"],
    );
    expectOf(
      [["id: sellers, sites", "id: «contract, sites"]],
      ['silos.parties[1].id: invalid id "contract", the file of that name holds what all parties share'],
    );
  });

  test("give every site to exactly one party", () => {
    expectOf(
      [["[mine, plant] }", "[mine, plant, «mill] }"]],
      ["silos.parties[0].sites[2]: unknown site 'mill', did you mean 'mine'?"],
    );
    expectOf(
      [["sites: [store] }\n", "sites: [store, «plant] }\n"]],
      ["silos.parties[1].sites[1]: invalid site 'plant', it belongs to party 'makers' already"],
    );
    expectOf(
      [["parties:\n    - { id: makers, sites: [mine, plant]", "parties:\n    «- { id: makers, sites: [mine]"]],
      ["silos.parties: missing site 'plant', every site belongs to one party"],
    );
  });

  test("leave the names of what stands for others free", () => {
    const text = JOINT.replaceAll("mine", "counterparty.0000");
    expect(problemsOf(text).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "world.sites[0].id: invalid id 'counterparty.0000', 'counterparty.' names what stands for other parties",
    ]);
  });
});

describe("a joint study cannot be cut", () => {
  const within =
    "between parties 'makers' and 'sellers' goods take a day or more: both simulate a day before they hear of each other";

  test("where goods would cross within the day", () => {
    expectOf(
      [["distanceKm: 9000\n      leadTimeDays: 1\n", "distanceKm: 9000\n      leadTimeDays: «0\n"]],
      [`world.lanes[2].leadTimeDays: invalid lead time 0, ${within}`],
    );
    const air = "costUsdPerUnit: 9, distanceKm: 9, capacityUnitsPerDay: 9, activationDelayDays: 1";
    expectOf(
      [
        [
          "      backup: { activationDelayDays: 3 }\n",
          `      backup: { activationDelayDays: 3 }\n      expedite: { leadTimeDays: «0, ${air} }\n`,
        ],
        ["[{ lane: plane, capacityUnitsPerDay: 4 }]", "[{ lane: plane, capacityUnitsPerDay: 4, leadTimeDays: «0 }]"],
      ],
      [
        `world.lanes[2].expedite.leadTimeDays: invalid lead time 0, ${within}`,
        `designs[1].lanes[0].leadTimeDays: invalid lead time 0, ${within}`,
      ],
    );
    expect(
      problemsOf(edited([["leadTimeDays: 2, costUsdPerUnit: 1 }", "leadTimeDays: 0, costUsdPerUnit: 1 }"]], JOINT)),
    ).toEqual([]);
  });

  test("through a cluster that lends capacity", () => {
    const shared: Edit[] = [
      ["- id: store\n      region: europe\n", "- id: store\n      region: europe\n      cluster: hills\n"],
    ];
    const message =
      "invalid clusterPooling, cluster 'hills' belongs to parties 'makers' and 'sellers', who cannot lend each other capacity; give one party the whole cluster, or its parts names of their own";
    expectOf(
      [...shared, ["restockDays: 2 }", "restockDays: 2, clusterPooling: «{ activationDelayDays: 3 } }"]],
      [`settings.planner.clusterPooling: ${message}`],
    );
    expectOf(
      [
        ...shared,
        ["    extends: plain\n", "    extends: plain\n    planner: { clusterPooling: «{ activationDelayDays: 3 } }\n"],
      ],
      [`designs[1].planner.clusterPooling: ${message}`],
    );
    expect(problemsOf(edited(shared, JOINT))).toEqual([]);
  });

  test("where a limit in tonnes would have to be shared out between parties", () => {
    const rail: Edit = [
      "leadTimeDays: 2, costUsdPerUnit: 1 }",
      "leadTimeDays: 2, costUsdPerUnit: 1, via: [canal, delta] }",
    ];
    const limits: Edit[] = [
      ["- { id: canal }", "- { id: canal, throughputTonnesPerDay: «900 }"],
      ["{ id: delta, region: europe }", "{ id: delta, region: europe, handlingTonnesPerDay: «900 }"],
    ];
    const who = "lanes of parties 'makers' and 'sellers' use";
    expectOf(
      [rail, ...limits],
      [
        `world.chokepoints[0].throughputTonnesPerDay: invalid throughputTonnesPerDay, ${who} chokepoint 'canal', who do not know each other's tonnes; state capacityUnitsPerDay of the lanes`,
        `world.ports[1].handlingTonnesPerDay: invalid handlingTonnesPerDay, ${who} port 'delta', who do not know each other's tonnes; use headroomFactor, or a port of its own for each`,
      ],
    );
    expect(problemsOf(edited(limits, JOINT).replaceAll("«", ""))).toEqual([]);
  });

  test("where goods come back from a market of another party", () => {
    const recycling = "recycling: { markets: [«drivers], unitsPerUnitSold: 1, delayDays: 9 }";
    const message =
      "invalid market 'drivers', it belongs to party 'sellers' and the process to 'makers', who does not know what was sold";
    expectOf(
      [["{ output: ore, capacityUnitsPerDay: 100,", `{ output: ore, ${recycling}, capacityUnitsPerDay: 100,`]],
      [`world.sites[0].processes[0].recycling.markets[0]: ${message}`],
    );
    expectOf(
      [["output: cell, capacityUnitsPerDay: 30 }", `output: cell, ${recycling} }`]],
      [`designs[1].processes[0].recycling.markets[0]: ${message}`],
    );
  });

  test.each(["stratified", "importance"])("when it is sampled by %s", (sampler) => {
    const importance = sampler === "importance" ? "  importance: { rateFactor: 2 }\n" : "";
    expectOf(
      [["  seed: 1\n", `  seed: 1\n  sampler: «${sampler}\n${importance}`]],
      [
        `settings.sampler: invalid sampler ${sampler} with silos, its scenarios depend on hazards that others keep private; use monte-carlo, antithetic, latin-hypercube or sobol`,
      ],
    );
  });

  test("when it runs to a precision", () => {
    expectOf(
      [["  seed: 1\n", "  seed: 1\n  precision: «{ relativeHalfWidth: 0.1 }\n"]],
      [
        "settings.precision: invalid precision with silos, every party would stop at another number of scenarios; state how many",
      ],
    );
  });
});

describe("a hazard may not reach a boundary by the name of a site or cluster", () => {
  const message = (name: string, lane = "ship"): string =>
    `invalid target '${name}', by this name the hazard reaches lane '${lane}' between parties 'makers' and 'sellers', and only one of them knows it; aim at regions, products or ports instead`;
  const quake = "targets: { sites: [mine], clusters: [hills], products: [ore] }";

  test("as a sanction, unless no lane of the site crosses the border", () => {
    expectOf(
      [["{ sites: [mine], blocs: [union] }", "{ sites: [«plant], blocs: [union] }"]],
      [`hazards[10].targets.sites[0]: ${message("plant")}`],
    );
  });

  test("as an outage that stops dispatch or receipt, of the products named", () => {
    const hits = (targets: string, pauses: string): Edit[] => [[quake, `targets: ${targets}\n    pauses: [${pauses}]`]];
    expectOf(hits("{ sites: [mine, «plant] }", "dispatch"), [`hazards[2].targets.sites[1]: ${message("plant")}`]);
    expectOf(hits("{ sites: [«store] }", "receipt"), [`hazards[2].targets.sites[0]: ${message("store")}`]);
    for (const [targets, pauses] of [
      ["{ sites: [plant, store] }", "production, orders"],
      ["{ sites: [plant] }", "receipt"],
      ["{ sites: [store] }", "dispatch"],
      ["{ sites: [plant], products: [ore] }", "dispatch"],
    ]) {
      expect(problemsOf(edited(hits(targets, pauses), JOINT)), targets).toEqual([]);
    }
    expectOf(
      [
        [quake, "targets: { clusters: [«hills] }\n    pauses: [dispatch]"],
        ["- id: plant\n      region: asia\n", "- id: plant\n      region: asia\n      cluster: hills\n"],
      ],
      [`hazards[2].targets.clusters[0]: ${message("hills")}`],
    );
  });

  test("as a cold chain that fails under way", () => {
    const heat: Edit = [
      "targets: { regions: [europe] }\n    addSpoilage",
      "targets: { sites: [«store] }\n    addSpoilage",
    ];
    expectOf([heat], [`hazards[9].targets.sites[0]: ${message("store")}`]);
    const inStore: Edit[] = [
      [heat[0], `${heat[1].replace("«", "").replace("    add", "    affects: [storage]\n    add")}`],
    ];
    expect(problemsOf(edited(inStore, JOINT))).toEqual([]);
  });
});
