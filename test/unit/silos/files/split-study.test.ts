import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { compileStudy } from "../../../../src/compile-study.ts";
import type { Study } from "../../../../src/config/study.ts";
import { createScenarioSampler } from "../../../../src/sample/scenario-sampler.ts";
import { writeYaml } from "../../../../src/silos/files/write-yaml.ts";
import { edited } from "../../config/full-study.ts";
import { JOINT, parseParty, RICH, split } from "./joint.ts";

const rich = split(RICH);
const studyOf = (party: string, files = rich): Study => parseParty(party, files.parties[party], files.contract).study;
const [makers, sellers] = [studyOf("makers"), studyOf("sellers")];
const { study: joint } = rich.joint;
const isStub = ({ id }: { readonly id: string }): boolean => id.startsWith("counterparty.");
const byId = <Item extends { readonly id: string }>(items: readonly Item[], id: string): Item =>
  items.find((item) => item.id === id) as Item;

describe("a party's file", () => {
  test("has its own sites, inner lanes and markets, to the last number", () => {
    const own = (sites: readonly string[]): unknown => joint.world.sites.filter(({ id }) => sites.includes(id));
    expect(makers.world.sites.filter((site) => !isStub(site))).toEqual(own(["mine", "plant"]));
    const [store] = own(["store"]) as [{ name: string }];
    expect(sellers.world.sites.filter((site) => !isStub(site))).toEqual([{ ...store, name: "store" }]);
    expect(byId(makers.world.lanes, "rail")).toEqual(byId(joint.world.lanes, "rail"));
    expect(makers.markets).toEqual([]);
    expect(sellers.markets).toEqual(joint.markets);
    expect(sellers.world.lanes.map(({ id }) => id)).toEqual(["plane", "ship"]);
  });

  test("has a site that stands for the other end of each boundary lane, of which nothing but the region is known", () => {
    expect(makers.world.sites.filter(isStub)).toEqual(
      ["counterparty.0000", "counterparty.0001"].map((id) => ({
        id,
        name: id,
        region: "europe",
        fixedCostUsdPerDay: 0,
        processes: [],
        stocks: [],
      })),
    );
    expect(sellers.world.sites.filter(isStub).map(({ region }) => region)).toEqual(["asia", "asia"]);
    const ship = byId(joint.world.lanes, "ship");
    expect(byId(sellers.world.lanes, "ship")).toEqual({ ...ship, from: "counterparty.0001", allocationPriority: 0 });
    // The exporter knows the way, but neither freight nor limits nor when a backup is called.
    expect(byId(makers.world.lanes, "ship")).toEqual({
      ...ship,
      to: "counterparty.0001",
      costUsdPerUnit: 0,
      detours: ship.detours.map(({ capacityUnitsPerDay: _, ...detour }) => ({ ...detour, extraCostUsdPerUnit: 0 })),
      expedite: { ...ship.expedite, costUsdPerUnit: 0, capacityUnitsPerDay: 1, activationDelayDays: 0 },
    });
    const { backup: _, capacityUnitsPerDay: __, ...plane } = byId(joint.world.lanes, "plane");
    expect(byId(makers.world.lanes, "plane")).toEqual({ ...plane, to: "counterparty.0000", costUsdPerUnit: 0 });
  });

  test("has its part of every design, flat, with what the design says of boundary lanes by who knows it", () => {
    const lanesOf = ({ designs }: Study, design: string): unknown =>
      Object.fromEntries(byId(designs, design).lanes.map((entry) => [entry.lane, entry]));
    const faster = { leadTimeDays: 2, distanceKm: 9000, mode: "air" };
    expect(lanesOf(sellers, "guarded")).toEqual({
      plane: { lane: "plane", capacityUnitsPerDay: 4 },
      ship: {
        lane: "ship",
        leadTimeDays: 28,
        costUsdPerUnit: 2.5,
        expedite: { ...faster, costUsdPerUnit: 40, capacityUnitsPerDay: 3, activationDelayDays: 1 },
      },
    });
    const backup = { priority: 1, reservationCostUsdPerDay: 0, qualificationDays: 0, qualificationCostUsd: 0 };
    expect(lanesOf(makers, "guarded")).toEqual({
      rail: { lane: "rail" },
      ship: {
        lane: "ship",
        leadTimeDays: 28,
        allocationPriority: 3,
        expedite: { ...faster, costUsdPerUnit: 0, capacityUnitsPerDay: 1, activationDelayDays: 0 },
      },
      plane: { lane: "plane", capacityUnitsPerDay: 4, backup: { ...backup, activationDelayDays: 0 } },
    });
    expect(lanesOf(sellers, "plain")).toEqual({ ship: { lane: "ship" } });
    const guarded = byId(joint.designs, "guarded");
    expect(byId(sellers.designs, "guarded").stocks).toEqual(guarded.stocks);
    expect(byId(sellers.designs, "guarded").sites).toEqual(guarded.sites);
    expect(byId(sellers.designs, "guarded").processes).toEqual([]);
    expect(byId(makers.designs, "guarded").processes).toEqual(guarded.processes);
    for (const study of [makers, sellers]) {
      expect(study.designs.map(({ id, planner }) => [id, planner])).toEqual(
        joint.designs.map(({ id, planner }) => [id, planner]),
      );
      // Blocks change no number; parties, who meet every evening of each, have large ones.
      expect(study.settings).toEqual({ ...joint.settings, blockScenarios: 250 });
    }
  });

  test("knows the figures that all agreed on, to the bit", () => {
    const { designs } = compileStudy(rich.joint);
    for (const study of [makers, sellers]) {
      expect(study.silo).toMatchObject({
        parties: ["makers", "sellers"],
        sharesPrices: false,
        hasVariableDemand: false,
      });
      const ship = study.silo?.lanes[1];
      expect(ship).toMatchObject({ lane: "ship", from: "makers", to: "sellers", stubSite: "counterparty.0001" });
      designs.forEach(({ network, labels }, design) => {
        const ways = ship?.baselines[joint.designs[design].id] ?? {};
        expect(Object.keys(ways).sort()).toEqual(labels.lanes.filter((way) => way.startsWith("ship")).sort());
        for (const [way, figures] of Object.entries(ways)) {
          const lane = labels.lanes.indexOf(way);
          expect(figures.capacityUnitsPerDay).toBe(network.laneCapacityUnitsPerDay[lane]);
          expect(figures.unitsPerDay).toBe(way === "ship" ? 10 : 0);
          expect(figures.usdPerUnit).toBe(network.stockUnitCostUsd[network.laneFrom[lane]]);
          expect(figures.embeddedTonnesPerUnit).toBe(network.stockEmbeddedTonnesPerUnit[network.laneFrom[lane]]);
        }
      });
    }
  });

  test("keeps what an extended design says only where this one moves the goods", () => {
    const files = split(
      edited(
        [
          [
            "    sites: [{ site: store, fixedCostUsdPerDay: 12 }]\n",
            "    sites: [{ site: store, fixedCostUsdPerDay: 12 }]\n  - id: bare\n    extends: guarded\n    dropLanes: [rail, ship]\n    lanes: [{ lane: plane, backup: none, capacityUnitsPerDay: 90 }]\n",
          ],
          [
            "- { id: makers, sites: [mine, plant] }",
            "- { id: makers, sites: [mine] }\n    - { id: plants, sites: [plant, spare] }",
          ],
          [
            "    - id: store\n",
            "    - id: spare\n      region: asia\n      processes: [{ output: cell, capacityUnitsPerDay: 90, conversionCostUsdPerUnit: 9 }]\n    - id: store\n",
          ],
          [
            "    - id: plane\n      product: cell\n      from: plant\n",
            "    - id: plane\n      product: cell\n      from: spare\n",
          ],
        ],
        JOINT,
      ),
    );
    const bare = byId(studyOf("plants", files).designs, "bare");
    expect(bare).toMatchObject({ processes: [], lanes: [{ lane: "plane" }] });
    expect(byId(studyOf("makers", files).designs, "bare").lanes).toEqual([]);
  });
});

