import { describe, expect, test } from "vitest";
import { type Edit, edited, expectComplaints, FULL_STUDY, parse } from "./full-study.ts";

const arrival = (put: string): Edit => ["arrival: { probability: 0.5 }", `arrival: ${put}`];
const duration = (put: string): Edit => ["durationDays: 7\n", `durationDays: ${put}\n`];
const recovery = (put: string): Edit => ["recovery: { profile: linear, durationDays: 5 }", `recovery: ${put}`];
const severity = (put: string): Edit => ["severity: 0.5", `severity: ${put}`];
const DISTRIBUTIONS =
  "beta, empirical, exponential, fixed, gamma, geometric, lognormal, normal, pareto, pert, poisson, triangular, uniform, weibull";

describe("a hazard's arrival", () => {
  test.each<[string, Edit, string]>([
    [
      "is stated",
      arrival("«{}"),
      ": missing arrival, must state exactly one of ratePerYear, probability, selfExciting, triggeredOnly, days, dates",
    ],
    [
      "is stated once",
      arrival("«{ probability: 0.5, ratePerYear: 1 }"),
      ": invalid arrival, must state exactly one of ratePerYear, probability, selfExciting, triggeredOnly, days, dates",
    ],
    [
      "has a probability of at most 1",
      arrival("{ probability: «50 }"),
      ".probability: invalid value 50, must be a number in (0, 1]",
    ],
    [
      "has a probability above 0",
      arrival("{ probability: «0 }"),
      ".probability: invalid value 0, must be a number in (0, 1]",
    ],
    [
      "has a rate of at most one a day",
      arrival("{ ratePerYear: «366 }"),
      ".ratePerYear: invalid value 366, must be a number in (0, 365]",
    ],
    ["names at least one day", arrival("{ days: «[] }"), ".days: invalid empty list, must name at least one day"],
    [
      "names whole days",
      arrival("{ days: [«1.5] }"),
      ".days[0]: invalid value 1.5, must be a whole number in [0, 36500]",
    ],
    [
      "names days of the exposure, the first being 0",
      arrival("{ days: [0, 49, «50] }"),
      ".days[2]: invalid day 50, the hazard must strike within the exposure, on a day in [0, 50)",
    ],
    [
      "names dates that exist",
      arrival("{ dates: [«2026-02-30] }"),
      '.dates[0]: invalid date "2026-02-30", must be a day of the calendar as YYYY-MM-DD',
    ],
    [
      "names dates in full",
      arrival("{ dates: [«2026-2-3] }"),
      '.dates[0]: invalid date "2026-2-3", must be a day of the calendar as YYYY-MM-DD',
    ],
    [
      "names dates as dates",
      arrival("{ dates: [«2026] }"),
      ".dates[0]: invalid date 2026, must be a day of the calendar as YYYY-MM-DD",
    ],
    [
      "names dates from the start on",
      arrival("{ dates: [2026-01-01, «2025-12-31] }"),
      ".dates[1]: invalid date 2025-12-31, it is day -1 from startDate; the hazard must strike within the exposure, on a day in [0, 50)",
    ],
    [
      "names dates of the exposure",
      arrival("{ dates: [2026-02-19, «2026-02-20] }"),
      ".dates[1]: invalid date 2026-02-20, it is day 50 from startDate; the hazard must strike within the exposure, on a day in [0, 50)",
    ],
  ])("%s", (_, edit, complaint) => {
    expectComplaints([edit], [`hazards[1].arrival${complaint}`]);
  });

  test("counts leap days: the 60th day of 2028 is its 29th of February", () => {
    const leap = edited([
      ["startDate: 2026-01-01", "startDate: 2028-01-01"],
      ["exposureDays: 50", "exposureDays: 60"],
      ["2026-02-01", "2028-02-29"],
    ]);
    expect(parse(leap).study.hazards.find(({ id }) => id === "ban")?.arrival.dates).toEqual(["2028-02-29"]);
    expectComplaints(
      [
        ["startDate: 2026-01-01", "startDate: 2028-01-01"],
        ["exposureDays: 50", "exposureDays: 59"],
        ["[2026-02-01]", "[«2028-02-29]"],
      ],
      [
        "hazards[3].arrival.dates[0]: invalid date 2028-02-29, it is day 59 from startDate; the hazard must strike within the exposure, on a day in [0, 59)",
      ],
    );
    expectComplaints(
      [["2026-02-01", "«2100-02-29"]],
      ['hazards[3].arrival.dates[0]: invalid date "2100-02-29", must be a day of the calendar as YYYY-MM-DD'],
    );
  });

  test("needs the date of day 0 where it names dates", () => {
    expectComplaints(
      [
        ["  startDate: 2026-01-01\n", ""],
        ["dates: [2026-02-01]", "dates: «[2026-02-01]"],
      ],
      ["hazards[3].arrival.dates: missing settings.startDate, dates count from it"],
    );
    expectComplaints(
      [["startDate: 2026-01-01", "startDate: «2026-13-01"]],
      ['settings.startDate: invalid date "2026-13-01", must be a day of the calendar as YYYY-MM-DD'],
    );
  });
});

