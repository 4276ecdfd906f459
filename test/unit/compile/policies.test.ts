import { describe, expect, test } from "vitest";
import { createBatchRunner } from "../../../src/batch.ts";
import { viewDesign } from "../../../src/compile/effects.ts";
import { indexSelection } from "../../../src/compile/index-selection.ts";
import { selectDesign } from "../../../src/compile/select.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { parseInput } from "../run/studies.ts";

/**
 * A plant in the West (bloc ally) makes packs from critical ore: 70 % from an allied mine, 30 % from one outside, 10 USD a
 * unit each; the plant adds 30 USD.
 */
function study(policies?: object, change: (study: StudyInput) => void = () => undefined): StudyInput {
  const mine = (id: string, region: string) => ({
    id,
    region,
    processes: [{ output: "ore", capacityUnitsPerDay: 500, conversionCostUsdPerUnit: 10 }],
  });
  const lane = (id: string, from: string, share: number) => ({
    id,
    product: "ore",
    from,
    to: "plant",
    mode: "sea",
    distanceKm: 1000,
    leadTimeDays: 5,
    costUsdPerUnit: 1,
    share,
    capacityUnitsPerDay: 200,
  });
  const input: StudyInput = {
    id: "packs",
    settings: { horizonDays: 100, planner: { detectionDelayDays: 0 } },
    world: {
      regions: [{ id: "west", blocs: ["ally"] }, { id: "south", blocs: ["ally", "growers"] }, { id: "east" }],
      products: [
        { id: "ore", massTonnesPerUnit: 1, tier: "critical", isStrategic: true },
        { id: "pack", massTonnesPerUnit: 1 },
      ],
      sites: [
        mine("mine-south", "south"),
        mine("mine-east", "east"),
        {
          id: "plant",
          region: "west",
          processes: [
            {
              output: "pack",
              inputs: [{ product: "ore", unitsPerUnit: 1 }],
              capacityUnitsPerDay: 500,
              conversionCostUsdPerUnit: 30,
            },
          ],
          stocks: [
            { product: "ore", coverDays: 12 },
            { product: "pack", coverDays: 4 },
          ],
        },
      ],
      lanes: [lane("south-plant", "mine-south", 0.7), lane("east-plant", "mine-east", 0.3)],
    },
    markets: [
      {
        id: "west",
        site: "plant",
        product: "pack",
        demandUnitsPerDay: 100,
        priceUsdPerUnit: 60,
        unmet: "lost",
        localBloc: "ally",
      },
    ],
    hazards: [
      {
        id: "south-out",
        kind: "site-outage",
        arrival: { days: [20] },
        durationDays: 40,
        targets: { sites: ["mine-south"] },
      },
    ],
    designs: [{ id: "mixed", lanes: ["south-plant", "east-plant"], ...(policies === undefined ? {} : { policies }) }],
  };
  change(input);
  return input;
}

const compile = (policies?: object, change?: (study: StudyInput) => void) =>
  compileStudy(parseInput(study(policies, change)));
const outcomeOf = (policies?: object, change?: (study: StudyInput) => void): Float64Array =>
  createBatchRunner(toBatchStudy(compile(policies, change)))(0, 1).outcomes;
const metric = (outcome: Float64Array, name: string): number => outcome[metricIndex(name)];
const withoutHazards = (input: StudyInput): void => {
  input.hazards = [];
};

const CIRCLE = { circleOfTrust: { blocs: ["ally"], allowOutsideShare: 0.3 } };
const LOCAL = { localContent: [{ bloc: "ally", minShare: 0.925 }] };
const CAP = { maxSingleCountryShare: { maxShare: 0.7 } };
const TIER = { tierRules: [{ tier: "critical", minSources: 2, minCoverDays: 12 }] };

describe("what policies measure at baseline", () => {
  test.each([
    ["circleOfTrust", CIRCLE, 0.3, "at most", "'ore' from outside"],
    [
      "circleOfTrust by regions",
      { circleOfTrust: { regions: ["west", "south"], allowOutsideShare: 0.5 } },
      0.3,
      "at most",
      "'ore'",
    ],
    // 0.7 x 10 of the ore and 30 of the plant, of 40.
    ["localContent", LOCAL, 37 / 40, "at least", "bloc 'ally'"],
    ["maxSingleCountryShare", CAP, 0.7, "at most", "'south' in all 'ore'"],
    [
      "maxSingleCountryShare of a product",
      { maxSingleCountryShare: { products: ["pack"], maxShare: 1 } },
      1,
      "at most",
      "'west' in all 'pack'",
    ],
    ["tierRules: sources", { tierRules: [{ tier: "critical", minSources: 2 }] }, 2, "at least", "'plant/ore'"],
    ["tierRules: cover", { tierRules: [{ tier: "standard", minCoverDays: 1 }] }, 4, "at least", "'plant/pack'"],
    ["tierRules: blocs", { tierRules: [{ tier: "standard", blocs: ["ally"] }] }, 1, "at least", "'plant/pack'"],
  ])("%s", (_, policies, value, sense, words) => {
    const [figure, ...others] = compile(policies).designs[0].policies;
    expect(others).toEqual([]);
    expect(figure).toMatchObject({ sense });
    expect(figure.value).toBeCloseTo(value, 12);
    expect(figure.what).toContain(words);
  });

  test("nothing where there is none", () => {
    expect(compile().designs[0].policies).toEqual([]);
    expect(compile({}).designs[0].policies).toEqual([]);
  });
});

