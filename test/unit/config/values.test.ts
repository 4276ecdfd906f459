import { describe, expect, test } from "vitest";
import { expectComplaints, FULL_STUDY, parse, problemsOf } from "./full-study.ts";

const DISTRIBUTIONS =
  "beta, empirical, exponential, fixed, gamma, geometric, lognormal, normal, pareto, pert, poisson, triangular, uniform, weibull";
const KINDS =
  "blockade, carbon-price-shock, cold-chain-failure, demand-shock, elsewhere, export-ban, freight-cost-shock, lead-time-shock, port-closure, sanction, site-outage, tariff-shock";
const ID_RULE = "must be 1 to 64 letters, digits or _ . : + - and start with a letter, digit or _";

test("the study that all edits start from is valid", () => {
  expect(problemsOf(FULL_STUDY)).toEqual([]);
  expect(parse(FULL_STUDY).study.hazards.map((hazard) => hazard.id)).toEqual([
    "ban",
    "boom",
    "boycott",
    "duty",
    "fuel",
    "heat",
    "levy",
    "low-water",
    "quake",
    "strike",
    "war",
  ]);
});

test("every problem is reported at once, in the order of the file", () => {
  expectComplaints(
    [
      ["  seed: 1\n", "  seed: 1\n  «sede: 2\n"],
      ["restockDays: 2", "restockDays: «0.5"],
      ["    - { id: cape }", "    - { id: cape }\n    - { id: «cape }"],
      ["region: asia, headroomFactor", "region: «asai, headroomFactor"],
      ["mode: rail", "mode: «rial"],
      ["kind: port-closure", "kind: «port-closre"],
      ["severity: 0.5", "severity: «.inf"],
      ["lanes: [rail, ship]", "lanes: [rail, «sihp]"],
    ],
    [
      "settings.sede: unknown key 'sede', did you mean 'seed'?",
      "settings.planner.restockDays: invalid value 0.5, must be a number in [1, 3650]",
      "world.chokepoints[2].id: invalid duplicate, port or chokepoint 'cape' is already there",
      "world.ports[0].region: unknown region 'asai', did you mean 'asia'?",
      "world.lanes[0].mode: unknown value 'rial', must be one of sea, air, rail, road, pipeline, did you mean 'rail'?",
      `hazards[1].kind: unknown value 'port-closre', must be one of ${KINDS}, did you mean 'port-closure'?`,
      "hazards[2].severity: invalid value Infinity, must be in [-1e15, 1e15]",
      "designs[0].lanes[1]: unknown lane 'sihp', did you mean 'ship'?",
    ],
  );
});

