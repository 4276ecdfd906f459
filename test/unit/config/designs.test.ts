import { describe, expect, test } from "vitest";
import type { Design } from "../../../src/model/design.ts";
import { type Edit, edited, expectComplaints, FULL_STUDY, parse } from "./full-study.ts";

/** The study with other designs. */
const withDesigns = (designs: string): string =>
  FULL_STUDY.slice(0, FULL_STUDY.indexOf("designs:\n")).replace("  referenceDesign: plain\n", "") +
  `designs:\n${designs}`;
const designsOf = (designs: string): Map<string, Design> =>
  new Map(parse(withDesigns(designs)).study.designs.map((design) => [design.id, design]));
const expectDesignComplaints = (designs: string, complaints: readonly string[]): void =>
  expectComplaints([], complaints, withDesigns(designs));

describe("a design that extends another", () => {
  test("has its lanes and overlays, changed by its own, value by value", () => {
    const designs = designsOf(`
  - id: far
    planner: { detectionDelayDays: 4 }
    lanes: [rail, { lane: ship, costUsdPerUnit: 7, leadTimeDays: 20 }]
    stocks: [{ site: store, product: cell, coverDays: 9, rationing: priority }]
    processes: [{ site: plant, output: cell, capacityUnitsPerDay: 30, yieldFraction: 0.5 }]
    sites: [{ site: store, fixedCostUsdPerDay: 12 }]
  - id: near
    extends: far
    planner: { restockDays: 3 }
    lanes: [{ lane: ship, leadTimeDays: 10 }, plane]
    stocks: [{ site: store, product: cell, coverDays: 1 }]
    processes: [{ site: plant, output: cell, yieldFraction: 0.9 }]
    sites: [{ site: plant, fixedCostUsdPerDay: 5 }]
  - { id: nearest, extends: near, name: Last of three }
`);
    expect(designs.get("near")).toMatchObject({
      name: "near",
      planner: { detectionDelayDays: 4, restockDays: 3 },
      lanes: [{ lane: "rail" }, { lane: "ship", costUsdPerUnit: 7, leadTimeDays: 10 }, { lane: "plane" }],
      stocks: [{ site: "store", product: "cell", coverDays: 1, rationing: "priority" }],
      processes: [{ site: "plant", output: "cell", capacityUnitsPerDay: 30, yieldFraction: 0.9 }],
      sites: [
        { site: "store", fixedCostUsdPerDay: 12 },
        { site: "plant", fixedCostUsdPerDay: 5 },
      ],
    });
    const near = designs.get("near") as Design;
    expect(near.sites.map(({ isInherited }) => isInherited)).toEqual([true, false]);
    const inherited = <Overlay extends object>(overlays: readonly Overlay[]) =>
      overlays.map((overlay) => ({ ...overlay, isInherited: true }));
    expect(designs.get("nearest")).toEqual({
      ...near,
      id: "nearest",
      name: "Last of three",
      stocks: inherited(near.stocks),
      processes: inherited(near.processes),
      sites: inherited(near.sites),
    });
    expect(designs.get("far")?.planner, "the study's planner where the design says nothing").toEqual({
      detectionDelayDays: 4,
      restockDays: 2,
      prioritisesCritical: false,
    });
  });

  test("may stand before the design it extends", () => {
    const designs = designsOf("  - { id: b, extends: a }\n  - { id: a, lanes: [rail, ship] }\n");
    expect([...designs.keys()]).toEqual(["b", "a"]);
    expect(designs.get("b")?.lanes).toEqual([{ lane: "rail" }, { lane: "ship" }]);
  });

  test("drops lanes, and may take them up again as they are in the world", () => {
    const designs = designsOf(`
  - { id: a, lanes: [rail, { lane: ship, costUsdPerUnit: 7 }] }
  - { id: b, extends: a, dropLanes: [ship] }
  - { id: c, extends: b, lanes: [ship] }
  - { id: d, extends: a, dropLanes: [ship], lanes: [{ lane: ship, leadTimeDays: 9 }] }
`);
    expect(designs.get("b")?.lanes).toEqual([{ lane: "rail" }]);
    expect(designs.get("c")?.lanes).toEqual([{ lane: "rail" }, { lane: "ship" }]);
    expect(designs.get("d")?.lanes).toEqual([{ lane: "rail" }, { lane: "ship", leadTimeDays: 9 }]);
  });

  test("cannot drop a lane that it does not have", () => {
    expectDesignComplaints(
      `
  - { id: a, lanes: [rail, ship], dropLanes: [«plane] }
  - { id: b, extends: a, dropLanes: [ship, «plane] }
  - { id: c, extends: b, dropLanes: [«ship] }
`,
      [
        "designs[0].dropLanes[0]: invalid dropLanes, the design extends no other design, from which it has no lane 'plane'",
        "designs[1].dropLanes[1]: invalid dropLanes, the design extends 'a', from which it has no lane 'plane'",
        "designs[2].dropLanes[0]: invalid dropLanes, the design extends 'b', from which it has no lane 'ship'",
      ],
    );
  });

  test.each([
    ["itself", "  - { id: a, extends: «a }\n", ["designs[0].extends: invalid cycle, a extends a"]],
    [
      "a design that extends it",
      "  - { id: a, extends: «b }\n  - { id: b, extends: «a }\n",
      [
        "designs[0].extends: invalid cycle, a extends b extends a",
        "designs[1].extends: invalid cycle, b extends a extends b",
      ],
    ],
    [
      "a cycle it is no part of, which is reported once for each of its members",
      "  - { id: x, extends: a }\n  - { id: a, extends: «b }\n  - { id: b, extends: «a }\n",
      [
        "designs[1].extends: invalid cycle, a extends b extends a",
        "designs[2].extends: invalid cycle, b extends a extends b",
      ],
    ],
  ])("cannot extend %s", (_, designs, complaints) => {
    expectDesignComplaints(designs, complaints);
  });

  test("may be the last of a chain of 64 designs, not of a longer one", () => {
    const chain = (length: number): string =>
      Array.from({ length }, (_, index) =>
        index === 0 ? "  - { id: d0, lanes: [rail, ship] }\n" : `  - { id: d${index}, extends: d${index - 1} }\n`,
      ).join("");
    expect(designsOf(chain(64)).get("d63")?.lanes).toEqual([{ lane: "rail" }, { lane: "ship" }]);
    expectDesignComplaints(chain(65).replace("extends: d63", "extends: «d63"), [
      "designs[64].extends: invalid chain, more than 64 designs extend each other",
    ]);
  });

  test("is one of thousands without ado, even where all of them form one circle", () => {
    const circle = Array.from(
      { length: 4000 },
      (_, index) => `  - { id: d${index}, extends: d${(index + 1) % 4000} }\n`,
    );
    const start = performance.now();
    expect(() => designsOf(circle.join(""))).toThrow(/invalid chain, more than 64 designs extend each other/);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("a backup states its capacity, for it has no baseline flow", () => {
  const MISSING = "missing capacityUnitsPerDay, a backup has no baseline flow to derive its capacity from";

  test.each<[string, Edit[], string[]]>([
    [
      "in the world",
      [
        ["      capacityUnitsPerDay: 5\n      backup: { activation", "      backup: «{ activation"],
        ["lane: plane, capacityUnitsPerDay: 4", "lane: plane"],
      ],
      [`world.lanes[2].backup: ${MISSING}`],
    ],
    [
      "in a design",
      [["lanes: [rail, ship]", "lanes: [rail, { lane: ship, backup: «{ activationDelayDays: 1 } }]"]],
      [`designs[0].lanes[1].backup: ${MISSING}`],
    ],
    [
      "in a design, from the world",
      [["lanes: [rail, ship]", "lanes: [rail, ship, { lane: plane, backup: { activationDelayDays: 9 } }]"]],
      [],
    ],
    [
      "in the design that makes it one",
      [
        [
          "lanes: [rail, ship]",
          "lanes: [rail, { lane: ship, capacityUnitsPerDay: 3, backup: { activationDelayDays: 1 } }]",
        ],
      ],
      [],
    ],
    ["unless it is none", [["lanes: [rail, ship]", "lanes: [rail, { lane: plane, backup: none }]"]], []],
  ])("%s", (_, edits, complaints) => {
    expectComplaints(edits, complaints);
  });

  test("or has it from a design it extends, but not from before the lane was dropped", () => {
    const base = "  - { id: a, lanes: [rail, { lane: ship, capacityUnitsPerDay: 20 }] }\n";
    const backup = (mark: string): string =>
      `lanes: [plane, { lane: ship, backup: ${mark}{ activationDelayDays: 1 } }]`;
    expectDesignComplaints(`${base}  - { id: b, extends: a, ${backup("")} }\n`, []);
    expectDesignComplaints(`${base}  - { id: m, extends: a }\n  - { id: b, extends: m, ${backup("")} }\n`, []);
    expectDesignComplaints(`${base}  - { id: b, extends: a, dropLanes: [ship], ${backup("«")} }\n`, [
      `designs[1].lanes[1].backup: ${MISSING}`,
    ]);
    expectDesignComplaints(
      `${base}  - { id: m, extends: a, dropLanes: [ship] }\n  - { id: b, extends: m, ${backup("«")} }\n`,
      [`designs[2].lanes[1].backup: ${MISSING}`],
    );
  });

  test("and says when it can be called", () => {
    expectComplaints(
      [["backup: { activationDelayDays: 3 }", "backup: «{}"]],
      ["world.lanes[2].backup.activationDelayDays: missing value, must be a whole number in [0, 3650]"],
    );
    expect(parse(edited([])).study.world.lanes[2].backup).toEqual({
      priority: 1,
      activationDelayDays: 3,
      reservationCostUsdPerDay: 0,
      qualificationDays: 0,
      qualificationCostUsd: 0,
    });
  });
});
