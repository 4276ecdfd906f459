import { describe, expect, test } from "vitest";
import { complaintsOf, lane, locatedComplaints, makes, market, type SmallWorld } from "./small-world.ts";

/** A study text whose places the tests below count on. */
const TEXT = `id: text
world:
  regions: [{ id: here }, { id: there }]
  chokepoints:
    - { id: strait, throughputTonnesPerDay: 500 }
  ports:
    - { id: quay, region: there, handlingTonnesPerDay: 500 }
  products: [{ id: goods, massTonnesPerUnit: 2 }, { id: ore, massTonnesPerUnit: 1 }]
  sites:
    - id: plant
      region: here
      processes:
        - { output: goods, capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }
    - id: spare
      region: here
      processes:
        - { output: goods, capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }
    - id: shop
      region: there
      stocks:
        - { product: goods, coverDays: 3 }
    - id: idle
      region: here
  lanes:
    - id: out
      product: goods
      from: plant
      to: shop
      mode: sea
      distanceKm: 1
      leadTimeDays: 9
      costUsdPerUnit: 1
      capacityUnitsPerDay: 400
      via: [strait, quay]
    - { id: second, product: goods, from: spare, to: shop, mode: sea, distanceKm: 1, leadTimeDays: 2, costUsdPerUnit: 1 }
    - { id: nowhere, product: goods, from: plant, to: idle, mode: sea, distanceKm: 1, leadTimeDays: 2, costUsdPerUnit: 1 }
markets:
  - { id: buyers, site: shop, product: goods, demandUnitsPerDay: 200, priceUsdPerUnit: 10, unmet: lost }
designs:
  - id: base
    lanes: [out]
`;

/** Replaces what stands in the text once. */
function edited(...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((text, [find, put]) => {
    expect(text.split(find), find).toHaveLength(2);
    return text.replace(find, put);
  }, TEXT);
}

/** Where something stands in a text, `line:column`. */
function placeOf(text: string, find: string): string {
  const lines = text.slice(0, text.indexOf(find)).split("\n");
  return `${lines.length}:${lines[lines.length - 1].length + 1}`;
}

test("the text that all edits start from compiles", () => {
  expect(locatedComplaints(TEXT)).toEqual([]);
});