describe("a policy that the design cannot keep is an error at the policy, with figure and remedy", () => {
  test.each([
    [
      { circleOfTrust: { blocs: ["ally"], allowOutsideShare: 0.25 } },
      "designs[0].policies.circleOfTrust: invalid policy, in design 'mixed' the share of 'ore' from outside the circle of trust is 30 % at baseline, must be at most 25 %; it comes over 'east-plant': lower their shares, drop them, or raise allowOutsideShare",
    ],
    [
      { localContent: [{ bloc: "growers", minShare: 0.1 }] },
      "designs[0].policies.localContent[0]: invalid policy, in design 'mixed' the local content of bloc 'growers' is 0 % at baseline, must be at least 10 %; no market has localBloc: growers",
    ],
    [
      { localContent: [{ bloc: "ally", minShare: 0.93 }] },
      "designs[0].policies.localContent[0]: invalid policy, in design 'mixed' the local content of bloc 'ally' is 92.5 % at baseline, must be at least 93 %; move processes",
    ],
    [
      { maxSingleCountryShare: { maxShare: 0.65 } },
      "designs[0].policies.maxSingleCountryShare: invalid policy, in design 'mixed' the share of 'south' in all 'ore' made is 70 % at baseline, must be at most 65 %; give sites in other regions larger shares",
    ],
    [
      {
        tierRules: [
          { tier: "standard", minCoverDays: 1 },
          { tier: "critical", minSources: 3 },
        ],
      },
      "designs[0].policies.tierRules[1]: invalid policy, in design 'mixed' critical: the number of sites that 'plant/ore' can come from is 2 sites at baseline, must be at least 3 sites; add a lane or a backup",
    ],
    [
      { tierRules: [{ tier: "critical", minCoverDays: 20 }] },
      "critical: the cover of 'plant/ore' is 12 days at baseline, must be at least 20 days; raise its coverDays",
    ],
    [
      { tierRules: [{ tier: "critical", blocs: ["ally"] }] },
      "is 50 % at baseline, must be at least 100 %; drop the lanes from 'mine-east' or name their blocs",
    ],
  ])("%j", (policies, message) => {
    expect(() => compile(policies)).toThrow(message);
  });

  test("each of several, all at once", () => {
    const policies = {
      ...TIER,
      localContent: [{ bloc: "ally", minShare: 1 }],
      maxSingleCountryShare: { maxShare: 0.5 },
    };
    expect(() => compile(policies)).toThrow(
      /localContent\[0\]: invalid policy[\s\S]*maxSingleCountryShare: invalid policy/,
    );
  });

  test("a backup from outside is one too where nothing is allowed, and a source where something is", () => {
    const asBackup = (input: StudyInput): void => {
      input.world.lanes[0].share = 1;
      delete input.world.lanes[1].share;
      input.world.lanes[1].backup = { activationDelayDays: 3 };
    };
    expect(() => compile({ circleOfTrust: { blocs: ["ally"] } }, asBackup)).toThrow(
      "designs[0].policies.circleOfTrust: invalid policy, in design 'mixed' the circle of trust allows nothing from outside, from where 'east-plant' would bring it; drop what is outside or state allowOutsideShare",
    );
    const { designs } = compile({ circleOfTrust: { blocs: ["ally"], allowOutsideShare: 0.1 }, ...TIER }, asBackup);
    expect(designs[0].policies.map(({ value }) => value)).toEqual([0, 2, 12]);
  });

  test("it stands where the nearest design states it, also for one that extends that", () => {
    const extended = (input: StudyInput): void => {
      input.designs.push({
        id: "eastern",
        extends: "mixed",
        lanes: [
          { lane: "south-plant", share: 0.6 },
          { lane: "east-plant", share: 0.4 },
        ],
      });
    };
    expect(() => compile(CIRCLE, extended)).toThrow(
      /designs\[0\]\.policies\.circleOfTrust: .* in design 'eastern' .* 40 %/,
    );
  });
});

describe("a design that extends another", () => {
  const extendWith = (policies: object) =>
    compile({ ...CIRCLE, ...CAP }, (input) => {
      input.designs.push({ id: "other", extends: "mixed", policies });
    }).designs[1].policies.map(({ policy, limit }) => [policy, limit]);

  test("keeps its policies, changes one by its own, or drops it by `none`", () => {
    expect(extendWith({})).toEqual([
      ["circleOfTrust", 0.3],
      ["maxSingleCountryShare", 0.7],
    ]);
    expect(extendWith({ circleOfTrust: { blocs: ["ally"], allowOutsideShare: 0.5 } })).toEqual([
      ["circleOfTrust", 0.5],
      ["maxSingleCountryShare", 0.7],
    ]);
    expect(extendWith({ circleOfTrust: "none", ...LOCAL })).toEqual([
      ["localContent", 0.925],
      ["maxSingleCountryShare", 0.7],
    ]);
  });
});

