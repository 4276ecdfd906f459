import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { compileDesign } from "../../src/compile/compile.ts";
import { createDesignRunner } from "../../src/design-runner.ts";
import * as all from "../../src/hazards/all.ts";
import type { DesignView, LaneView, PlaceView } from "../../src/hazards/define.ts";
import { HAZARD_KINDS, type Hazard, hazardEffects, hazardSchema } from "../../src/hazards/index.ts";
import { CHANNELS, type ChannelName, type Effect } from "../../src/model/channel.ts";
import { FREIGHT_MODES, type FreightMode } from "../../src/model/world.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import { FULL_STUDY, parse } from "../unit/config/full-study.ts";

/** Laws that every kind of hazard obeys; a new kind is tested the day it is listed. */

/** Ids that targets may name, by the key that names them. All of them occur in the view below. */
const IDS: Record<string, readonly string[]> = {
  sites: ["mine", "plant", "mill", "store", "kiosk"],
  clusters: ["hills", "coast"],
  regions: ["asia", "africa", "europe", "isles"],
  fromRegions: ["asia", "africa", "europe", "isles"],
  toRegions: ["asia", "africa", "europe", "isles"],
  fromBlocs: ["south", "union"],
  toBlocs: ["south", "union"],
  products: ["ore", "cell"],
  chokepoints: ["canal", "strait", "cape"],
  ports: ["pearl", "delta"],
  carbonRegimes: ["ets", "uk"],
  markets: ["isles", "mainland"],
  blocs: ["south", "union"],
  leavesTrust: ["asia", "africa", "europe", "isles"],
  pressureSites: ["mine", "plant", "mill", "store", "kiosk"],
  pressureRegions: ["asia", "africa", "europe", "isles"],
};

const BLOCS: Record<string, string[]> = { asia: ["south"], africa: ["south"], europe: ["union"], isles: [] };
const place = (site: string, region: string, cluster?: string): PlaceView => ({
  site,
  region,
  blocs: BLOCS[region],
  ...(cluster === undefined ? {} : { cluster }),
});
const PLACES = {
  mine: place("mine", "africa", "hills"),
  plant: place("plant", "asia", "coast"),
  mill: place("mill", "asia"),
  store: place("store", "europe", "coast"),
  kiosk: place("kiosk", "isles"),
};
type Site = keyof typeof PLACES;

let laneCount = 0;
const way = (from: Site, to: Site, mode: FreightMode, product: string, more: Partial<LaneView> = {}): LaneView => ({
  index: laneCount++,
  product,
  tier: product === "cell" ? "critical" : "standard",
  mode,
  from: PLACES[from],
  to: PLACES[to],
  chokepoints: [],
  ...more,
});
const at = (chokepoint: string, passDays: number): { chokepoint: string; passDays: number } => ({
  chokepoint,
  passDays,
});

const LANES = {
  oreByRail: way("mine", "plant", "rail", "ore"),
  oreBySea: way("mine", "mill", "sea", "ore", { chokepoints: [at("strait", 4)] }),
  inland: way("plant", "mill", "road", "cell"),
  ship: way("plant", "store", "sea", "cell", { loadPort: "pearl", chokepoints: [at("strait", 20), at("canal", 9)] }),
  shipDetour: way("plant", "store", "sea", "cell", {
    loadPort: "pearl",
    chokepoints: [at("strait", 26), at("cape", 15)],
  }),
  plane: way("mill", "store", "air", "cell"),
  ferry: way("store", "kiosk", "sea", "cell", { chokepoints: [at("cape", 0.5)] }),
  back: way("store", "plant", "sea", "ore", { loadPort: "delta" }),
};
type LaneName = keyof typeof LANES;

const goods = (index: number, site: Site, product: string) => ({ index, product, place: PLACES[site] });
const VIEW: DesignView = {
  lanes: Object.values(LANES),
  stocks: [
    goods(0, "kiosk", "cell"),
    goods(1, "mill", "cell"),
    goods(2, "mine", "ore"),
    goods(3, "plant", "cell"),
    goods(4, "plant", "ore"),
    goods(5, "store", "cell"),
  ],
  processes: [goods(0, "mill", "cell"), goods(1, "mine", "ore"), goods(2, "plant", "cell")],
  ports: [
    { index: 0, id: "delta" },
    { index: 1, id: "pearl" },
  ],
  regimes: [
    { index: 0, id: "ets" },
    { index: 1, id: "uk" },
  ],
  markets: [
    { index: 0, id: "isles", product: "cell", place: PLACES.kiosk },
    { index: 1, id: "mainland", product: "cell", place: PLACES.store },
  ],
  trust: { regions: ["isles"], blocs: ["union"], tiers: ["critical"], allowOutsideShare: 0.25 },
};