describe("a capacity that the baseline does not fit through is reported with need and capacity", () => {
  test("of a lane, at its line in the world", () => {
    const text = edited(["capacityUnitsPerDay: 400", "capacityUnitsPerDay: 199"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "199")} world.lanes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 199, lane 'out' must carry 200 units a day at baseline in design 'base'; raise it or lower the lane's share`,
    ]);
  });

  test("of a lane, at the design's line where the design sets it", () => {
    const text = edited(["lanes: [out]", "lanes: [{ lane: out, capacityUnitsPerDay: 150 }]"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "150")} designs[0].lanes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 150, lane 'out' must carry 200 units a day at baseline in design 'base'; raise it or lower the lane's share`,
    ]);
  });

  test("of a lane, in the world where the design's entry sets something else", () => {
    const text = edited(
      ["lanes: [out]", "lanes: [{ lane: out, leadTimeDays: 4 }]"],
      ["capacityUnitsPerDay: 400", "capacityUnitsPerDay: 199"],
    );
    expect(locatedComplaints(text)[0]).toContain(
      `study.yaml:${placeOf(text, "199")} world.lanes[0].capacityUnitsPerDay: `,
    );
  });

  test("of a lane, at the line of the extended design that sets it", () => {
    const text = `${edited(["lanes: [out]", "lanes: [{ lane: out, capacityUnitsPerDay: 190 }]"])}  - id: more
    extends: base
    lanes: [{ lane: out, leadTimeDays: 4 }]
  - id: most
    extends: more
    dropLanes: [out]
    lanes: [{ lane: out, leadTimeDays: 4 }]
`;
    const place = `study.yaml:${placeOf(text, "190")} designs[0].lanes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 190, `;
    expect(locatedComplaints(text)).toEqual(
      ["base", "more"].map(
        (design) =>
          `${place}lane 'out' must carry 200 units a day at baseline in design '${design}'; raise it or lower the lane's share`,
      ),
    );
    const world = text.replace("190", "210").replace("capacityUnitsPerDay: 400", "capacityUnitsPerDay: 180");
    expect(locatedComplaints(world), "a dropped lane is as in the world").toEqual([
      expect.stringContaining(`study.yaml:${placeOf(world, "180")} world.lanes[0].capacityUnitsPerDay: `),
    ]);
  });

  test("of a process", () => {
    const text = edited([
      "        - { output: goods, capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }\n    - id: spare",
      "        - { output: goods, capacityUnitsPerDay: 199.5, conversionCostUsdPerUnit: 1 }\n    - id: spare",
    ]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "199.5")} world.sites[0].processes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 199.5, process 'plant/goods' must make 200 units a day at baseline in design 'base'`,
    ]);
    const overlaid = `${TEXT}    processes: [{ site: plant, output: goods, capacityUnitsPerDay: 7 }]\n`;
    expect(locatedComplaints(overlaid)).toEqual([
      `study.yaml:${placeOf(overlaid, "7 }]\n")} designs[0].processes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 7, process 'plant/goods' must make 200 units a day at baseline in design 'base'`,
    ]);
  });

  test("of a port", () => {
    const text = edited(["handlingTonnesPerDay: 500", "handlingTonnesPerDay: 399"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "399")} world.ports[0].handlingTonnesPerDay: invalid handlingTonnesPerDay 399, design 'base' unloads 400 tonnes a day at port 'quay' at baseline`,
    ]);
  });

  test("of a chokepoint", () => {
    const text = edited(["throughputTonnesPerDay: 500", "throughputTonnesPerDay: 399"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "399")} world.chokepoints[0].throughputTonnesPerDay: invalid throughputTonnesPerDay 399, design 'base' sends 400 tonnes a day through chokepoint 'strait' at baseline`,
    ]);
  });

  test("all of them at once, for every design that has them", () => {
    const text = `${edited(
      ["throughputTonnesPerDay: 500", "throughputTonnesPerDay: 399"],
      ["handlingTonnesPerDay: 500", "handlingTonnesPerDay: 399"],
      ["capacityUnitsPerDay: 400", "capacityUnitsPerDay: 199"],
    )}  - { id: again, extends: base }\n`;
    expect(locatedComplaints(text)).toHaveLength(6);
  });

  test("not for what only rounding keeps apart", () => {
    const thirds = Array.from({ length: 3 }, (_, index) =>
      lane(`l${index}`, `s${index}`, "shop", { share: index < 2 ? 1 / 3 : 1 - 2 / 3 }),
    );
    const sites = Object.fromEntries([...thirds.map(({ from }) => [from as string, [makes("goods")]]), ["shop", []]]);
    const exact = thirds.map((item) => ({ ...item, capacityUnitsPerDay: 70 / 3 }));
    expect(complaintsOf({ sites, lanes: exact, markets: [market("shop", 70)] })).toEqual([]);
  });
});

describe("a stock that has no source is reported with what needs it", () => {
  test("a market that nothing reaches", () => {
    const text = edited(["lanes: [out]", "lanes: []"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "{ product: goods, coverDays: 3 }")} world.sites[2].stocks[0]: missing source, in design 'base' nothing supplies 'shop/goods', which market 'buyers' needs; add a lane or a process`,
    ]);
  });

  test("an input of a process, at its site where it has no entry of its own", () => {
    const text = edited([
      "        - { output: goods, capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }\n    - id: spare",
      "        - { output: goods, inputs: [{ product: ore, unitsPerUnit: 2 }], capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }\n    - id: spare",
    ]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "id: plant")} world.sites[0]: missing source, in design 'base' nothing supplies 'plant/ore', which process 'plant/goods' needs; add a lane or a process`,
    ]);
  });

  test("the origin of a lane", () => {
    const text = edited(["lanes: [out]", "lanes: [out, second]"], ["from: spare", "from: idle"]);
    expect(locatedComplaints(text.replace("{ id: second, ", "{ id: second, share: 0.5, "))).toEqual([
      expect.stringMatching(
        / world\.sites\[3\]: missing source, in design 'base' nothing supplies 'idle\/goods', which lane 'second' needs/,
      ),
    ]);
  });

  test("a stock that only backups supply", () => {
    const text = edited(["lanes: [out]", "lanes: [{ lane: out, backup: { activationDelayDays: 2 } }]"]);
    expect(locatedComplaints(text)).toEqual([
      expect.stringMatching(
        / world\.sites\[2\]\.stocks\[0\]: missing source, in design 'base' only backups supply 'shop\/goods', which market 'buyers' needs/,
      ),
    ]);
  });
});

describe("what has no effect is reported, for it is most likely a mistake", () => {
  test("a lane that leads where nothing is needed", () => {
    const text = edited(["lanes: [out]", "lanes: [out, nowhere]"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "nowhere]")} designs[0].lanes[1]: invalid lane 'nowhere', in design 'base' nothing at 'idle' uses or passes on 'goods'; remove it from the design or add what needs it`,
    ]);
  });

  test.each([
    [
      "a stock",
      "stocks: [«{ site: plant, product: ore, coverDays: 4 }]",
      "designs[0].stocks[0]: invalid overlay, stock 'plant/ore' is not part of design 'base': no goods for a market pass through it",
    ],
    [
      "a process",
      "processes: [«{ site: spare, output: goods, capacityUnitsPerDay: 4 }]",
      "designs[0].processes[0]: invalid overlay, process 'spare/goods' is not part of design 'base': no goods for a market pass through it",
    ],
    [
      "a site",
      "sites: [«{ site: idle, fixedCostUsdPerDay: 4 }]",
      "designs[0].sites[0]: invalid overlay, site 'idle' is not part of design 'base': no goods for a market pass through it",
    ],
    [
      "a process that is off and was never on",
      "processes: [«{ site: spare, output: goods, share: 0 }]",
      "designs[0].processes[0]: invalid overlay, process 'spare/goods' is not part of design 'base': no goods for a market pass through it",
    ],
  ])("%s of the design that no goods pass", (_, overlay, complaint) => {
    const marked = `${TEXT}    ${overlay}\n`;
    const text = marked.replace("«", "");
    expect(locatedComplaints(text)).toEqual([`study.yaml:${placeOf(marked, "«")} ${complaint}`]);
  });

  test("but not what a design inherits for a site that it drops", () => {
    const text = `${TEXT}    sites: [{ site: plant, fixedCostUsdPerDay: 4 }]
    processes: [{ site: plant, output: goods, capacityUnitsPerDay: 250 }]
  - id: moved
    extends: base
    dropLanes: [out]
    lanes: [second]
`;
    expect(locatedComplaints(text)).toEqual([]);
    const again = `${text}    sites: [{ site: plant, fixedCostUsdPerDay: 5 }]\n`;
    expect(locatedComplaints(again)).toEqual([
      "study.yaml:48:13 designs[1].sites[0]: invalid overlay, site 'plant' is not part of design 'moved': no goods for a market pass through it",
    ]);
  });

  test("but a process that the design switches off is an effect", () => {
    const world = (overlay: Record<string, unknown>): SmallWorld => ({
      sites: { far: [makes("goods")], shop: [makes("goods", {}, { share: 0.6 })] },
      lanes: [lane("in", "far", "shop")],
      markets: [market("shop", 5)],
      designs: [{ id: "off", lanes: ["in"], processes: [{ site: "shop", output: "goods", ...overlay }] }],
    });
    expect(complaintsOf(world({ share: 0 }))).toEqual([]);
    expect(complaintsOf(world({ share: 1 }))).toEqual([
      "missing share, the other sources of 'shop/goods' in design 'off' leave nothing for 'in'",
    ]);
  });
});

