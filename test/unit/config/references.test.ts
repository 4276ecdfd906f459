import { describe, expect, test } from "vitest";
import { expectComplaints, FULL_STUDY, problemsOf } from "./full-study.ts";

describe("an id that nothing has is reported where it stands, with the nearest one there is", () => {
  test.each([
    [
      "reference design",
      "referenceDesign: plain",
      "referenceDesign: «plane",
      "settings.referenceDesign: unknown design 'plane', did you mean 'plain'?",
    ],
    [
      "carbon regime of a region",
      "carbonRegime: ets",
      "carbonRegime: «est",
      "world.regions[1].carbonRegime: unknown carbon regime 'est', did you mean 'ets'?",
    ],
    [
      "region of a port",
      "{ id: delta, region: europe",
      "{ id: delta, region: «europa",
      "world.ports[1].region: unknown region 'europa', did you mean 'europe'?",
    ],
    [
      "region of a site",
      "- id: store\n      region: europe",
      "- id: store\n      region: «eurpe",
      "world.sites[2].region: unknown region 'eurpe', did you mean 'europe'?",
    ],
    [
      "output of a process",
      "{ output: ore,",
      "{ output: «ores,",
      "world.sites[0].processes[0].output: unknown product 'ores', did you mean 'ore'?",
    ],
    [
      "input of a process",
      "inputs: [{ product: ore,",
      "inputs: [{ product: «oer,",
      "world.sites[1].processes[0].inputs[0].product: unknown product 'oer', did you mean 'ore'?",
    ],
    [
      "product of a stock",
      "{ product: ore, coverDays: 2 }",
      "{ product: «iron, coverDays: 2 }",
      "world.sites[1].stocks[0].product: unknown product 'iron'",
    ],
    [
      "product of a lane",
      "{ id: rail, product: ore",
      "{ id: rail, product: «oore",
      "world.lanes[0].product: unknown product 'oore', did you mean 'ore'?",
    ],
    ["origin of a lane", "from: mine", "from: «mien", "world.lanes[0].from: unknown site 'mien', did you mean 'mine'?"],
    [
      "destination of a lane",
      "to: plant,",
      "to: «plants,",
      "world.lanes[0].to: unknown site 'plants', did you mean 'plant'?",
    ],
    [
      "port on the way",
      "via: [pearl,",
      "via: [«peral,",
      "world.lanes[1].via[0]: unknown port or chokepoint 'peral', did you mean 'pearl'?",
    ],
    [
      "chokepoint that a detour passes",
      "via: [cape], extraDays",
      "via: [«caep], extraDays",
      "world.lanes[1].detours[0].via[0]: unknown chokepoint 'caep', did you mean 'cape'?",
    ],
    [
      "chokepoint that a detour avoids",
      "avoids: [canal]",
      "avoids: [«canl]",
      "world.lanes[1].detours[0].avoids[0]: unknown chokepoint 'canl', did you mean 'canal'?",
    ],
    [
      "port as the chokepoint of a detour",
      "via: [cape], extraDays",
      "via: [«delta], extraDays",
      "world.lanes[1].detours[0].via[0]: unknown chokepoint 'delta'",
    ],
    [
      "site of a market",
      "site: store, product: cell, demand",
      "site: «stoer, product: cell, demand",
      "markets[0].site: unknown site 'stoer', did you mean 'store'?",
    ],
    [
      "product of a market",
      "product: cell, demand",
      "product: «cells, demand",
      "markets[0].product: unknown product 'cells', did you mean 'cell'?",
    ],
    [
      "bloc of a market",
      "localBloc: union",
      "localBloc: «onion",
      "markets[0].localBloc: unknown bloc 'onion', did you mean 'union'?",
    ],
    [
      "chokepoint of a hazard",
      "chokepoints: [canal]",
      "chokepoints: [«canals]",
      "hazards[0].targets.chokepoints[0]: unknown chokepoint 'canals', did you mean 'canal'?",
    ],
    [
      "region of a hazard",
      "regions: [europe]",
      "regions: [«union]",
      "hazards[0].targets.regions[0]: unknown region 'union'",
    ],
    [
      "port of a hazard",
      "ports: [delta]",
      "ports: [«detla]",
      "hazards[1].targets.ports[0]: unknown port 'detla', did you mean 'delta'?",
    ],
    [
      "site of a hazard",
      "sites: [mine]",
      "sites: [«mines]",
      "hazards[2].targets.sites[0]: unknown site 'mines', did you mean 'mine'?",
    ],
    [
      "cluster of a hazard",
      "clusters: [hills]",
      "clusters: [«hill]",
      "hazards[2].targets.clusters[0]: unknown cluster 'hill', did you mean 'hills'?",
    ],
    [
      "product of a hazard",
      "products: [ore]",
      "products: [«orre]",
      "hazards[2].targets.products[0]: unknown product 'orre', did you mean 'ore'?",
    ],
    [
      "origin of a ban",
      "fromRegions: [asia]",
      "fromRegions: [«aisa]",
      "hazards[3].targets.fromRegions[0]: unknown region 'aisa', did you mean 'asia'?",
    ],
    ["bloc of a ban", "toBlocs: [union]", "toBlocs: [«europe]", "hazards[3].targets.toBlocs[0]: unknown bloc 'europe'"],
    [
      "regime of a price shock",
      "carbonRegimes: [ets]",
      "carbonRegimes: [«etss]",
      "hazards[4].targets.carbonRegimes[0]: unknown carbon regime 'etss', did you mean 'ets'?",
    ],
    [
      "lane of a design",
      "lanes: [rail, ship]",
      "lanes: [«rali, ship]",
      "designs[0].lanes[0]: unknown lane 'rali', did you mean 'rail'?",
    ],
    [
      "lane of an overlay",
      "lane: plane,",
      "lane: «plan,",
      "designs[1].lanes[0].lane: unknown lane 'plan', did you mean 'plane'?",
    ],
    [
      "extended design",
      "extends: plain",
      "extends: «plian",
      "designs[1].extends: unknown design 'plian', did you mean 'plain'?",
    ],
    [
      "site of a stock overlay",
      "stocks: [{ site: store,",
      "stocks: [{ site: «stor,",
      "designs[1].stocks[0].site: unknown site 'stor', did you mean 'store'?",
    ],
    [
      "product of a stock overlay",
      "product: cell, coverDays: 9",
      "product: «cel, coverDays: 9",
      "designs[1].stocks[0].product: unknown product 'cel', did you mean 'cell'?",
    ],
    [
      "site of a process overlay",
      "processes: [{ site: plant,",
      "processes: [{ site: «plantt,",
      "designs[1].processes[0].site: unknown site 'plantt', did you mean 'plant'?",
    ],
    [
      "output of a process overlay",
      "output: cell, capacity",
      "output: «cel, capacity",
      "designs[1].processes[0].output: unknown process, site 'plant' does not make 'cel', did you mean 'cell'?",
    ],
    [
      "site of a site overlay",
      "sites: [{ site: store,",
      "sites: [{ site: «sotre,",
      "designs[1].sites[0].site: unknown site 'sotre', did you mean 'store'?",
    ],
  ])("%s", (_, find, put, complaint) => {
    expectComplaints([[find, put]], [complaint]);
  });

  test("a lane that a design drops", () => {
    expectComplaints(
      [["extends: plain\n", "extends: plain\n    dropLanes: [«shipp]\n"]],
      ["designs[1].dropLanes[0]: unknown lane 'shipp', did you mean 'ship'?"],
    );
  });

  test("ids of one kind are no ids of another: a hazard aims a port closure at a chokepoint", () => {
    expectComplaints([["ports: [delta]", "ports: [«canal]"]], ["hazards[1].targets.ports[0]: unknown port 'canal'"]);
  });

  test("thousands of unknown ids among thousands of known ones take a moment, the later ones without suggestion", () => {
    const products = Array.from(
      { length: 3000 },
      (_, index) => `    - { id: product-${index}, massTonnesPerUnit: 1 }\n`,
    );
    const lanes = Array.from(
      { length: 3000 },
      (_, index) =>
        `    - { id: lane-${index}, product: produkt-${index}, from: mine, to: plant, mode: rail, distanceKm: 1, leadTimeDays: 1, costUsdPerUnit: 1 }\n`,
    );
    const text = FULL_STUDY.replace("  products:\n", `  products:\n${products.join("")}`).replace(
      "  lanes:\n",
      `  lanes:\n${lanes.join("")}`,
    );
    const start = performance.now();
    const problems = problemsOf(text);
    expect(performance.now() - start).toBeLessThan(8000);
    expect(problems).toHaveLength(3000);
    expect(problems[0].message).toBe("unknown product 'produkt-0', did you mean 'product-0'?");
    expect(problems[2999].message).toBe("unknown product 'produkt-2999'");
  });
});