const SIZES: Record<ChannelName, number> = {
  laneDispatch: VIEW.lanes.length,
  laneTransit: VIEW.lanes.length,
  laneReceipt: VIEW.lanes.length,
  laneFreight: VIEW.lanes.length,
  stockOrder: VIEW.stocks.length,
  processCapacity: VIEW.processes.length,
  portThroughput: VIEW.ports.length,
  regimeAdd: VIEW.regimes.length,
  regimeFactor: VIEW.regimes.length,
  laneTariff: VIEW.lanes.length,
  laneExtraDays: VIEW.lanes.length,
  laneOpening: VIEW.lanes.length,
  laneSpoilage: VIEW.lanes.length,
  stockSpoilage: VIEW.stocks.length,
  stockDestruction: VIEW.stocks.length,
  marketDemand: VIEW.markets.length,
  processPressure: VIEW.processes.length,
  laneTrust: VIEW.lanes.length,
};
const FRACTIONS: readonly ChannelName[] = [
  "laneDispatch",
  "laneTransit",
  "laneReceipt",
  "stockOrder",
  "processCapacity",
  "portThroughput",
  "laneOpening",
  "laneSpoilage",
  "stockSpoilage",
  "stockDestruction",
  "processPressure",
  "laneTrust",
];

const COMMON = { id: "h", arrival: { days: [0] }, durationDays: 5 };
const parseHazard = (kind: string, fields: object): Hazard => hazardSchema.parse({ ...COMMON, kind, ...fields });
const effectsOf = (kind: string, fields: object, view = VIEW): Effect[] =>
  hazardEffects(parseHazard(kind, fields), view);

interface Node {
  readonly type?: string;
  readonly properties?: Record<string, Node>;
  readonly required?: string[];
  readonly items?: Node;
  readonly enum?: string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly description?: string;
  readonly additionalProperties?: unknown;
}

/** Values that a field may have, from its schema; lists of ids by the key they stand at. */
function valuesOf(node: Node, key: string): fc.Arbitrary<unknown> {
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  if (node.type === "array") {
    const item = IDS[key] === undefined ? valuesOf(node.items as Node, key) : fc.constantFrom(...IDS[key]);
    return fc.uniqueArray(item, { minLength: node.minItems ?? 0, maxLength: 4 });
  }
  if (node.type === "object") {
    const fields = Object.entries(node.properties ?? {}).map(([name, child]) => [name, valuesOf(child, name)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: (node.required ?? []) as never[] });
  }
  if (node.type === "number" || node.type === "integer") {
    const low = node.minimum ?? node.exclusiveMinimum ?? -100;
    const high = node.maximum ?? node.exclusiveMaximum ?? 100;
    if (node.type === "number" && high <= 1) {
      const [minExcluded, maxExcluded] = [node.minimum === undefined, node.maximum === undefined];
      return fc.double({ min: low, max: high, minExcluded, maxExcluded, noNaN: true });
    }
    return fc.integer({
      min: Math.ceil(low) + (node.minimum === undefined ? 1 : 0),
      max: Math.min(high, 100),
    });
  }
  if (node.type === "boolean") return fc.boolean();
  throw new Error(`no values for ${key}: teach this test what may stand there`);
}

function freeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
freeze(VIEW);

describe("the catalogue of hazards", () => {
  test("lists every kind once, under a name in kebab-case", () => {
    const kinds = HAZARD_KINDS.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const kind of kinds) expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(HAZARD_KINDS).toEqual(Object.values(all));
  });

  test("is touched through channels that the model has", () => {
    expect(Object.keys(SIZES).sort()).toEqual(Object.keys(CHANNELS).sort());
  });
});

/** What strikes elsewhere has no targets and touches nothing: it has laws of its own, below. */
const TOUCHING = HAZARD_KINDS.filter(({ kind }) => kind !== "elsewhere");