describe("shares that do not add up are reported at a source that could be changed", () => {
  const two = (first: Record<string, unknown>, second: Record<string, unknown>): string[] =>
    complaintsOf({
      sites: { a: [makes("goods")], b: [makes("goods")], shop: [] },
      lanes: [lane("one", "a", "shop", first), lane("two", "b", "shop", second)],
      markets: [market("shop", 5)],
    });

  test.each([
    ["too little", { share: 0.4 }, { share: 0.5 }, "sum to 0.9, must sum to 1"],
    ["too much", { share: 0.7 }, { share: 0.5 }, "sum to 1.2, must sum to 1"],
  ])("%s", (_, first, second, message) => {
    expect(two(first, second)).toEqual([
      `invalid shares, the sources of 'shop/goods' in design 'all' (lane 'one', lane 'two') ${message}`,
    ]);
  });

  test("nothing left over", () => {
    expect(two({ share: 1 }, {})).toEqual([
      "missing share, the other sources of 'shop/goods' in design 'all' leave nothing for 'two'",
    ]);
  });

  test("more than one left open", () => {
    expect(two({}, {})).toEqual([
      "missing share, 'shop/goods' has 2 primary sources in design 'all' (lane 'one', lane 'two'); state the share of all but one",
    ]);
  });

  test("a share of a backup", () => {
    expect(two({}, { share: 0.5, capacityUnitsPerDay: 3, backup: { activationDelayDays: 0 } })).toEqual([
      "invalid share 0.5, lane 'two' is a backup in design 'all' and has no share",
    ]);
  });

  test("but a billionth is rounding", () => {
    expect(two({ share: 0.3 }, { share: 0.7 + 1e-10 })).toEqual([]);
    expect(two({ share: 0.1 + 0.2 }, { share: 0.7 })).toEqual([]);
  });

  test("at the line of the design that set one", () => {
    const text = edited(["lanes: [out]", "lanes: [{ lane: out, share: 0.9 }]"]);
    expect(locatedComplaints(text)).toEqual([
      `study.yaml:${placeOf(text, "0.9")} designs[0].lanes[0].share: invalid shares, the sources of 'shop/goods' in design 'base' (lane 'out') sum to 0.9, must sum to 1`,
    ]);
  });
});