describe("hazards", () => {
  const kinds = ({ hazards }: Study): unknown => Object.fromEntries(hazards.map(({ id, kind }) => [id, kind]));

  test("that touch one party alone are in its file only; what sets them off makes them common, their targets stay private", () => {
    expect(kinds(split(JOINT).joint.study)).toEqual(kinds(joint));
    const plain = split(JOINT);
    expect(kinds(studyOf("sellers", plain))).not.toHaveProperty("quake");
    expect(kinds(studyOf("makers", plain))).toMatchObject({ quake: "site-outage", boycott: "sanction" });
    expect(plain.contract).not.toContain("quake");
    expect(kinds(sellers)).toMatchObject({ quake: "elsewhere", war: "blockade" });
    expect(kinds(sellers)).not.toHaveProperty("boycott");
    expect(byId(makers.hazards, "quake")).toEqual(byId(joint.hazards, "quake"));
    const { kind: _, ...elsewhere } = byId(sellers.hazards, "quake");
    expect(elsewhere).toEqual({
      id: "quake",
      name: "quake",
      arrival: { days: [3, 40] },
      durationDays: "permanent",
      severity: { distribution: "fixed", value: 0.5 },
      recovery: { profile: "step" },
      announcementLeadDays: { distribution: "fixed", value: 0 },
      isEndKnown: false,
      triggers: [],
    });
  });

  test.each(["monte-carlo", "antithetic", "latin-hypercube", "sobol"])(
    "strike every party alike under %s, whatever private ones others have",
    (sampler) => {
      const text = readFileSync(new URL("../../../../configs/semiconductors.yaml", import.meta.url), "utf8");
      const silos = `silos: { parties: [{ id: east, sites: [baotou, isohara, himeji, kawasaki, shirakawa, gongju, ogaki, luzhu, kulim, tainan, kumamoto, pyeongtaek, shanghai, hsinchu, penang, oita, suzhou, japan-hub, shenzhen-hub, hanoi-hub] }, { id: west, sites: [trail, spokane, leuven, freiberg, sherman, veldhoven, phoenix, leixlip, peoria, porto, us-hub, eu-hub] }] }\n`;
      const files = split(`${text.replace("  scenarios: 1000", `  scenarios: 1000\n  sampler: ${sampler}`)}\n${silos}`);
      const whole = files.joint.study;
      const strikes = (study: Study, index: number, known: ReadonlySet<string>): unknown => {
        const { disruptions } = createScenarioSampler(study)(index);
        return disruptions
          .map(({ hazard, triggeredBy = -1, ...strike }) => ({
            ...strike,
            hazard: study.hazards[hazard].id,
            by: triggeredBy < 0 ? undefined : study.hazards[disruptions[triggeredBy].hazard].id,
          }))
          .filter(({ hazard }) => known.has(hazard));
      };
      for (const party of ["east", "west"]) {
        const study = studyOf(party, files);
        const known = new Set(study.hazards.map(({ id }) => id));
        expect(known.size).toBeLessThan(whole.hazards.length);
        for (let index = 0; index < 200; index++) {
          expect(strikes(study, index, known)).toEqual(strikes(whole, index, known));
        }
      }
    },
    20_000,
  );
});