describe.each(TOUCHING.map((member) => [member.kind, member] as const))("a %s", (kind, member) => {
  const fields = z.toJSONSchema(z.strictObject(member.fields as z.ZodRawShape), { io: "input" }) as Node;
  /** Fields of a hazard that the parser takes. */
  const hazards = valuesOf(fields, "")
    .filter((value) => hazardSchema.safeParse({ ...COMMON, kind, ...(value as object) }).success)
    .map((value) => value as Record<string, unknown>);

  test("explains itself and each of its fields", () => {
    expect(member.summary).toMatch(/^[A-Z].*\.$/);
    const walk = (node: Node, path: string): void => {
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        expect(child.description ?? "", `${path}.${key}`).toMatch(/^[A-Z].*\.$/);
        walk(child, `${path}.${key}`);
      }
    };
    expect(Object.keys(fields.properties ?? {})).toContain("targets");
    walk(fields, kind);
  });

  test("takes no field that it does not know, and none that all hazards have", () => {
    for (const key of [
      "id",
      "kind",
      "name",
      "description",
      "arrival",
      "durationDays",
      "severity",
      "recovery",
      "announcementLeadDays",
      "isEndKnown",
      "triggers",
    ]) {
      expect(fields.properties).not.toHaveProperty(key);
    }
    fc.assert(
      fc.property(hazards, (value) => {
        const refuse = (extra: object): void => {
          const { error } = hazardSchema.safeParse({ ...COMMON, kind, ...value, ...extra });
          expect(error?.issues.some(({ code }) => code === "unrecognized_keys")).toBe(true);
        };
        refuse({ surprise: 1 });
        refuse({ targets: { ...(value.targets as object), surprise: ["x"] } });
      }),
      { numRuns: 20 },
    );
  });

  test("needs targets, and ids in their lists", () => {
    expect(hazardSchema.safeParse({ ...COMMON, kind }).success).toBe(false);
    expect(hazardSchema.safeParse({ ...COMMON, kind, targets: {} }).success).toBe(false);
    fc.assert(
      fc.property(hazards, (value) => {
        for (const key of Object.keys(value.targets as object)) {
          for (const list of [[], [5], ["a b"], ["__proto__"], "asia", null]) {
            const targets = { ...(value.targets as object), [key]: list };
            expect(hazardSchema.safeParse({ ...COMMON, kind, ...value, targets }).success).toBe(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("touches what exists, once a channel, by amounts that a channel can bear", () => {
    let touched = 0;
    fc.assert(
      fc.property(hazards, (value) => {
        const effects = effectsOf(kind, value);
        touched += effects.length;
        const seen = effects.map(({ channel, index }) => `${channel} ${index}`);
        expect(new Set(seen).size, "one effect a channel and entity").toBe(seen.length);
        for (const { channel, index, amount, passDays } of effects) {
          expect(Number.isInteger(index) && index >= 0 && index < SIZES[channel]).toBe(true);
          expect(Number.isFinite(amount)).toBe(true);
          if (FRACTIONS.includes(channel)) expect(amount > 0 && amount <= 1).toBe(true);
          else if (channel !== "regimeAdd") expect(amount).toBeGreaterThan(-1);
          expect(passDays !== undefined).toBe(channel === "laneTransit");
          if (passDays !== undefined) expect(passDays).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
    expect(touched, "targets that are there are touched").toBeGreaterThan(0);
  });

  test("touches nothing where its targets are not", () => {
    fc.assert(
      fc.property(hazards, (value) => {
        const nobody = Object.fromEntries(Object.keys(value.targets as object).map((key) => [key, ["nobody"]]));
        expect(effectsOf(kind, { ...value, targets: nobody })).toEqual([]);
        const nothing = { lanes: [], stocks: [], processes: [], ports: [], regimes: [], markets: [] };
        expect(effectsOf(kind, value, nothing)).toEqual([]);
      }),
    );
  });

  test("does not depend on the order of its lists", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return [...value].reverse();
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reversed(item)]));
    };
    fc.assert(
      fc.property(hazards, (value) => {
        expect(effectsOf(kind, reversed(value) as object)).toEqual(effectsOf(kind, value));
      }),
      { numRuns: 200 },
    );
  });

  test("touches a thing for what it is, whatever else there is", () => {
    const keep = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(hazards, keep, (value, kept) => {
        const some = <Item>(items: readonly Item[]): Item[] => items.filter(() => kept.next().value === true);
        const part: DesignView = {
          lanes: some(VIEW.lanes),
          stocks: some(VIEW.stocks),
          processes: some(VIEW.processes),
          ports: some(VIEW.ports),
          regimes: some(VIEW.regimes),
          markets: some(VIEW.markets),
          ...(VIEW.trust === undefined ? {} : { trust: VIEW.trust }),
        };
        const isLeft = ({ channel, index }: Effect): boolean => {
          const list = channel.startsWith("lane")
            ? part.lanes
            : channel.startsWith("stock")
              ? part.stocks
              : channel.startsWith("process")
                ? part.processes
                : channel.startsWith("market")
                  ? part.markets
                  : channel === "portThroughput"
                    ? part.ports
                    : part.regimes;
          return list.some((item) => item.index === index);
        };
        expect(effectsOf(kind, value, part)).toEqual(effectsOf(kind, value).filter(isLeft));
      }),
      { numRuns: 200 },
    );
  });

  test("of severity 0 changes nothing, to the last bit", () => {
    const { study } = parse(FULL_STUDY);
    const hazard = study.hazards.findIndex((item) => item.kind === kind);
    expect(hazard, `an entry of kind ${kind} in the study of these tests`).toBeGreaterThanOrEqual(0);
    const compiled = compileDesign(study, study.designs[0]);
    if (Array.isArray(compiled)) throw new Error(compiled[0].message);
    const runner = createDesignRunner(compiled.network, study.settings, 0);
    const trajectoryOf = (severity: number): Record<string, number[]> => {
      const strike = { hazard, onsetDay: 5, durationDays: 20, severity, profile: "linear", recoveryDays: 10 } as const;
      runner.run({ index: 0, disruptions: [strike] });
      const columns = Object.entries(runner.trajectory).filter(([, column]) => ArrayBuffer.isView(column));
      return Object.fromEntries(columns.map(([name, column]) => [name, [...(column as Float64Array)]]));
    };
    runner.run({ index: 0, disruptions: [] });
    const undisturbed = trajectoryOf(0);
    runner.run({ index: 0, disruptions: [] });
    for (const [name, column] of Object.entries(undisturbed)) {
      expect(column, name).toEqual([...(runner.trajectory[name as "demand"] as Float64Array)]);
    }
    expect(trajectoryOf(1), "severity 1 is felt").not.toEqual(undisturbed);
  });
});

describe("what strikes elsewhere", () => {
  test("touches nothing, and takes no field but those of all hazards", () => {
    expect(effectsOf("elsewhere", { severity: 1, triggers: [{ hazard: "h2" }] })).toEqual([]);
    const { error } = hazardSchema.safeParse({ ...COMMON, kind: "elsewhere", targets: { sites: ["mine"] } });
    expect(error?.issues).toMatchObject([{ code: "unrecognized_keys", keys: ["targets"] }]);
  });

  test("is drawn as if it were of another kind", () => {
    const base = { ...COMMON, arrival: { ratePerYear: 3 }, severity: { distribution: "uniform", min: 0, max: 1 } };
    const drawn = (fields: object): unknown => {
      const { study } = parse(FULL_STUDY);
      const hazards = [hazardSchema.parse({ ...base, ...fields })];
      return createScenarioSampler({ ...study, hazards })(7);
    };
    const disruptions = drawn({ kind: "elsewhere" });
    expect(disruptions).toEqual(drawn({ kind: "site-outage", targets: { sites: ["mine"] } }));
    expect(disruptions).toMatchObject({ disruptions: [{ hazard: 0 }] });
  });
});

/** Names of the lanes that effects on a channel touch. */
function lanesTouched(effects: readonly Effect[], channel: ChannelName): LaneName[] {
  const touched = new Set(effects.filter((effect) => effect.channel === channel).map(({ index }) => index));
  return (Object.keys(LANES) as LaneName[]).filter((name) => touched.has(LANES[name].index));
}
const channelsOf = (effects: readonly Effect[]): ChannelName[] =>
  [...new Set(effects.map(({ channel }) => channel))].sort();
const indicesOf = (effects: readonly Effect[], channel: ChannelName): number[] =>
  effects.filter((effect) => effect.channel === channel).map(({ index }) => index);

describe("a blockade", () => {
  const passDays = (targets: object, lane: LaneName): number | undefined =>
    effectsOf("blockade", { targets }).find(
      ({ channel, index }) => channel === "laneTransit" && index === LANES[lane].index,
    )?.passDays;

  test("of a chokepoint holds the lanes and detours that pass it, and leaves detours that avoid it", () => {
    const effects = effectsOf("blockade", { targets: { chokepoints: ["canal"] } });
    expect(lanesTouched(effects, "laneDispatch")).toEqual(["ship"]);
    expect(lanesTouched(effects, "laneTransit")).toEqual(["ship"]);
    expect(channelsOf(effects)).toEqual(["laneDispatch", "laneTransit"]);
    const strait = effectsOf("blockade", { targets: { chokepoints: ["strait"] } });
    expect(lanesTouched(strait, "laneTransit")).toEqual(["oreBySea", "ship", "shipDetour"]);
  });

  test("lets goods go on that are past the chokepoint, or past the last of several", () => {
    expect(passDays({ chokepoints: ["strait"] }, "ship")).toBe(20);
    expect(passDays({ chokepoints: ["strait", "canal"] }, "ship")).toBe(9);
    expect(passDays({ chokepoints: ["cape"] }, "ferry")).toBe(0.5);
  });

  test("of a region holds its sea and air lanes over their whole length, whichever way they run", () => {
    const effects = effectsOf("blockade", { targets: { regions: ["europe"] } });
    expect(lanesTouched(effects, "laneTransit")).toEqual(["ship", "shipDetour", "plane", "ferry", "back"]);
    expect(lanesTouched(effects, "laneDispatch")).toEqual(["ship", "shipDetour", "plane", "ferry", "back"]);
    for (const lane of ["ship", "shipDetour", "ferry"] as const)
      expect(passDays({ regions: ["europe"] }, lane)).toBe(0);
  });

  test("of a region stops the modes it names, chokepoints stop all", () => {
    const rail = effectsOf("blockade", { targets: { regions: ["asia"] }, modes: ["rail", "road"] });
    expect(lanesTouched(rail, "laneTransit")).toEqual(["oreByRail", "inland"]);
    const sea = effectsOf("blockade", { targets: { chokepoints: ["canal"], regions: ["asia"] }, modes: ["pipeline"] });
    expect(lanesTouched(sea, "laneTransit")).toEqual(["ship"]);
    expect(FREIGHT_MODES).toContain("pipeline");
  });

  test("of both holds a lane of both over its whole length", () => {
    expect(passDays({ chokepoints: ["canal"], regions: ["isles"] }, "ship")).toBe(9);
    expect(passDays({ chokepoints: ["canal"], regions: ["europe"] }, "ship")).toBe(0);
  });

  test("makes freight dearer on what still passes, if it says so", () => {
    const effects = effectsOf("blockade", { targets: { chokepoints: ["canal"] }, warRiskFreightFactor: 2.5 });
    expect(effects.filter(({ channel }) => channel === "laneFreight")).toEqual([
      { channel: "laneFreight", index: LANES.ship.index, amount: 1.5 },
    ]);
  });
});

describe("a port closure", () => {
  test("limits unloading at the port and dispatch from it, not goods under way", () => {
    const effects = effectsOf("port-closure", { targets: { ports: ["pearl"] } });
    expect(indicesOf(effects, "portThroughput")).toEqual([1]);
    expect(lanesTouched(effects, "laneDispatch")).toEqual(["ship", "shipDetour"]);
    expect(channelsOf(effects)).toEqual(["laneDispatch", "portThroughput"]);
  });

  test("of several ports limits each", () => {
    const effects = effectsOf("port-closure", { targets: { ports: ["pearl", "delta"] } });
    expect(indicesOf(effects, "portThroughput")).toEqual([0, 1]);
    expect(lanesTouched(effects, "laneDispatch")).toEqual(["ship", "shipDetour", "back"]);
  });
});

describe("a site outage", () => {
  const outage = (targets: object, pauses?: string[]): Effect[] =>
    effectsOf("site-outage", { targets, ...(pauses === undefined ? {} : { pauses }) });

  test("stops production unless it says otherwise", () => {
    expect(outage({ sites: ["plant"] })).toEqual([{ channel: "processCapacity", index: 2, amount: 1 }]);
  });

  test("hits sites, the sites of clusters, and the sites of regions, each once", () => {
    expect(indicesOf(outage({ clusters: ["coast"] }), "processCapacity")).toEqual([2]);
    expect(indicesOf(outage({ regions: ["asia"] }), "processCapacity")).toEqual([0, 2]);
    expect(indicesOf(outage({ sites: ["plant"], clusters: ["hills"], regions: ["asia"] }), "processCapacity")).toEqual([
      0, 1, 2,
    ]);
  });

  test("of a region does not hit sites elsewhere in the same cluster", () => {
    expect(indicesOf(outage({ regions: ["europe"] }, ["orders"]), "stockOrder")).toEqual([5]);
  });

  test("stops what it says: orders, dispatch, receipt", () => {
    expect(indicesOf(outage({ sites: ["plant"] }, ["orders"]), "stockOrder")).toEqual([3, 4]);
    expect(lanesTouched(outage({ sites: ["plant"] }, ["dispatch"]), "laneDispatch")).toEqual([
      "inland",
      "ship",
      "shipDetour",
    ]);
    expect(lanesTouched(outage({ sites: ["plant"] }, ["receipt"]), "laneReceipt")).toEqual(["oreByRail", "back"]);
    expect(channelsOf(outage({ sites: ["plant"] }, ["production", "orders", "dispatch", "receipt"]))).toEqual([
      "laneDispatch",
      "laneReceipt",
      "processCapacity",
      "stockOrder",
    ]);
  });

  test("concerns only the products it names", () => {
    const effects = outage({ sites: ["plant"], products: ["ore"] }, ["production", "orders", "dispatch", "receipt"]);
    expect(effects).toEqual([
      { channel: "stockOrder", index: 4, amount: 1 },
      { channel: "laneReceipt", index: LANES.oreByRail.index, amount: 1 },
      { channel: "laneReceipt", index: LANES.back.index, amount: 1 },
    ]);
  });

  test("needs to name more than products", () => {
    expect(hazardSchema.safeParse({ ...COMMON, kind: "site-outage", targets: { products: ["ore"] } }).success).toBe(
      false,
    );
  });
});

describe("an export ban", () => {
  const banned = (targets: object): LaneName[] => {
    const effects = effectsOf("export-ban", { targets });
    expect(channelsOf(effects)).toEqual(effects.length === 0 ? [] : ["laneDispatch"]);
    return lanesTouched(effects, "laneDispatch");
  };

  test("of a region stops dispatch to all other regions, not within it", () => {
    expect(banned({ fromRegions: ["asia"] })).toEqual(["ship", "shipDetour", "plane"]);
    expect(banned({ fromRegions: ["isles"] })).toEqual([]);
  });

  test("of a bloc lets its members trade with each other", () => {
    expect(banned({ fromBlocs: ["south"] })).toEqual(["ship", "shipDetour", "plane"]);
    expect(banned({ fromRegions: ["africa"] })).toEqual(["oreByRail", "oreBySea"]);
    expect(banned({ fromRegions: ["africa", "asia"] })).toEqual(["ship", "shipDetour", "plane"]);
  });

  test("against named destinations stops what goes there, also inside the bloc", () => {
    expect(banned({ fromBlocs: ["south"], toRegions: ["asia"] })).toEqual(["oreByRail", "oreBySea"]);
    expect(banned({ fromBlocs: ["south"], toBlocs: ["union"] })).toEqual(["ship", "shipDetour", "plane"]);
    expect(banned({ fromRegions: ["europe"], toRegions: ["isles"] })).toEqual(["ferry"]);
    expect(banned({ fromRegions: ["europe"], toRegions: ["isles"], toBlocs: ["south"] })).toEqual(["ferry", "back"]);
    expect(banned({ fromRegions: ["asia"], toRegions: ["asia"] }), "a region does not ban itself").toEqual([]);
  });

  test("stops the products it names", () => {
    expect(banned({ fromRegions: ["europe"], products: ["ore"] })).toEqual(["back"]);
    expect(banned({ fromRegions: ["europe"], products: ["ore", "cell"] })).toEqual(["ferry", "back"]);
  });
});

describe("an export ban that lets something through", () => {
  const targets = { fromRegions: ["asia"] };
  const leaks = { ...way("plant", "store", "sea", "cell"), leakOf: "h" };
  const view = { ...VIEW, lanes: [...VIEW.lanes, leaks, { ...leaks, index: leaks.index + 1, leakOf: "other" }] };
  const ship = LANES.ship.index;

  test("by licence shuts what is not approved, and delays the rest", () => {
    const effects = effectsOf("export-ban", { targets, licence: { approvedShare: 0.75, waitingDays: 45 } });
    expect(effects.filter(({ index }) => index === ship)).toEqual([
      { channel: "laneDispatch", index: ship, amount: 0.25 },
      { channel: "laneExtraDays", index: ship, amount: 45 },
    ]);
    const quick = effectsOf("export-ban", { targets, licence: { approvedShare: 0.5, waitingDays: 0 } });
    expect(channelsOf(quick)).toEqual(["laneDispatch"]);
  });

  test("by leakage opens its own leaks and shuts everything else, leaks of other bans included", () => {
    const leakage = { share: 0.2, extraDays: 20 };
    const effects = effectsOf("export-ban", { targets, leakage }, view);
    expect(effects.filter(({ index }) => index >= leaks.index)).toEqual([
      { channel: "laneOpening", index: leaks.index, amount: 0.2 },
      { channel: "laneDispatch", index: leaks.index + 1, amount: 1 },
    ]);
    expect(indicesOf(effects, "laneDispatch")).toContain(ship);
  });
});

describe("a tariff shock", () => {
  const taxed = (targets: object): LaneName[] =>
    lanesTouched(effectsOf("tariff-shock", { targets, addFraction: 0.25 }), "laneTariff");

  test("adds duty by origin, by destination, or between both, never within a region", () => {
    expect(taxed({ fromRegions: ["asia"] })).toEqual(["ship", "shipDetour", "plane"]);
    expect(taxed({ toRegions: ["europe"] })).toEqual(["ship", "shipDetour", "plane"]);
    expect(taxed({ toBlocs: ["south"] }), "not between members").toEqual(["back"]);
    expect(taxed({ fromRegions: ["africa"], toBlocs: ["south"] })).toEqual(["oreByRail", "oreBySea"]);
    expect(taxed({ toBlocs: ["south"], products: ["cell"] })).toEqual([]);
  });

  test("adds what it says, and needs a border", () => {
    expect(effectsOf("tariff-shock", { targets: { toRegions: ["isles"] }, addFraction: 0.1 })).toEqual([
      { channel: "laneTariff", index: LANES.ferry.index, amount: 0.1 },
    ]);
    const products = { ...COMMON, kind: "tariff-shock", addFraction: 0.1, targets: { products: ["ore"] } };
    expect(hazardSchema.safeParse(products).success).toBe(false);
  });
});

describe.each([
  ["lead-time-shock", "laneExtraDays", { extraDays: 4 }, 4],
  ["freight-cost-shock", "laneFreight", { factor: 3 }, 2],
] as const)("a %s", (kind, channel, fields, amount) => {
  const lanes = (targets: object, more: object = {}): LaneName[] => {
    const effects = effectsOf(kind, { targets, ...fields, ...more });
    for (const effect of effects) expect(effect).toMatchObject({ channel, amount });
    return lanesTouched(effects, channel);
  };

  test("concerns the lanes through a chokepoint, or at a region whichever way they run", () => {
    expect(lanes({ chokepoints: ["canal"] })).toEqual(["ship"]);
    expect(lanes({ regions: ["isles"] })).toEqual(["ferry"]);
    expect(lanes({ chokepoints: ["canal"], regions: ["isles"] })).toEqual(["ship", "ferry"]);
  });

  test("concerns products and modes alone, if it says so", () => {
    expect(lanes({ products: ["ore"] })).toEqual(["oreByRail", "oreBySea", "back"]);
    expect(lanes({ products: ["ore"] }, { modes: ["sea"] })).toEqual(["oreBySea", "back"]);
    expect(lanes({ regions: ["asia"], products: ["cell"] }, { modes: ["road", "air"] })).toEqual(["inland", "plane"]);
  });
});

describe("a demand shock", () => {
  const markets = (targets: object): number[] =>
    indicesOf(effectsOf("demand-shock", { targets, factor: 1.5 }), "marketDemand");

  test("concerns markets by id, region and product", () => {
    expect(markets({ markets: ["isles"] })).toEqual([0]);
    expect(markets({ regions: ["europe"] })).toEqual([1]);
    expect(markets({ products: ["cell"] })).toEqual([0, 1]);
    expect(markets({ markets: ["isles"], products: ["ore"] })).toEqual([]);
  });

  test("changes demand by its factor less 1, up or down", () => {
    const [{ amount }] = effectsOf("demand-shock", { targets: { markets: ["isles"] }, factor: 0.25 });
    expect(amount).toBe(-0.75);
  });
});

describe("a cold chain failure", () => {
  const failure = (targets: object, more: object = {}): Effect[] =>
    effectsOf("cold-chain-failure", { targets, addSpoilageFractionPerDay: 0.2, ...more });

  test("spoils what is stored at a site and under way to and from it", () => {
    const effects = failure({ sites: ["store"] });
    expect(indicesOf(effects, "stockSpoilage")).toEqual([5]);
    expect(lanesTouched(effects, "laneSpoilage")).toEqual(["ship", "shipDetour", "plane", "ferry", "back"]);
    for (const { amount } of effects) expect(amount).toBe(0.2);
  });

  test("spoils only the products and only where it says", () => {
    expect(channelsOf(failure({ clusters: ["coast"] }, { affects: ["storage"] }))).toEqual(["stockSpoilage"]);
    expect(indicesOf(failure({ clusters: ["coast"] }, { affects: ["storage"] }), "stockSpoilage")).toEqual([3, 4, 5]);
    const ore = failure({ regions: ["asia"], products: ["ore"] }, { affects: ["transit"] });
    expect(lanesTouched(ore, "laneSpoilage")).toEqual(["oreByRail", "oreBySea", "back"]);
  });
});

describe("a sanction", () => {
  const effects = (targets: object, view = VIEW): Effect[] => effectsOf("sanction", { targets }, view);

  test("cuts the lanes of its sites across the border of a bloc, and no others", () => {
    expect(lanesTouched(effects({ sites: ["store"], blocs: ["union"] }), "laneDispatch")).toEqual([
      "ship",
      "shipDetour",
      "plane",
      "ferry",
      "back",
    ]);
    expect(lanesTouched(effects({ sites: ["mill"], blocs: ["union"] }), "laneDispatch")).toEqual(["plane"]);
    expect(effects({ sites: ["mine"], blocs: ["south"] }), "trade within the bloc").toEqual([]);
  });

  test("by a region that leaves the circle of trust takes from lanes to those who stay what the policy forbids", () => {
    expect(effects({ leavesTrust: ["isles"] })).toEqual([
      { channel: "laneTrust", index: LANES.ferry.index, amount: 0.75 },
    ]);
    expect(effects({ leavesTrust: ["isles", "europe"] }), "nobody is left").toEqual([]);
    expect(effects({ leavesTrust: ["asia"] }), "was never in it").toEqual([]);
    const { trust: _, ...without } = VIEW;
    expect(effects({ leavesTrust: ["isles"] }, without)).toEqual([]);
    const standard: DesignView = {
      ...VIEW,
      trust: { ...(VIEW.trust as object as NonNullable<DesignView["trust"]>), tiers: ["standard"] },
    };
    expect(effects({ leavesTrust: ["isles"] }, standard)).toEqual([]);
  });

  test("puts processes under pressure", () => {
    for (const others of [{ leavesTrust: ["isles"] }, {}]) {
      const pressed = effects({ ...others, pressureSites: ["mill"], pressureRegions: ["africa"] });
      expect(indicesOf(pressed, "processPressure")).toEqual([0, 1]);
    }
  });

  test.each([
    [{}, "missing targets, must name sites and blocs, leavesTrust, or who comes under pressure"],
    [{ sites: ["mill"] }, "missing blocs, must name those whose border the sites may not trade across"],
    [{ blocs: ["union"] }, "missing sites, must name those that may not trade across the border of blocs"],
  ])("of %o is refused", (targets, message) => {
    const { error } = hazardSchema.safeParse({ ...COMMON, kind: "sanction", targets });
    expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe("a site outage that destroys stock", () => {
  test("loses that share of what its sites hold, beside what it pauses", () => {
    const effects = effectsOf("site-outage", {
      targets: { sites: ["plant"], products: ["ore"] },
      destroysStockShare: 0.4,
    });
    expect(effects).toEqual([{ channel: "stockDestruction", index: 4, amount: 0.4 }]);
  });
});

describe("a carbon price shock", () => {
  const shock = (change: object, carbonRegimes = ["ets"]): Effect[] =>
    effectsOf("carbon-price-shock", { targets: { carbonRegimes }, change });

  test("adds to the price of its regimes, or multiplies it", () => {
    expect(shock({ addUsdPerTonne: 40 })).toEqual([{ channel: "regimeAdd", index: 0, amount: 40 }]);
    expect(shock({ factor: 3 })).toEqual([{ channel: "regimeFactor", index: 0, amount: 2 }]);
    expect(shock({ factor: 0.25 }, ["uk", "ets"])).toEqual([
      { channel: "regimeFactor", index: 0, amount: -0.75 },
      { channel: "regimeFactor", index: 1, amount: -0.75 },
    ]);
  });

  test("multiplies the price by its path", () => {
    expect(shock({ path: { volatilityPerYear: 0.4 } })).toEqual([{ channel: "regimeFactor", index: 0, amount: 1 }]);
  });

  test("does one of the three", () => {
    for (const change of [{}, { addUsdPerTonne: 1, factor: 2 }, { factor: 2, path: { volatilityPerYear: 0.1 } }]) {
      expect(
        hazardSchema.safeParse({ ...COMMON, kind: "carbon-price-shock", targets: { carbonRegimes: ["ets"] }, change })
          .success,
      ).toBe(false);
    }
  });
});
