import { describe, expect, test } from "vitest";
import { compileSmall, lane, makes, market, type SmallWorld } from "./small-world.ts";

const capacity = "laneCapacityUnitsPerDay";

/** A plant, a spare plant and a shop. */
function twoPlants(lanes: ReturnType<typeof lane>[], more: Partial<SmallWorld> = {}): SmallWorld {
  return {
    sites: { main: [makes("goods")], spare: [makes("goods")], shop: [] },
    lanes,
    markets: [market("shop", 100)],
    ...more,
  };
}

const backup = (capacityUnitsPerDay: number): Record<string, unknown> => ({
  capacityUnitsPerDay,
  backup: { activationDelayDays: 0 },
});

describe("the capacity of a lane", () => {
  test("is what it states, or headroom on its baseline flow", () => {
    const lanes = [lane("a", "main", "shop", { share: 0.7 }), lane("b", "spare", "shop", { capacityUnitsPerDay: 31 })];
    const network = compileSmall(twoPlants(lanes));
    expect(network.lane(capacity, "a")).toBe(140);
    expect(network.lane(capacity, "b")).toBe(31);
    const tight = compileSmall(twoPlants(lanes, { settings: { laneHeadroomFactor: 1.25 } }));
    expect(tight.lane(capacity, "a")).toBe(87.5);
  });

  test("may be exactly its flow", () => {
    expect(compileSmall(twoPlants([lane("a", "main", "shop", { capacityUnitsPerDay: 100 })])).lane(capacity, "a")).toBe(
      100,
    );
  });

  test("is room for every backup downstream at full capacity, through bills of materials", () => {
    const network = compileSmall({
      sites: {
        mine: [makes("ore")],
        mill: [makes("goods", { ore: 2 }, { yieldFraction: 0.5 })],
        main: [makes("goods")],
        shop: [],
      },
      lanes: [
        lane("main-shop", "main", "shop"),
        lane("mill-shop", "mill", "shop", backup(30)),
        lane("mine-mill", "mine", "mill", { product: "ore" }),
      ],
      markets: [market("shop", 100)],
    });
    // 30 goods a day need 30 x 2 / 0.5 ore; at baseline nothing flows there.
    expect(network.stock("stockFlowUnitsPerDay", "mill/ore")).toBe(0);
    expect(network.lane(capacity, "mine-mill")).toBe(120);
    expect(network.lane(capacity, "mill-shop")).toBe(30);
  });

  test("is the larger of headroom and what backups may ask for", () => {
    const hub = (units: number): SmallWorld => ({
      sites: { mill: [makes("goods")], hub: [], near: [], far: [makes("goods")] },
      lanes: [
        lane("mill-hub", "mill", "hub"),
        lane("hub-near", "hub", "near"),
        lane("far-near", "far", "near", { share: 0.5 }),
        lane("hub-near-2", "hub", "near", backup(units)),
      ].map((item) => (item.id === "hub-near" ? { ...item, share: 0.5 } : item)),
      markets: [market("near", 100)],
    });
    // Headroom: 2 x 50. With the backup: 50 + units.
    expect(compileSmall(hub(20)).lane(capacity, "mill-hub")).toBe(100);
    expect(compileSmall(hub(80)).lane(capacity, "mill-hub")).toBe(130);
  });

  test("of a detour is its lane's, unless it states its own", () => {
    const network = compileSmall(
      twoPlants(
        [
          lane("a", "main", "shop", {
            leadTimeDays: 10,
            via: ["strait"],
            detours: [
              { avoids: ["strait"], extraDays: 5 },
              { avoids: ["strait"], extraDays: 9, capacityUnitsPerDay: 12 },
            ],
          }),
        ],
        { chokepoints: [{ id: "strait" }] },
      ),
    );
    expect(["a", "a~1", "a~2"].map((id) => network.lane(capacity, id))).toEqual([200, 200, 12]);
    expect(["a", "a~1", "a~2"].map((id) => network.lane("laneLeadDays", id))).toEqual([10, 15, 19]);
  });
});