describe("an id may stand only once in its list", () => {
  test.each([
    [
      "carbon regimes",
      "  regions:\n",
      "    - { id: «ets, priceUsdPerTonne: 1 }\n  regions:\n",
      "world.carbonRegimes[1].id: invalid duplicate, carbon regime 'ets' is already there",
    ],
    [
      "regions",
      "  chokepoints:\n",
      "    - { id: «asia }\n  chokepoints:\n",
      "world.regions[2].id: invalid duplicate, region 'asia' is already there",
    ],
    [
      "chokepoints",
      "  ports:\n",
      "    - { id: «cape }\n  ports:\n",
      "world.chokepoints[2].id: invalid duplicate, port or chokepoint 'cape' is already there",
    ],
    [
      "ports",
      "  products:\n",
      "    - { id: «pearl, region: asia }\n  products:\n",
      "world.ports[2].id: invalid duplicate, port or chokepoint 'pearl' is already there",
    ],
    [
      "ports and chokepoints, which lanes name alike",
      "  products:\n",
      "    - { id: «cape, region: asia }\n  products:\n",
      "world.ports[2].id: invalid duplicate, port or chokepoint 'cape' is already there",
    ],
    [
      "products",
      "  sites:\n    - id: mine",
      "    - { id: «ore, massTonnesPerUnit: 2 }\n  sites:\n    - id: mine",
      "world.products[2].id: invalid duplicate, product 'ore' is already there",
    ],
    [
      "sites",
      "  lanes:\n    - { id: rail",
      "    - { id: «mine, region: asia }\n  lanes:\n    - { id: rail",
      "world.sites[3].id: invalid duplicate, site 'mine' is already there",
    ],
    [
      "processes of a site",
      "conversionCostUsdPerUnit: 1 }\n",
      "conversionCostUsdPerUnit: 1 }\n        - { output: «ore, capacityUnitsPerDay: 1, conversionCostUsdPerUnit: 1 }\n",
      "world.sites[0].processes[1].output: invalid duplicate, process for 'ore' is already there",
    ],
    [
      "inputs of a process",
      "unitsPerUnit: 2 }]",
      "unitsPerUnit: 2 }, { product: «ore, unitsPerUnit: 1 }]",
      "world.sites[1].processes[0].inputs[1].product: invalid duplicate, input 'ore' is already there",
    ],
    [
      "stocks of a site",
      "{ product: ore, coverDays: 2 }\n",
      "{ product: ore, coverDays: 2 }\n        - { product: «ore }\n",
      "world.sites[1].stocks[1].product: invalid duplicate, stock of 'ore' is already there",
    ],
    [
      "passages of a lane",
      "atShare: 0.7 }, delta]",
      "atShare: 0.7 }, «canal, delta]",
      "world.lanes[1].via[2]: invalid duplicate, passage 'canal' is already there",
    ],
    [
      "markets",
      "hazards:\n",
      "  - { id: «drivers, site: plant, product: ore, demandUnitsPerDay: 1, priceUsdPerUnit: 1, unmet: lost }\nhazards:\n",
      "markets[1].id: invalid duplicate, market 'drivers' is already there",
    ],
    ["hazards", "- id: strike", "- id: «war", "hazards[1].id: invalid duplicate, hazard 'war' is already there"],
    ["designs", "- id: guarded", "- id: «plain", "designs[1].id: invalid duplicate, design 'plain' is already there"],
    [
      "lanes of a design",
      "lanes: [rail, ship]",
      "lanes: [rail, ship, «{ lane: rail, share: 1 }]",
      "designs[0].lanes[2]: invalid duplicate, lane 'rail' is already there",
    ],
    [
      "stocks of a design",
      "coverDays: 9 }]",
      "coverDays: 9 }, { site: «store, product: cell }]",
      "designs[1].stocks[1].site: invalid duplicate, stock of 'store/cell' is already there",
    ],
    [
      "processes of a design",
      "capacityUnitsPerDay: 30 }]",
      "capacityUnitsPerDay: 30 }, { site: «plant, output: cell }]",
      "designs[1].processes[1].site: invalid duplicate, process for 'plant/cell' is already there",
    ],
    [
      "sites of a design",
      "fixedCostUsdPerDay: 12 }]",
      "fixedCostUsdPerDay: 12 }, { site: «store, fixedCostUsdPerDay: 1 }]",
      "designs[1].sites[1].site: invalid duplicate, site 'store' is already there",
    ],
  ])("%s", (what, find, put, complaint) => {
    const extended = what === "designs" ? [["    extends: plain\n", ""] as const] : [];
    expectComplaints([[find, put], ...extended], [complaint]);
  });
});