describe("what flows in a run", () => {
  test("when the allied mine is out, more comes from outside, and the policies are broken", () => {
    const outcome = outcomeOf({ ...CIRCLE, ...CAP, ...LOCAL });
    expect(metric(outcome, "outsideTrustShare")).toBeGreaterThan(0.35);
    expect(metric(outcome, "isWithinPolicies")).toBe(0);
  });

  test.each([
    ["circleOfTrust", CIRCLE, { circleOfTrust: { blocs: ["ally"], allowOutsideShare: 0.9 } }],
    ["localContent", LOCAL, { localContent: [{ bloc: "ally", minShare: 0.5 }] }],
    ["maxSingleCountryShare", CAP, { maxSingleCountryShare: { maxShare: 0.95 } }],
  ])("%s alone is found broken when its limit is tight, and kept when it is wide", (name, tight, wide) => {
    // South's outage makes the east the larger source; the east's makes the south more than 70 %.
    const change = (input: StudyInput): void => {
      if (name === "maxSingleCountryShare") input.hazards[0].targets = { sites: ["mine-east"] };
    };
    expect(metric(outcomeOf(tight, change), "isWithinPolicies")).toBe(0);
    expect(metric(outcomeOf(wide, change), "isWithinPolicies")).toBe(1);
  });

  test("undisturbed is what flows at baseline: within every policy that the design just keeps", () => {
    const outcome = outcomeOf({ ...CIRCLE, ...CAP, ...LOCAL, ...TIER }, withoutHazards);
    expect(metric(outcome, "outsideTrustShare")).toBeCloseTo(0.3, 12);
    expect(metric(outcome, "isWithinPolicies")).toBe(1);
  });

  test("is the same with policies as without: they are measured, and change no other number", () => {
    const plain = outcomeOf();
    const kept = outcomeOf({ ...CIRCLE, ...CAP, ...LOCAL, ...TIER });
    METRICS.forEach(({ name }, at) => {
      if (name !== "outsideTrustShare" && name !== "isWithinPolicies") expect(kept[at], name).toBe(plain[at]);
    });
    expect(metric(plain, "outsideTrustShare")).toBeNaN();
    expect(metric(plain, "isWithinPolicies")).toBe(1);
    expect(outcomeOf({})).toEqual(plain);
  });

  test("goods between outsiders, or made outside the circle, are no concern of it", () => {
    const circle = { circleOfTrust: { regions: ["south"], allowOutsideShare: 0 } };
    // Nothing comes into the south, and ore is made there.
    expect(metric(outcomeOf(circle), "outsideTrustShare")).toBe(0);
  });
});

test("hazards see the circle of trust of a design, and none where there is none", () => {
  const viewOf = (policies?: object) => {
    const { world, markets, designs } = parseInput(study(policies)).study;
    return viewDesign(indexSelection(selectDesign(world, markets, designs[0], []), []));
  };
  expect(viewOf(CIRCLE).trust).toEqual({ blocs: ["ally"], regions: [], tiers: ["critical"], allowOutsideShare: 0.3 });
  expect("trust" in viewOf()).toBe(false);
});

describe("slips of the pen", () => {
  test.each([
    [
      { circleOfTrust: { blocs: ["aly"] } },
      "designs[0].policies.circleOfTrust.blocs[0]: unknown bloc 'aly', did you mean 'ally'?",
    ],
    [{ circleOfTrust: { regions: ["wst"] } }, "circleOfTrust.regions[0]: unknown region 'wst'"],
    [{ circleOfTrust: {} }, "circleOfTrust: missing blocs or regions, a circle of trust must name its members"],
    [{ localContent: [{ bloc: "aly", minShare: 0.5 }] }, "localContent[0].bloc: unknown bloc 'aly'"],
    [
      {
        localContent: [
          { bloc: "ally", minShare: 0.5 },
          { bloc: "ally", minShare: 0.6 },
        ],
      },
      "localContent[1].bloc: invalid duplicate, local content of bloc 'ally' is already there",
    ],
    [
      { maxSingleCountryShare: { products: ["or"], maxShare: 0.5 } },
      "maxSingleCountryShare.products[0]: unknown product 'or'",
    ],
    [
      { maxSingleCountryShare: { maxShare: 65 } },
      "maxSingleCountryShare.maxShare: invalid value 65, must be a number in (0, 1]",
    ],
    [{ tierRules: [{ tier: "critical" }] }, "tierRules[0]: missing rule, must state minSources, minCoverDays or blocs"],
    [{ tierRules: [{ tier: "critical", blocs: ["nobody"] }] }, "tierRules[0].blocs[0]: unknown bloc 'nobody'"],
    [{ circleOfTrsut: CIRCLE.circleOfTrust }, "unknown key 'circleOfTrsut', did you mean 'circleOfTrust'?"],
  ])("%j", (policies, message) => {
    expect(() => compile(policies)).toThrow(message);
  });
});