describe("the throughput of a chokepoint", () => {
  const through = (...via: string[]): Record<string, unknown> => ({ leadTimeDays: 10, via });
  const strait = (throughputTonnesPerDay: number, id = "strait"): Record<string, unknown> => ({
    id,
    throughputTonnesPerDay,
  });

  test("limits the one lane that passes it", () => {
    const network = compileSmall(
      twoPlants([lane("a", "main", "shop", through("strait"))], { chokepoints: [strait(130)] }),
    );
    expect(network.lane(capacity, "a")).toBe(130);
  });

  test("is shared by lanes in use by baseline tonnes", () => {
    const network = compileSmall(
      twoPlants(
        [
          lane("a", "main", "shop", { ...through("strait"), share: 0.75 }),
          lane("b", "spare", "shop", through("strait")),
        ],
        {
          chokepoints: [strait(120)],
        },
      ),
    );
    expect(network.lane(capacity, "a")).toBeCloseTo(90, 12);
    expect(network.lane(capacity, "b")).toBeCloseTo(30, 12);
  });

  test("counts tonnes, not units", () => {
    const network = compileSmall(
      twoPlants([lane("a", "main", "shop", through("strait"))], {
        chokepoints: [strait(30)],
        products: [{ id: "goods", massTonnesPerUnit: 0.25 }],
      }),
    );
    expect(network.lane(capacity, "a")).toBe(120);
  });

  test("is no limit for goods without mass", () => {
    const network = compileSmall(
      twoPlants(
        [
          lane("a", "main", "shop", through("strait")),
          lane("b", "spare", "shop", { ...through("strait"), ...backup(9) }),
        ],
        {
          chokepoints: [strait(0.001)],
          products: [{ id: "goods", massTonnesPerUnit: 0 }],
        },
      ),
    );
    expect(network.lane(capacity, "a")).toBe(200);
    expect(network.lane(capacity, "b")).toBe(9);
  });

  test("never gives a lane more than it can carry", () => {
    const network = compileSmall(
      twoPlants([lane("a", "main", "shop", through("strait"))], { chokepoints: [strait(1e6)] }),
    );
    expect(network.lane(capacity, "a")).toBe(200);
  });

  test("is given out once: backups share what lanes in use cannot take", () => {
    const lanes = [
      lane("a", "main", "shop", through("strait")),
      lane("b", "spare", "shop", { ...through("strait"), ...backup(300) }),
      lane("c", "spare", "shop", { ...through("strait"), ...backup(100) }),
    ];
    // Lane a can carry 200 of the 280; 80 are left for b and c, 3 to 1.
    const network = compileSmall(twoPlants(lanes, { chokepoints: [strait(280)] }));
    expect(["a", "b", "c"].map((id) => network.lane(capacity, id))).toEqual([200, 60, 20]);
    const narrow = compileSmall(twoPlants(lanes, { chokepoints: [strait(150)] }));
    expect(["a", "b", "c"].map((id) => narrow.lane(capacity, id))).toEqual([150, 0, 0]);
    const wide = compileSmall(twoPlants(lanes, { chokepoints: [strait(1000)] }));
    expect(["a", "b", "c"].map((id) => wide.lane(capacity, id))).toEqual([200, 300, 100]);
  });

  test("leaves a part for lanes upstream of a backup, which carry nothing at baseline", () => {
    const network = compileSmall({
      sites: { main: [makes("goods")], depot: [], mill: [makes("goods")], shop: [] },
      lanes: [
        lane("main-shop", "main", "shop"),
        lane("depot-shop", "depot", "shop", backup(40)),
        lane("mill-depot", "mill", "depot", through("strait")),
      ],
      markets: [market("shop", 100)],
      chokepoints: [strait(25)],
    });
    expect(network.lane(capacity, "mill-depot")).toBe(25);
  });

  test("gives a detour that still passes it its lane's part, and one that newly passes it what is left", () => {
    const detoured = (avoids: string, ...via: string[]): Record<string, unknown> => ({
      avoids: [avoids],
      via,
      extraDays: 1,
    });
    const network = compileSmall(
      twoPlants(
        [
          lane("a", "main", "shop", { ...through("strait", "canal"), share: 0.5, detours: [detoured("canal")] }),
          lane("b", "spare", "shop", { ...through("canal"), detours: [detoured("canal", "strait")] }),
        ],
        { chokepoints: [strait(90), { id: "canal" }] },
      ),
    );
    // Lane a is alone in the strait at baseline and takes 90 of the 100 it could; nothing is left for b's detour.
    expect(["a", "a~1", "b", "b~1"].map((id) => network.lane(capacity, id))).toEqual([90, 90, 100, 0]);
  });

  test("is the same whatever the order of the chokepoints in the file", () => {
    const chokepoints = [strait(130, "first"), strait(180, "second"), strait(400, "third")];
    const lanes = [
      lane("a", "main", "shop", through("first")),
      lane("b", "spare", "shop", { ...through("first", "second"), ...backup(150) }),
      lane("c", "spare", "shop", { ...through("second", "third"), ...backup(120) }),
      lane("d", "main", "shop", {
        ...through("third"),
        ...backup(500),
        detours: [{ avoids: ["third"], via: ["second"], extraDays: 1 }],
      }),
    ];
    const networks = [chokepoints, [...chokepoints].reverse(), [chokepoints[1], chokepoints[2], chokepoints[0]]].map(
      (list) => [...compileSmall(twoPlants(lanes, { chokepoints: list })).network.laneCapacityUnitsPerDay],
    );
    expect(networks[1]).toEqual(networks[0]);
    expect(networks[2]).toEqual(networks[0]);
  });
});