describe("nothing private leaves its file", () => {
  test("no site, cost, name, market or hazard of one party stands in the contract or in the file of another", () => {
    for (const secret of ["Secret Hollow", "271828.1828", "mine", "boycott", "rail", "hills"]) {
      expect(rich.parties.makers, secret).toContain(secret);
      expect(rich.contract, secret).not.toContain(secret);
      expect(rich.parties.sellers, secret).not.toContain(secret);
    }
    for (const secret of ["store", "drivers", "31.25", "activationDelayDays: 3", "fixedCostUsdPerDay: 12"]) {
      expect(rich.parties.sellers, secret).toContain(secret);
      expect(rich.contract, secret).not.toContain(secret);
      expect(rich.parties.makers, secret).not.toContain(secret);
    }
  });

  test("words that tell of others are left out, and noted; descriptions of common hazards too", () => {
    expect(rich.notes.slice(0, 1)).toEqual([
      "name of sites 'store' is not in the file of party 'sellers', it tells of 'secret hollow'",
    ]);
    expect(rich.contract).not.toContain("Landslide");
    expect(rich.parties.makers).toContain("Landslide");
  });

  test("what one party alone uses of the world stays with it", () => {
    const { world } = parseYaml(rich.contract) as { world: Record<string, { id: string }[]> };
    expect(world.products.map(({ id }) => id)).toEqual(["cell"]);
    expect(makers.world.products.map(({ id }) => id).sort()).toEqual(["cell", "ore"]);
    expect(sellers.world.products.map(({ id }) => id)).toEqual(["cell"]);
  });
});