describe("a hazard's severity lies in [0, 1]", () => {
  test.each([
    ["a number above", severity("«1.5"), "invalid value 1.5, must be a number in [0, 1]"],
    ["a negative number", severity("«-0.1"), "invalid value -0.1, must be a number in [0, 1]"],
    [
      "an unbounded distribution",
      severity("«{ distribution: normal, mean: 0.5, standardDeviation: 0.1 }"),
      "invalid severity, it lies in [-Infinity, Infinity] but must lie in [0, 1]; choose a bounded distribution",
    ],
    [
      "a distribution that reaches above",
      severity("«{ distribution: uniform, min: 0.5, max: 1.1 }"),
      "invalid severity, it lies in [0.5, 1.1] but must lie in [0, 1]; choose a bounded distribution",
    ],
    [
      "a distribution that reaches below",
      severity("«{ distribution: triangular, min: -0.5, mode: 0, max: 1 }"),
      "invalid severity, it lies in [-0.5, 1] but must lie in [0, 1]; choose a bounded distribution",
    ],
    [
      "text",
      severity("«high"),
      `invalid distribution "high", must be a number or an object with distribution: ${DISTRIBUTIONS}`,
    ],
  ])("%s is refused", (_, edit, message) => {
    expectComplaints([edit], [`hazards[2].severity: ${message}`]);
  });

  test("its ends, and distributions that touch them, are allowed", () => {
    for (const put of [
      "0",
      "1",
      "{ distribution: beta, alpha: 2, beta: 3 }",
      "{ distribution: uniform, min: 0, max: 1 }",
    ]) {
      expectComplaints([severity(put)], []);
    }
    expect(parse(FULL_STUDY).study.hazards.find(({ id }) => id === "war")?.severity).toEqual({
      distribution: "fixed",
      value: 1,
    });
  });
});

describe("a hazard's duration", () => {
  const CHOICE = `must be a number or an object with distribution: ${DISTRIBUTIONS}, or permanent`;

  test.each<[string, Edit[], string]>([
    [
      "is stated",
      [
        ["  - id: strike", "  - «id: strike"],
        ["    durationDays: 7\n", ""],
      ],
      `: missing distribution, ${CHOICE}`,
    ],
    ["is not negative", [duration("«-7")], ": invalid durationDays, at most -7, must be able to exceed 0"],
    ["is not nothing", [duration("«0")], ": invalid durationDays, at most 0, must be able to exceed 0"],
    [
      "can exceed 0",
      [duration("«{ distribution: uniform, min: -5, max: 0 }")],
      ": invalid durationDays, at most 0, must be able to exceed 0",
    ],
    ["is finite", [duration("«.inf")], ": invalid value Infinity, must be in [-1e15, 1e15], or permanent"],
    ["is a number, a distribution or permanent", [duration("«forever")], `: invalid distribution "forever", ${CHOICE}`],
    ["is no list", [duration("«[7]")], `: invalid distribution [7], ${CHOICE}`],
    [
      "names its distribution",
      [duration("«{ mean: 7 }")],
      `.distribution: missing value, must be one of ${DISTRIBUTIONS}`,
    ],
    [
      "fits its distribution",
      [duration("{ distribution: uniform, min: 5, max: «3 }")],
      ".max: invalid value 3, must be in (5, 1e15]",
    ],
  ])("%s", (_, edits, complaint) => {
    expectComplaints(edits, [`hazards[1].durationDays${complaint}`]);
  });

  test("may be shorter than a day or now and then negative: a day is the least that is drawn", () => {
    expectComplaints([duration("0.2")], []);
    expectComplaints([duration("{ distribution: normal, mean: 2, standardDeviation: 5 }")], []);
  });
});