describe("what a port unloads", () => {
  const regions = [{ id: "here" }, { id: "there" }];
  const port = (terms: Record<string, unknown> = {}): Record<string, unknown> => ({
    id: "quay",
    region: "there",
    ...terms,
  });
  const overseas = (lanes: ReturnType<typeof lane>[], ports: Record<string, unknown>[]): SmallWorld => ({
    regions,
    ports,
    sites: { main: [makes("goods")], spare: [makes("goods")], "shop@there": [] },
    lanes,
    markets: [market("shop", 100)],
    products: [{ id: "goods", massTonnesPerUnit: 2 }],
  });
  const by = (terms: Record<string, unknown> = {}): Record<string, unknown> => ({
    leadTimeDays: 5,
    via: ["quay"],
    ...terms,
  });

  test("is headroom on the tonnes of its baseline flow", () => {
    const lanes = [lane("a", "main", "shop", by({ share: 0.6 })), lane("b", "spare", "shop")];
    expect(compileSmall(overseas(lanes, [port()])).port("quay")).toBeCloseTo(60 * 2 * 1.15, 12);
    expect(compileSmall(overseas(lanes, [port({ headroomFactor: 3 })])).port("quay")).toBeCloseTo(360, 12);
  });

  test("is what it says, where it does", () => {
    const lanes = [lane("a", "main", "shop", by())];
    expect(compileSmall(overseas(lanes, [port({ handlingTonnesPerDay: 201, headroomFactor: 9 })])).port("quay")).toBe(
      201,
    );
  });

  test("is at least what arrives when backups run at full capacity", () => {
    const lanes = [lane("a", "main", "shop", by()), lane("b", "spare", "shop", by(backup(70)))];
    // 100 + 70 units of 2 tonnes, against 1.15 x 200.
    expect(compileSmall(overseas(lanes, [port()])).port("quay")).toBe(340);
    expect(compileSmall(overseas(lanes, [port({ headroomFactor: 2 })])).port("quay")).toBe(400);
  });

  test("does not count what is loaded there", () => {
    const lanes = [lane("a", "main", "shop", by())];
    const loading = { ...overseas(lanes, [{ id: "quay", region: "here" }]) };
    expect(compileSmall(loading).labels.ports).toEqual([]);
  });

  test("includes detours, which take their lane's place", () => {
    const lanes = [
      lane("a", "main", "shop", by({ via: ["strait", "quay"], detours: [{ avoids: ["strait"], extraDays: 2 }] })),
    ];
    const {
      network,
      labels,
      port: throughput,
    } = compileSmall({ ...overseas(lanes, [port()]), chokepoints: [{ id: "strait" }] });
    expect(throughput("quay")).toBeCloseTo(230, 12);
    expect([...network.portLane].map((at) => labels.lanes[at])).toEqual(["a", "a~1"]);
  });
});