describe("a number that cannot be is refused with its value and interval", () => {
  test.each([
    ["a negative one", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «-1 }", "-1"],
    ["infinity", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «.inf }", "Infinity"],
    ["minus infinity", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «-.inf }", "-Infinity"],
    ["not a number", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «.nan }", "NaN"],
    ["one beyond the range of doubles", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «1e999 }", "Infinity"],
    ["one too large", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «1000001 }", "1000001"],
    ["a number in quotes", "massTonnesPerUnit: 1 }", 'massTonnesPerUnit: «"1" }', '"1"'],
    ["text", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «heavy }", '"heavy"'],
    ["a number with a unit", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «1 t }", '"1 t"'],
    ["a number with a thousands separator", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «1_000 }", '"1_000"'],
    ["true", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «true }", "true"],
    ["nothing", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «~ }", "null"],
    ["a list", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «[1] }", "[1]"],
    ["a map", "massTonnesPerUnit: 1 }", "massTonnesPerUnit: «{ tonnes: 1 } }", '{"tonnes":1}'],
  ])("%s", (_, find, put, shown) => {
    expectComplaints(
      [[find, put]],
      [`world.products[0].massTonnesPerUnit: invalid value ${shown}, must be a number in [0, 1e6]`],
    );
  });

  test("a fraction where days are whole", () => {
    expectComplaints(
      [["leadTimeDays: 30", "leadTimeDays: «30.5"]],
      ["world.lanes[1].leadTimeDays: invalid value 30.5, must be a whole number in [0, 1000]"],
    );
  });

  test("zero where the interval is open", () => {
    expectComplaints(
      [["capacityUnitsPerDay: 100,", "capacityUnitsPerDay: «0,"]],
      ["world.sites[0].processes[0].capacityUnitsPerDay: invalid value 0, must be a number in (0, 1e15]"],
    );
  });

  test("a seed that doubles cannot tell from its neighbours", () => {
    expectComplaints(
      [["seed: 1", "seed: «9007199254740993"]],
      ["settings.seed: invalid value 9007199254740992, must be a whole number in [0, 9007199254740991]"],
    );
  });

  test("a long value is cut, so that the interval can still be read", () => {
    const [{ message }] = problemsOf(FULL_STUDY.replace("seed: 1", `seed: "${"9".repeat(5000)}"`));
    expect(message).toMatch(/^invalid value "9{70,80}\.\.\., must be a whole number in \[0, 9007199254740991\]$/);
  });
});

describe("what is missing is named at the map that lacks it", () => {
  test.each([
    [
      "a number",
      "      leadTimeDays: 30\n",
      "    - «id: ship",
      "missing value, must be a whole number in [0, 1000]",
      "leadTimeDays",
    ],
    [
      "a word",
      "      mode: sea\n",
      "    - «id: ship",
      "missing value, must be one of sea, air, rail, road, pipeline",
      "mode",
    ],
    ["a reference", "      from: plant\n      to: store\n      mode: sea\n", "    - «id: ship", "missing id", "from"],
  ])("%s", (what, line, put, message, key) => {
    const shortened = what === "a reference" ? "      to: store\n      mode: sea\n" : "";
    expectComplaints(
      [
        ["    - id: ship", put],
        [line, shortened],
      ],
      [`world.lanes[1].${key}: ${message}`],
    );
  });

  test("a whole list, and another one at the same place", () => {
    const text = FULL_STUDY.replace(/markets:\n.*\n/, "")
      .replace(/designs:\n[\s\S]*$/, "")
      .replace("  referenceDesign: plain\n", "");
    expect(problemsOf(text).map(({ path, message, line }) => `${line} ${path}: ${message}`)).toEqual([
      "1 markets: missing value, must be a list",
      "1 designs: missing value, must be a list",
    ]);
  });

  test("lists that may not be empty", () => {
    const [problem] = problemsOf(FULL_STUDY.replace(/markets:\n.*\n/, "markets: []\n"));
    expect(problem).toMatchObject({
      path: "markets",
      message: "invalid empty list, a study needs at least one market",
    });
    const noDesigns = FULL_STUDY.replace(/designs:\n[\s\S]*$/, "designs: []\n").replace(
      "  referenceDesign: plain\n",
      "",
    );
    expect(problemsOf(noDesigns)).toMatchObject([
      { path: "designs", message: "invalid empty list, a study needs at least one design" },
    ]);
  });
});

describe("a word that is none of the choices is refused, with the nearest one", () => {
  test.each([
    [
      "freight mode",
      "mode: sea",
      "mode: «see",
      "world.lanes[1].mode: unknown value 'see', must be one of sea, air, rail, road, pipeline, did you mean 'sea'?",
    ],
    [
      "capitals",
      "unmet: lost",
      "unmet: «Lost",
      "markets[0].unmet: unknown value 'Lost', must be one of lost, backorder, did you mean 'lost'?",
    ],
    [
      "a number",
      "mode: sea",
      "mode: «3",
      "world.lanes[1].mode: invalid value 3, must be one of sea, air, rail, road, pipeline",
    ],
    [
      "hazard kind",
      "kind: blockade",
      "kind: «blokade",
      `hazards[0].kind: unknown value 'blokade', must be one of ${KINDS}, did you mean 'blockade'?`,
    ],
    [
      "recovery profile",
      "profile: linear",
      "profile: «liner",
      "hazards[1].recovery.profile: unknown value 'liner', must be one of step, linear, exponential, s-curve, did you mean 'linear'?",
    ],
    [
      "distribution",
      "distribution: lognormal",
      "distribution: «lognorm",
      `hazards[0].durationDays.distribution: unknown value 'lognorm', must be one of ${DISTRIBUTIONS}, did you mean 'lognormal'?`,
    ],
    [
      "sampler",
      "  seed: 1\n",
      "  seed: 1\n  sampler: «monte-crlo\n",
      "settings.sampler: unknown value 'monte-crlo', must be one of antithetic, importance, latin-hypercube, monte-carlo, sobol, stratified, did you mean 'monte-carlo'?",
    ],
    [
      "yes for true",
      "hasBorderAdjustment: true",
      "hasBorderAdjustment: «yes",
      'world.regions[1].hasBorderAdjustment: invalid value "yes", must be true or false',
    ],
    [
      "permanent",
      "durationDays: permanent",
      "durationDays: «permanant",
      `hazards[2].durationDays: invalid distribution "permanant", must be a number or an object with distribution: ${DISTRIBUTIONS}, or permanent, did you mean 'permanent'?`,
    ],
    [
      "none for a backup",
      "lane: plane,",
      "lane: plane, backup: «non,",
      "designs[1].lanes[0].backup: invalid value \"non\", must be a map, or none, did you mean 'none'?",
    ],
  ])("%s", (_, find, put, complaint) => {
    expectComplaints([[find, put]], [complaint]);
  });

  test("a hazard without a kind is asked for one, whatever else is wrong with it", () => {
    expectComplaints(
      [["  - id: war\n    kind: blockade\n", "  - «id: war\n"]],
      [`hazards[0].kind: missing value, must be one of ${KINDS}`],
    );
  });
});

describe("unknown keys are named, with the nearest known one", () => {
  test.each([
    [
      "at the top",
      "title: Every",
      "titel: x\ntitle: Every",
      "«titel: x\ntitle: Every",
      "titel: unknown key 'titel', did you mean 'title'?",
    ],
    [
      "in a list",
      "{ id: canal }",
      "",
      "{ id: canal, «throughputTonsPerDay: 5 }",
      "world.chokepoints[0].throughputTonsPerDay: unknown key 'throughputTonsPerDay', did you mean 'throughputTonnesPerDay'?",
    ],
    [
      "that differ in case",
      "atShare: 0.7",
      "",
      "«atshare: 0.7",
      "world.lanes[1].via[1].atshare: unknown key 'atshare', did you mean 'atShare'?",
    ],
    [
      "of a distribution",
      "mean: 30, standard",
      "",
      "mean: 30, «varience: 3, standard",
      "hazards[0].durationDays.varience: unknown key 'varience'",
    ],
    [
      "of a distribution with several forms",
      "{ distribution: lognormal, mean",
      "",
      "{ distribution: lognormal, «meen: 1, mean",
      "hazards[0].durationDays.meen: unknown key 'meen', did you mean 'mean'?",
    ],
    [
      "of another kind of hazard",
      "targets: { ports: [delta] }",
      "",
      "targets: { ports: [delta] }\n    «modes: [sea]",
      "hazards[1].modes: unknown key 'modes'",
    ],
    [
      "of an overlay",
      "lane: plane,",
      "",
      "lane: plane, «shre: 0.5,",
      "designs[1].lanes[0].shre: unknown key 'shre', did you mean 'share'?",
    ],
    [
      "that objects have of themselves",
      "id: full\n",
      "",
      "id: full\n«constructor: 1\n",
      "constructor: unknown key 'constructor'",
    ],
    ["that are inherited functions", "id: full\n", "", "id: full\n«toString: 1\n", "toString: unknown key 'toString'"],
    ["that are numbers", "id: full\n", "", "id: full\n«5: 1\n", "5: unknown key '5'"],
    ["that are empty", "id: full\n", "", 'id: full\n«"": 1\n', "unknown key ''"],
  ])("%s", (_, find, _plain, put, complaint) => {
    expectComplaints([[find, put]], [complaint]);
  });

  test("thousands of them in a moment", () => {
    const extra = Array.from({ length: 2000 }, (_, index) => `key${index}: 1`).join("\n");
    const start = performance.now();
    expect(problemsOf(`${FULL_STUDY}${extra}\n`)).toHaveLength(2000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("ids", () => {
  test.each([
    ["a number", "5", "invalid id 5, must be text"],
    ["a truth value", "true", "invalid id true, must be text"],
    ["nothing", "~", "invalid id null, must be text"],
    ["a list", "[asia]", 'invalid id ["asia"], must be text'],
    ["empty", '""', `invalid id "", ${ID_RULE}`],
    ["with a space", "far east", `invalid id "far east", ${ID_RULE}`],
    ["with a slash", "a/b", `invalid id "a/b", ${ID_RULE}`],
    ["that starts a formula", "=1+1", `invalid id "=1+1", ${ID_RULE}`],
    ["that starts with a sign", "-a", `invalid id "-a", ${ID_RULE}`],
    ["that climbs folders", "../up", `invalid id "../up", ${ID_RULE}`],
    ["__proto__", "__proto__", `invalid id "__proto__", ${ID_RULE}`],
    ["constructor", "constructor", `invalid id "constructor", ${ID_RULE}`],
    ["prototype", "prototype", `invalid id "prototype", ${ID_RULE}`],
    ["with a line break", '"a\\nb"', `invalid id "a\\nb", ${ID_RULE}`],
    ["with an escape code", '"a\\e[31m"', `invalid id "a\\u001b[31m", ${ID_RULE}`],
    ["of 65 characters", "a".repeat(65), `invalid id "${"a".repeat(65)}", ${ID_RULE}`],
  ])("%s are refused", (_, id, message) => {
    expectComplaints([["id: full\n", `id: «${id}\n`]], [`id: ${message}`]);
  });

  test("are any letters and digits, of 64 characters, with dots, colons, plus and minus inside", () => {
    for (const id of ["a".repeat(64), "日本", "é", "2nd", "_a", "a.b:c+d-e", "toString", "valueOf"]) {
      expect(parse(FULL_STUDY.replace("id: full\n", `id: ${JSON.stringify(id)}\n`)).study.id).toBe(id);
    }
  });
});

describe("titles and names", () => {
  test("may not steer a terminal or break a table", () => {
    for (const escaped of ["\\e[31m", "\\n", "\\0", "\\x9b", "\\t"]) {
      const [problem, ...others] = problemsOf(FULL_STUDY.replace("title: Every", `title: "${escaped}" # `));
      expect(others).toEqual([]);
      expect(problem.path).toBe("title");
      expect(problem.message).toMatch(/^invalid value "\S+", must be text of at most 200 characters on one line$/);
    }
  });

  test("may not be too long, descriptions may have lines but no control characters", () => {
    expect(problemsOf(FULL_STUDY.replace("title: Every", `title: ${"x".repeat(201)}`))).toMatchObject([
      { path: "title", message: expect.stringMatching(/\.\.\., must be text of at most 200 characters on one line$/) },
    ]);
    const described = FULL_STUDY.replace("id: full\n", "id: full\ndescription: |\n  two\n  lines\n");
    expect(parse(described).study.description).toBe("two\nlines\n");
    expectComplaints(
      [["id: full\n", 'id: full\ndescription: «"\\a"\n']],
      ['description: invalid value "\\u0007", must be text of at most 10000 characters without control characters'],
    );
  });

  test("that are numbers need quotes", () => {
    expectComplaints(
      [["{ id: cape }", "{ id: cape, name: «5 }"]],
      ["world.chokepoints[1].name: invalid value 5, must be text of at most 200 characters on one line"],
    );
    expect(parse(FULL_STUDY.replace("{ id: cape }", '{ id: cape, name: "5" }')).study.world.chokepoints[1].name).toBe(
      "5",
    );
  });

  test("are the id where none is given", () => {
    const { study } = parse(FULL_STUDY.replace("title: Every list has an entry\n", ""));
    expect(study.title).toBe("full");
    expect(study.world.chokepoints.map(({ name }) => name)).toEqual(["canal", "cape"]);
    expect(study.designs.map(({ name }) => name)).toEqual(["plain", "guarded"]);
  });
});

describe("a map or list of the wrong shape says what it must be", () => {
  test.each([
    [
      "settings",
      "service: { failBelowFraction: 0.9, recoverAtFraction: 0.95 }",
      "service: «0.9",
      "settings.service: invalid value 0.9, must be a map",
    ],
    [
      "a list",
      "via: [pearl, { at: canal, atShare: 0.7 }, delta]\n      detours:\n        - { avoids: [canal], via: [cape], extraDays: 10 }",
      "via: «canal",
      'world.lanes[1].via: invalid value "canal", must be a list',
    ],
    ["an entry of two shapes", "via: [pearl,", "via: [«7,", "world.lanes[1].via[0]: invalid id 7, must be text"],
    [
      "an entry of two shapes without its id",
      "{ at: canal, atShare: 0.7 }",
      "«{ atShare: 0.7 }",
      "world.lanes[1].via[1].at: missing id",
    ],
    ["blocs", "blocs: [apec]", "blocs: «apec", 'world.regions[0].blocs: invalid value "apec", must be a list'],
    [
      "targets",
      "targets: { ports: [delta] }",
      "targets: «[delta]",
      'hazards[1].targets: invalid value ["delta"], must be a map',
    ],
  ])("%s", (what, find, put, complaint) => {
    // Without the canal on its way, the lane's detour complains as well: these edits take both away.
    const edits: [string, string][] = [[find, put]];
    if (what.endsWith("id")) edits.push(["        - { avoids: [canal], via: [cape], extraDays: 10 }", "        []"]);
    if (what.endsWith("id")) edits.push(["      detours:\n        []", "      detours: []"]);
    expectComplaints(edits, [complaint]);
  });
});

describe("settings must fit each other", () => {
  test("the exposure is not longer than the horizon", () => {
    expectComplaints(
      [["exposureDays: 50", "exposureDays: «101"]],
      ["settings.exposureDays: invalid value 101, must be at most horizonDays 100"],
    );
  });

  test("recovery is not below failure", () => {
    expectComplaints(
      [["recoverAtFraction: 0.95", "recoverAtFraction: «0.85"]],
      ["settings.service.recoverAtFraction: invalid value 0.85, must be at least failBelowFraction 0.9"],
    );
  });

  test("what is not stated follows from what is", () => {
    const { settings } = parse(FULL_STUDY).study;
    expect(settings).toMatchObject({ exposureDays: 50, referenceDesign: "plain", sampler: "monte-carlo" });
    expect(settings.service.restrictedMeanDays).toBe(50);
    const bare = FULL_STUDY.replace("  exposureDays: 50\n", "")
      .replace("  referenceDesign: plain\n", "")
      .replace("2026-02-01", "2026-04-01");
    const derived = parse(bare).study.settings;
    expect(derived).toMatchObject({ exposureDays: 100, referenceDesign: "plain" });
    expect(derived.service.restrictedMeanDays, "half the horizon where nothing is left for recovery").toBe(50);
  });
});
