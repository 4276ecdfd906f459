import { describe, expect, test } from "vitest";
import { edited, expectComplaints, parse, problemsOf } from "./full-study.ts";

const causes = (text: string): [string, string] => ["designs:\n", `commonCauses:\n  - ${text}\ndesigns:\n`];

describe("a common cause", () => {
  test("couples everything unless it says otherwise", () => {
    const { study } = parse(edited([causes("{ id: storm, hazards: [strike, war], correlation: 0.4 }")]));
    expect(study.commonCauses).toEqual([
      {
        id: "storm",
        hazards: ["strike", "war"],
        correlation: 0.4,
        dimensions: ["occurrence", "severity", "duration"],
        withinHazard: { occurrenceSeverity: 0, occurrenceDuration: 0, severityDuration: 0 },
      },
    ]);
  });

  test.each([
    ["hazards: [strike, «wat], correlation: 0.4", "hazards[1]: unknown hazard 'wat', did you mean 'war'?"],
    ["hazards: «[strike], correlation: 0.4", "hazards: invalid common cause of one hazard, must name at least two"],
    ["hazards: «[war, war], correlation: 0.4", "hazards: invalid common cause, it names a hazard twice"],
    [
      "hazards: [strike, war, ban], correlation: «-0.5",
      "correlation: invalid value -0.5, must be in (-0.500, 1): one correlation for 3 hazards is positive definite only there",
    ],
    [
      "hazards: [strike, war], correlation: «1",
      "correlation: invalid value 1, must be in (-1, 1): one correlation for 2 hazards is positive definite only there",
    ],
    [
      "hazards: [strike, war], correlation: «[[1]]",
      "correlation: invalid correlation, must be a number or a matrix of 2 x 2, one row and column a hazard",
    ],
    [
      "hazards: [strike, war], correlation: «[[1, 0.5], [0.4, 1]]",
      "correlation: invalid correlation, must be symmetric: 0.4 in row 2, column 1, but 0.5 in row 1, column 2",
    ],
    [
      "hazards: [strike, war], correlation: «[[1, 0.5], [0.5, 0.9]]",
      "correlation: invalid correlation, row 2 must have 1 on the diagonal",
    ],
    [
      // Eigenvalues 1 - 0.9 sqrt 2 = -0.273, 1, 2.273; 1 / 1.273 = 0.785.
      "hazards: [strike, war, ban], correlation: «[[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]]",
      "correlation: invalid correlation, the matrix is not positive definite (smallest eigenvalue -0.273); correlations multiplied by 0.784 or less would be",
    ],
    [
      "hazards: [strike, war], correlation: 0.5, dimensions: [occurrence], withinHazard: { occurrenceSeverity: «0.5 }",
      "withinHazard.occurrenceSeverity: invalid occurrenceSeverity, severity is not among the dimensions coupled",
    ],
    [
      "hazards: [strike, war], correlation: 0.5, withinHazard: «{ occurrenceSeverity: 0.9, occurrenceDuration: -0.9, severityDuration: 0.9 }",
      "withinHazard: invalid withinHazard, the matrix is not positive definite (smallest eigenvalue -0.800); correlations multiplied by 0.554 or less would be",
    ],
    [
      "hazards: [strike, war], correlation: 0.5, dimensions: [«size]",
      "dimensions[0]: unknown value 'size', must be one of occurrence, severity, duration",
    ],
  ])("with %s is refused", (keys, complaint) => {
    expectComplaints([causes(`{ id: storm, ${keys} }`)], [`commonCauses[0].${complaint}`]);
  });

  test("whose matrix is refused is taken once it is shrunk as told", () => {
    const r = 0.9 * 0.784;
    const matrix = `[[1, ${r}, 0], [${r}, 1, ${r}], [0, ${r}, 1]]`;
    expect(problemsOf(edited([causes(`{ id: storm, hazards: [strike, war, ban], correlation: ${matrix} }`)]))).toEqual(
      [],
    );
  });

  test("shares no hazard with another", () => {
    expectComplaints(
      [
        causes(
          "{ id: storm, hazards: [strike, war], correlation: 0.5 }\n  - { id: rage, hazards: [ban, «war], correlation: 0.5 }\n  - { id: «storm, hazards: [quake, levy], correlation: 0 }",
        ),
      ],
      [
        "commonCauses[1].hazards[1]: invalid common cause, hazard 'war' belongs to 'storm' already",
        "commonCauses[2].id: invalid duplicate, common cause 'storm' is already there",
      ],
    );
  });
});