describe("a hazard's recovery", () => {
  test.each([
    [
      "of a shape lasts for days",
      recovery("«{ profile: linear }"),
      ": missing duration of the linear recovery, must state durationDays",
    ],
    [
      "that halves lasts for days, or halves in days",
      recovery("«{ profile: exponential }"),
      ": missing duration of the exponential recovery, must state either durationDays or halfLifeDays",
    ],
    [
      "that halves states one of them",
      recovery("«{ profile: exponential, durationDays: 5, halfLifeDays: 2 }"),
      ": invalid duration of the exponential recovery, must state either durationDays or halfLifeDays",
    ],
    [
      "in a step takes no days",
      recovery("«{ profile: step, durationDays: 3 }"),
      ": invalid recovery, a step has no duration; remove it or choose another profile",
    ],
    [
      "of another shape does not halve",
      recovery("«{ profile: s-curve, halfLifeDays: 3 }"),
      ": invalid halfLifeDays, only an exponential recovery has one",
    ],
    [
      "has a shape",
      recovery("«{ durationDays: 3 }"),
      ".profile: missing value, must be one of step, linear, exponential, s-curve",
    ],
    ["is a map", recovery("«linear"), ': invalid value "linear", must be a map'],
    [
      "is not negative",
      recovery("{ profile: linear, durationDays: «-3 }"),
      ".durationDays: invalid durationDays, at most -3, must be able to reach 0",
    ],
    [
      "halves in a positive time",
      recovery("{ profile: exponential, halfLifeDays: «0 }"),
      ".halfLifeDays: invalid value 0, must be a number in (0, 3650]",
    ],
  ])("%s", (_, edit, complaint) => {
    expectComplaints([edit], [`hazards[1].recovery${complaint}`]);
  });

  test("is not for what is permanent", () => {
    const edits = [duration("permanent"), recovery("«{ profile: linear, durationDays: 5 }")];
    expectComplaints(edits, ["hazards[1].recovery: invalid recovery, what is permanent does not recover"]);
  });
});

describe("a hazard's targets", () => {
  test.each<[string, Edit, string]>([
    [
      "of a blockade are chokepoints or regions",
      ["targets: { chokepoints: [canal], regions: [europe] }", "targets: «{}"],
      "hazards[0].targets: missing targets, must name chokepoints or regions",
    ],
    [
      "of a port closure are ports",
      ["targets: { ports: [delta] }", "targets: «{}"],
      "hazards[1].targets.ports: missing value, must be a list",
    ],
    [
      "of an outage are sites, clusters or regions",
      ["targets: { sites: [mine], clusters: [hills], products: [ore] }", "targets: «{ products: [ore] }"],
      "hazards[2].targets: missing targets, must name sites, clusters or regions",
    ],
    [
      "of a ban have an origin",
      ["targets: { fromRegions: [asia], toBlocs: [union] }", "targets: «{ toBlocs: [union] }"],
      "hazards[3].targets: missing targets, must name fromRegions or fromBlocs",
    ],
    [
      "are lists that name something",
      ["ports: [delta]", "ports: «[]"],
      "hazards[1].targets.ports: invalid empty list, must name at least one",
    ],
    [
      "are lists",
      ["ports: [delta]", "ports: «delta"],
      'hazards[1].targets.ports: invalid value "delta", must be a list',
    ],
    ["are stated", ["    targets: { ports: [delta] }\n", ""], "hazards[1].targets: missing value, must be a map"],
    [
      "of a price shock come with one change",
      ["change: { factor: 2 }", "change: «{ factor: 2, addUsdPerTonne: 5 }"],
      "hazards[4].change: invalid change, must state exactly one of addUsdPerTonne, factor, path",
    ],
    [
      "of a price shock come with a change",
      ["change: { factor: 2 }", "change: «{}"],
      "hazards[4].change: invalid change, must state exactly one of addUsdPerTonne, factor, path",
    ],
  ])("%s", (what, edit, complaint) => {
    const marked: Edit[] = what === "are stated" ? [edit, ["  - id: strike", "  - «id: strike"]] : [edit];
    expectComplaints(marked, [complaint]);
  });
});

