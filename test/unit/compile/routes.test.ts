import { describe, expect, test } from "vitest";
import { type Route, routeOf } from "../../../src/compile/route.ts";
import { selectDesign } from "../../../src/compile/select.ts";
import { makeStudy } from "../../helpers/study.ts";
import { lane, makes, market, studyOf } from "./small-world.ts";

/** The route of a lane from the region `here` to the region `there`, or of one of its detours. */
function route(terms: Record<string, unknown>, detour = 0): Route {
  const study = makeStudy(
    studyOf({
      regions: [{ id: "here" }, { id: "there" }, { id: "elsewhere" }],
      chokepoints: [{ id: "canal" }, { id: "strait" }, { id: "cape" }],
      ports: [
        { id: "home", region: "here" },
        { id: "away", region: "there" },
        { id: "hub", region: "elsewhere" },
      ],
      sites: { "plant@here": [makes("goods")], "shop@there": [] },
      lanes: [lane("out", "plant", "shop", { leadTimeDays: 10, ...terms })],
      markets: [market("shop", 1)],
    }),
  );
  const selection = selectDesign(study.world, study.markets, study.designs[0], []);
  return routeOf(selection, selection.lanes[detour]);
}

const portsOf = ({ loadPort, dischargePort }: Route): (string | undefined)[] => [loadPort, dischargePort];

describe("the ports of a lane", () => {
  test.each<[string, string[], (string | undefined)[]]>([
    ["none", ["canal"], [undefined, undefined]],
    ["two: the first loads, the second unloads", ["home", "canal", "away"], ["home", "away"]],
    ["two, whatever their regions", ["away", "home"], ["away", "home"]],
    ["one in the origin's region loads", ["home"], ["home", undefined]],
    ["one in the origin's region loads, wherever it stands", ["canal", "home"], ["home", undefined]],
    ["one in the destination's region unloads", ["away"], [undefined, "away"]],
    ["one in the destination's region unloads, wherever it stands", ["away", "canal"], [undefined, "away"]],
    ["one elsewhere unloads", ["hub"], [undefined, "hub"]],
    ["one elsewhere loads, where it comes before chokepoints", ["hub", "canal"], ["hub", undefined]],
    ["one elsewhere unloads, where it comes behind chokepoints", ["canal", "hub"], [undefined, "hub"]],
    ["one elsewhere unloads, where it comes between chokepoints", ["canal", "hub", "strait"], [undefined, "hub"]],
  ])("%s", (_, via, ports) => {
    expect(portsOf(route({ via }))).toEqual(ports);
  });

  test("one in a region that holds both ends goes by its place", () => {
    const inland = (via: string[]): (string | undefined)[] => {
      const study = makeStudy(
        studyOf({
          chokepoints: [{ id: "canal" }],
          ports: [{ id: "quay", region: "here" }],
          sites: { plant: [makes("goods")], shop: [] },
          lanes: [lane("out", "plant", "shop", { via })],
          markets: [market("shop", 1)],
        }),
      );
      const selection = selectDesign(study.world, study.markets, study.designs[0], []);
      return portsOf(routeOf(selection, selection.lanes[0]));
    };
    expect(inland(["quay"])).toEqual([undefined, "quay"]);
    expect(inland(["quay", "canal"])).toEqual(["quay", undefined]);
    expect(inland(["canal", "quay"])).toEqual([undefined, "quay"]);
  });
});

describe("a chokepoint lies", () => {
  const passDays = (atShare: number | undefined, leadTimeDays = 10): number =>
    route({ leadTimeDays, via: [atShare === undefined ? "canal" : { at: "canal", atShare }] }).chokepoints[0].passDays;

  test("half-way, unless its place is given", () => {
    expect(passDays(undefined)).toBe(5);
    expect(passDays(undefined, 7)).toBe(3.5);
  });

  test("at the origin at share 0 and at the destination at share 1", () => {
    expect(passDays(0)).toBe(10);
    expect(passDays(1)).toBe(0);
  });

  test("whole days from the end, where its share says so: rounding costs no day", () => {
    // In doubles (1 - 0.9) x 10 is 0.9999999999999998; goods with one day to go are past all the same.
    for (const leadDays of [1, 3, 7, 10, 30, 49]) {
      for (let days = 0; days <= leadDays; days++) expect(passDays((leadDays - days) / leadDays, leadDays)).toBe(days);
    }
    for (let tenths = 0; tenths <= 10; tenths++) expect(passDays(tenths / 10)).toBe(10 - tenths);
  });

  test("in the order of the way, ports left out", () => {
    const { chokepoints } = route({
      via: ["home", { at: "canal", atShare: 0.2 }, { at: "strait", atShare: 0.6 }, "away"],
    });
    expect(chokepoints).toEqual([
      { chokepoint: "canal", passDays: 8 },
      { chokepoint: "strait", passDays: 4 },
    ]);
  });
});

describe("a detour", () => {
  const terms = {
    via: ["home", { at: "canal", atShare: 0.2 }, { at: "strait", atShare: 0.6 }, "away"],
    distanceKm: 1000,
    costUsdPerUnit: 3,
    detours: [
      { avoids: ["canal"], via: [{ at: "cape", atShare: 0.5 }], extraDays: 10, extraKm: 700, extraCostUsdPerUnit: 2 },
      { avoids: ["canal", "strait"], extraDays: 0 },
    ],
  };

  test("is longer and dearer than its lane, and has its ports", () => {
    expect(route(terms, 1)).toEqual({
      mode: "road",
      leadTimeDays: 20,
      distanceKm: 1700,
      costUsdPerUnit: 5,
      loadPort: "home",
      dischargePort: "away",
      chokepoints: [
        { chokepoint: "strait", passDays: 8 },
        { chokepoint: "cape", passDays: 10 },
      ],
    });
  });

  test("need not be longer, and may avoid all of them", () => {
    expect(route(terms, 2)).toEqual({ ...route(terms, 0), chokepoints: [] });
  });
});