describe("what no party alone can judge or compute", () => {
  test("is left out and said: policies of the whole, runs without a disruption, criteria of the whole or without markets", () => {
    const { notes, parties } = split(
      edited(
        [
          ["  seed: 1\n", "  seed: 1\n  eventLosses: true\n  attribution: { scenarios: 10 }\n"],
          [
            "    sites: [{ site: store",
            "    policies: { localContent: [{ bloc: apec, minShare: 0.1 }] }\n    sites: [{ site: store",
          ],
          ["silos:\n", 'criteria: ["lostRevenueUsd.mean <= 5", "localContentShare.mean >= 0.1"]\nsilos:\n'],
          ["localBloc: union", "localBloc: apec"],
        ],
        JOINT,
      ),
    );
    expect(notes.filter((note) => !note.startsWith("parties who"))).toEqual([
      "criterion 'lostRevenueUsd.mean <= 5' is not in the file of party 'makers', which has no market",
      "criterion 'localContentShare.mean >= 0.1' is not in the file of party 'makers', no party alone can judge it",
      "criterion 'localContentShare.mean >= 0.1' is not in the file of party 'sellers', no party alone can judge it",
      "settings.eventLosses is in no file, it needs runs that all parties would have to make alike",
      "settings.attribution is in no file, it needs runs that all parties would have to make alike",
      "policy localContent of design 'guarded' is in no file, no party alone can judge it",
    ]);
    expect(parseYaml(parties.sellers)).toMatchObject({ criteria: ["lostRevenueUsd.mean <= 5"] });
  });
});

describe("the text of a file", () => {
  test("gives every number back to the bit", () => {
    const double = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.constantFrom(-0, 5e-324, 1e21, 123456789012345680000, 0.1 + 0.2, 1e-7, Number.MAX_VALUE),
    );
    fc.assert(
      fc.property(fc.array(double, { minLength: 1 }), (numbers) => {
        const back = parseYaml(
          writeYaml({ numbers, nested: { entries: numbers.map((value) => ({ value })) } }, []),
        ) as {
          numbers: number[];
          nested: { entries: { value: number }[] };
        };
        expect(back.numbers.every((value, index) => Object.is(value, numbers[index]))).toBe(true);
        expect(back.nested.entries.every(({ value }, index) => Object.is(value, numbers[index]))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("gives every text back, whatever it looks like", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("yes", "1e3", "0x1f", "~", "- a", "a: b", "#", "2026-01-01", "null", " x "),
    );
    fc.assert(
      fc.property(fc.array(text), fc.dictionary(fc.stringMatching(/^[a-z0-9.:+-]{1,8}$/), text), (list, map) => {
        expect(parseYaml(writeYaml({ list, map, deep: { list, map } }, []), { stringKeys: true } as never)).toEqual({
          list,
          map: { ...map },
          deep: { list, map: { ...map } },
        });
      }),
      { numRuns: 300 },
    );
  });

  test("has an entity a line where it is short, and says at the top what it is", () => {
    const lines = rich.parties.sellers.split("\n");
    expect(lines[0]).toBe(
      "# The part of sellers: for its eyes only. contract.yaml beside it states what all parties share;",
    );
    expect(lines).toContain(
      "  - { lane: plane, to: store, costUsdPerUnit: 20, capacityUnitsPerDay: 5, backup: { activationDelayDays: 3 } }",
    );
    expect(rich.contract).toMatch(/^# What all parties of this study share/);
  });
});
