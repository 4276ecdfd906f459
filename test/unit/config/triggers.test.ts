import { describe, expect, test } from "vitest";
import { edited, expectComplaints, FULL_STUDY, parse, problemsOf } from "./full-study.ts";

/** More keys for the hazard `strike` (number 1) and `ban` (number 3). */
const strike = (keys: string): [string, string] => [
  "arrival: { probability: 0.5 }",
  `arrival: { probability: 0.5 }\n    ${keys}`,
];
const ban = (keys: string): [string, string] => ["durationDays: 60\n", `durationDays: 60\n    ${keys}\n`];

describe("triggers", () => {
  test("name a hazard, a probability and a delay", () => {
    const { study } = parse(
      edited([strike("triggers: [{ hazard: ban }, { hazard: ban, probability: 0.3, delayDays: 4 }]")]),
    );
    expect(study.hazards.find(({ id }) => id === "strike")?.triggers).toEqual([
      { hazard: "ban", probability: 1, delayDays: { distribution: "fixed", value: 0 } },
      { hazard: "ban", probability: 0.3, delayDays: { distribution: "fixed", value: 4 } },
    ]);
  });

  test.each([
    ["triggers: [{ hazard: «baan }]", "hazards[1].triggers[0].hazard: unknown hazard 'baan', did you mean 'ban'?"],
    [
      "triggers: [{ hazard: ban, probability: «0 }]",
      "hazards[1].triggers[0].probability: invalid value 0, must be a number in (0, 1]",
    ],
    [
      "triggers: [{ hazard: ban, delayDays: «-3 }]",
      "hazards[1].triggers[0].delayDays: invalid delayDays, at most -3, must be able to reach 0",
    ],
    [
      "triggers: «[{ hazard: strike }]",
      "hazards[1].triggers: invalid cycle of triggers, each strike of 'strike' sets off 1 further ones on average and they never die out; multiply their probabilities (and branching ratios) by 0.999 or less",
    ],
  ])("%s", (keys, complaint) => {
    expectComplaints([strike(keys)], [complaint]);
  });

  test("that set each other off without dying out are refused, with what would do", () => {
    const cycle = [
      strike("triggers: «[{ hazard: ban }, { hazard: ban, probability: 0.6 }]"),
      ban("triggers: [{ hazard: strike, probability: 0.9 }]"),
    ];
    // sqrt(1.6 x 0.9) = 1.2
    const complaint =
      "hazards[1].triggers: invalid cycle of triggers, of 'ban', 'strike', each strike sets off 1.2 further ones on average and they never die out; multiply their probabilities (and branching ratios) by 0.832 or less";
    expect(problemsOf(edited(cycle).replace("«", "")).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      complaint.replace("hazards[1]", "hazards[3]"),
    ]);
    const milder = edited(cycle).replace("«", "").replace("{ hazard: ban }", "{ hazard: ban, probability: 0.832 }");
    expect(problemsOf(milder.replace("probability: 0.6", "probability: 0.499").replace("0.9 }", "0.748 }"))).toEqual(
      [],
    );
  });

  test("count self-excitation among what a strike sets off", () => {
    const exciting = (ratio: number) =>
      edited([
        [
          "arrival: { probability: 0.5 }",
          `arrival: { selfExciting: { ratePerYear: 1, branchingRatio: ${ratio}, decayDays: 9 } }\n    triggers: [{ hazard: strike, probability: 0.5 }]`,
        ],
      ]);
    expect(problemsOf(exciting(0.4))).toEqual([]);
    expect(problemsOf(exciting(0.5)).map(({ message }) => message)).toEqual([
      expect.stringContaining("each strike of 'strike' sets off 1 further ones on average"),
    ]);
  });

  test("that multiply without a cycle are refused beyond what a scenario can hold", () => {
    const { study } = parse(FULL_STUDY);
    const [levy] = study.hazards.filter(({ id }) => id === "levy");
    expect(levy.triggers).toEqual([]);
    const steps = Array.from({ length: 6 }, (_, at) => {
      const triggers = Array.from({ length: 9 }, () => `{ hazard: step${at + 1} }`).join(", ");
      return `  - { id: step${at}, kind: carbon-price-shock, arrival: { ${at === 0 ? "days: [0]" : "triggeredOnly: true"} }, durationDays: 1, targets: { carbonRegimes: [ets] }, change: { factor: 2 }, triggers: [${triggers}] }\n`;
    });
    steps.push(
      "  - { id: step6, kind: carbon-price-shock, arrival: { triggeredOnly: true }, durationDays: 1, targets: { carbonRegimes: [ets] }, change: { factor: 2 } }\n",
    );
    const many = edited([["designs:\n", `${steps.join("")}designs:\n`]]);
    expect(problemsOf(many).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "hazards[11].triggers: invalid triggers, a scenario has 597870 disruptions on average that others set off, must be at most 100000; lower rates, probabilities or branching ratios",
    ]);
  });
});

describe("a hazard that is triggered only", () => {
  test("needs one that triggers it", () => {
    expectComplaints(
      [["arrival: { probability: 0.5 }", "arrival: { triggeredOnly: «true }"]],
      [
        "hazards[1].arrival.triggeredOnly: invalid triggeredOnly, no hazard triggers 'strike'; name it in the triggers of one or state when it strikes",
      ],
    );
    expect(
      problemsOf(
        edited([
          ["arrival: { probability: 0.5 }", "arrival: { triggeredOnly: true }"],
          ban("triggers: [{ hazard: strike }]"),
        ]),
      ),
    ).toEqual([]);
  });
});

describe("a self-exciting arrival", () => {
  test.each([
    ["branchingRatio: «1, decayDays: 9", ".branchingRatio: invalid value 1, must be a number in [0, 1)"],
    ["branchingRatio: 0.5, decayDays: «0", ".decayDays: invalid value 0, must be a number in (0, 3650]"],
  ])("refuses %s", (keys, complaint) => {
    expectComplaints(
      [["arrival: { probability: 0.5 }", `arrival: { selfExciting: { ratePerYear: 1, ${keys} } }`]],
      [`hazards[1].arrival.selfExciting${complaint}`],
    );
  });
});