describe("circles", () => {
  test("of same-day lanes and processes are errors that name their stocks", () => {
    const world: SmallWorld = {
      sites: { a: [makes("goods", { scrap: 1 })], b: [makes("scrap", { goods: 1 })] },
      lanes: [
        lane("goods-b", "a", "b", { leadTimeDays: 0 }),
        lane("scrap-a", "b", "a", { product: "scrap", leadTimeDays: 0 }),
      ],
      markets: [market("a", 5)],
    };
    const [complaint, ...others] = complaintsOf(world);
    expect(others).toEqual([]);
    const [, names] =
      /^invalid cycle (.*) in design 'all', goods would pass through it within one day; give a lane on it a lead time of at least 1 day$/.exec(
        complaint,
      ) ?? [];
    const stocks = names.split(" -> ");
    expect(new Set(stocks)).toEqual(new Set(["a/goods", "a/scrap", "b/scrap", "b/goods"]));
    expect(stocks[0]).toBe(stocks[4]);
    const slow = { ...world, lanes: world.lanes.map((item) => ({ ...item, leadTimeDays: 1 })) };
    expect(complaintsOf(slow)[0]).toMatch(/^invalid cycle in design 'all', goods that come back need more goods/);
  });

  test("that need more than they give back are errors", () => {
    const world = (gain: number): SmallWorld => ({
      sites: {
        a: [makes("goods", { parts: 1 })],
        b: [makes("parts", { goods: gain }, { share: 0.5 })],
        c: [makes("parts")],
      },
      lanes: [
        lane("goods-b", "a", "b"),
        lane("parts-a", "b", "a", { product: "parts" }),
        lane("parts-b", "c", "b", { product: "parts", share: 0.5 }),
      ],
      markets: [market("a", 5)],
    });
    // Each unit asked for at a asks for half a unit of parts made of `gain` goods of a.
    expect(complaintsOf(world(1.2))).toEqual([]);
    expect(complaintsOf(world(2.5))).toEqual([
      "invalid cycle in design 'all', goods that come back need more goods than were sent: the flow round it does not settle; lower a share on it",
    ]);
  });
});