test("hazards are kept in the order of their ids, so that their order in the file changes nothing", () => {
  const [head, tail] = FULL_STUDY.split("hazards:\n");
  const [list, designs] = tail.split("designs:\n");
  const entries = list.split(/^(?= {2}- id)/m);
  const turned = `${head}hazards:\n${entries.reverse().join("")}designs:\n${designs}`;
  expect(turned).not.toBe(FULL_STUDY);
  expect(parse(turned).study).toEqual(parse(FULL_STUDY).study);
});

describe("the targets of", () => {
  test.each<[string, Edit, string]>([
    [
      "a tariff",
      ["targets: { toRegions: [europe] }", "targets: { toBlocs: [«onion] }"],
      "hazards[5].targets.toBlocs[0]: unknown bloc 'onion', did you mean 'union'?",
    ],
    [
      "a lead time",
      ["targets: { chokepoints: [canal, cape] }\n    extraDays", "targets: { chokepoints: [«kanal] }\n    extraDays"],
      "hazards[6].targets.chokepoints[0]: unknown chokepoint 'kanal', did you mean 'canal'?",
    ],
    [
      "freight",
      ["targets: { regions: [asia, europe] }\n    factor: 2.5", "targets: { regions: [«europa] }\n    factor: 2.5"],
      "hazards[7].targets.regions[0]: unknown region 'europa', did you mean 'europe'?",
    ],
    [
      "demand",
      ["targets: { products: [cell] }", "targets: { markets: [«driver] }"],
      "hazards[8].targets.markets[0]: unknown market 'driver', did you mean 'drivers'?",
    ],
    [
      "a cold chain",
      ["targets: { sites: [store] }", "targets: { sites: [«stor] }"],
      "hazards[9].targets.sites[0]: unknown site 'stor', did you mean 'store'?",
    ],
    [
      "a sanction",
      ["targets: { sites: [plant], blocs: [union] }", "targets: { sites: [plant], blocs: [«onion] }"],
      "hazards[10].targets.blocs[0]: unknown bloc 'onion', did you mean 'union'?",
    ],
    [
      "pressure",
      [
        "targets: { sites: [plant], blocs: [union] }",
        "targets: { sites: [plant], blocs: [union], pressureSites: [«plan] }",
      ],
      "hazards[10].targets.pressureSites[0]: unknown site 'plan', did you mean 'plant'?",
    ],
    [
      "a circle of trust",
      ["targets: { sites: [plant], blocs: [union] }", "targets: { leavesTrust: [«azia] }"],
      "hazards[10].targets.leavesTrust[0]: unknown region 'azia', did you mean 'asia'?",
    ],
  ])("%s are names that the study knows", (_, edit, complaint) => {
    expectComplaints([edit], [complaint]);
  });
});

describe("what a cold chain failure spoils", () => {
  test("is less than everything", () => {
    expectComplaints(
      [["addSpoilageFractionPerDay: 0.1", "addSpoilageFractionPerDay: «1"]],
      ["hazards[9].addSpoilageFractionPerDay: invalid value 1, must be a number in (0, 1)"],
    );
  });
});

test("a warning comes at most at once, not after the onset", () => {
  expectComplaints(
    [["arrival: { probability: 0.5 }", "arrival: { probability: 0.5 }\n    announcementLeadDays: «-5"]],
    ["hazards[1].announcementLeadDays: invalid announcementLeadDays, at most -5, must be able to reach 0"],
  );
});