test("a lane may stand only once in the world", () => {
  const twice = FULL_STUDY.replace(/( {4}- \{ id: rail.*\n)/, "$1$1");
  const line = FULL_STUDY.split("\n").findIndex((text) => text.includes("{ id: rail")) + 2;
  expect(problemsOf(twice)).toMatchObject([
    { line, column: 13, path: "world.lanes[1].id", message: "invalid duplicate, lane 'rail' is already there" },
  ]);
});

describe("the way of a lane", () => {
  const RAIL = "leadTimeDays: 2, costUsdPerUnit: 1 }";

  test("has two ports at most, one to load and one to unload", () => {
    expectComplaints(
      [
        ["  products:\n", "    - { id: hub, region: asia }\n  products:\n"],
        ["via: [pearl, { at: canal, atShare: 0.7 }, delta]", "via: [pearl, hub, { at: canal, atShare: 0.7 }, «delta]"],
      ],
      [
        "world.lanes[1].via[3]: invalid third port, a lane loads at one port and unloads at another; split it into two lanes",
      ],
    );
  });

  test("takes at least a day where it passes a port or chokepoint", () => {
    const complaint = "invalid lead time 0, a same-day lane passes no ports or chokepoints";
    expectComplaints([["leadTimeDays: 30", "leadTimeDays: «0"]], [`world.lanes[1].leadTimeDays: ${complaint}`]);
    expectComplaints(
      [["leadTimeDays: 2,", "leadTimeDays: «0, via: [pearl],"]],
      [`world.lanes[0].leadTimeDays: ${complaint}`],
    );
    expectComplaints(
      [["lanes: [rail, ship]", "lanes: [rail, { lane: ship, leadTimeDays: «0 }]"]],
      [`designs[0].lanes[1].leadTimeDays: ${complaint}`],
    );
    expectComplaints([[RAIL, "leadTimeDays: 0, costUsdPerUnit: 1 }"]], []);
  });

  test("ends at another site than it starts", () => {
    expectComplaints([["to: plant,", "to: «mine,"]], ["world.lanes[0].to: invalid lane, it starts and ends at 'mine'"]);
  });

  test("has detours only round what it passes", () => {
    expectComplaints(
      [
        ["avoids: [canal]", "avoids: [canal, «cape]"],
        ["via: [cape], extraDays", "extraDays"],
      ],
      ["world.lanes[1].detours[0].avoids[1]: invalid detour, its lane does not pass 'cape'"],
    );
    expectComplaints(
      [["avoids: [canal]", "avoids: [«pearl]"]],
      ["world.lanes[1].detours[0].avoids[0]: unknown chokepoint 'pearl'"],
    );
    expectComplaints(
      [["avoids: [canal]", "avoids: «[]"]],
      ["world.lanes[1].detours[0].avoids: invalid empty list, must name at least one"],
    );
  });

  test("has no detour that passes what it avoids", () => {
    expectComplaints(
      [["via: [cape], extraDays", "via: [cape, «{ at: canal }], extraDays"]],
      ["world.lanes[1].detours[0].via[1]: invalid detour, it passes 'canal', which it avoids"],
    );
  });
});

describe("a process", () => {
  test("cannot use what it makes", () => {
    expectComplaints(
      [["unitsPerUnit: 2 }]", "unitsPerUnit: 2 }, { product: «cell, unitsPerUnit: 1 }]"]],
      ["world.sites[1].processes[0].inputs[1].product: invalid input 'cell', a process cannot use what it makes"],
    );
  });
});
