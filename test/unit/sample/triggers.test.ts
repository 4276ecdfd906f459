import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import type { Disruption } from "../../../src/model/disruption.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { studyOf } from "./study-of.ts";

const SCENARIOS = 10_000;
const only = { arrival: { triggeredOnly: true } };
const severity = { distribution: "uniform", min: 0, max: 1 };

/** [scenario] strikes by the id of their hazard. */
function strikesOf(study: Study, scenarios: number): Record<string, Disruption[]>[] {
  const sample = createScenarioSampler(study);
  return Array.from({ length: scenarios }, (_, index) => {
    const byId: Record<string, Disruption[]> = Object.fromEntries(study.hazards.map(({ id }) => [id, []]));
    for (const disruption of sample(index).disruptions) byId[study.hazards[disruption.hazard].id].push(disruption);
    return byId;
  });
}

describe("a trigger", () => {
  const ladder = studyOf([
    {
      id: "inspection",
      arrival: { days: [20] },
      triggers: [{ hazard: "quarantine", probability: 0.4, delayDays: 30 }],
    },
    {
      id: "quarantine",
      ...only,
      severity,
      triggers: [{ hazard: "blockade", probability: 0.5, delayDays: { distribution: "uniform", min: 9.5, max: 19.5 } }],
    },
    { id: "blockade", ...only },
  ]);
  const scenarios = strikesOf(ladder, SCENARIOS);

  test("sets its hazard off with its probability, after its delay, and that one the next step", () => {
    const share = (id: string): number => scenarios.filter((strikes) => strikes[id].length === 1).length / SCENARIOS;
    expect(Math.abs(share("quarantine") - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / SCENARIOS));
    expect(Math.abs(share("blockade") - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / SCENARIOS));
    const delays = scenarios.flatMap(({ quarantine, blockade }) =>
      blockade.map(({ onsetDay }) => onsetDay - quarantine[0].onsetDay),
    );
    expect(new Set(delays)).toEqual(new Set([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]));
    for (const { quarantine } of scenarios) expect(quarantine.every(({ onsetDay }) => onsetDay === 50)).toBe(true);
  });

  test("is named by what it set off; what came by itself names nobody", () => {
    const sample = createScenarioSampler(ladder);
    let named = 0;
    for (let index = 0; index < 200; index++) {
      const { disruptions } = sample(index);
      for (const { hazard, triggeredBy } of disruptions) {
        const { id } = ladder.hazards[hazard];
        if (id === "inspection") expect(triggeredBy).toBeUndefined();
        else {
          const cause = ladder.hazards[disruptions[triggeredBy as number].hazard].id;
          expect(cause).toBe(id === "quarantine" ? "inspection" : "quarantine");
          named += 1;
        }
      }
    }
    expect(named).toBeGreaterThan(50);
  });

  test("gives its strike a severity of its own, of the law of the hazard", () => {
    const severities = scenarios.flatMap(({ quarantine }) => quarantine.map((strike) => strike.severity));
    const average = severities.reduce((sum, value) => sum + value, 0) / severities.length;
    expect(Math.abs(average - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / severities.length));
    expect(new Set(severities).size).toBe(severities.length);
  });

  test("may set off after the exposure, not after the horizon", () => {
    const late = (delayDays: number) =>
      studyOf([
        { id: "a", arrival: { days: [199] }, triggers: [{ hazard: "b", delayDays }] },
        { id: "b", ...only },
      ]);
    expect(strikesOf(late(200), 1)[0].b.map(({ onsetDay }) => onsetDay)).toEqual([399]);
    expect(strikesOf(late(201), 1)[0].b).toEqual([]);
  });

  test("in a cycle that dies out sets off as many as the inverse of I - M says", () => {
    const study = studyOf([
      {
        id: "a",
        arrival: { days: [0] },
        triggers: [
          { hazard: "b", probability: 0.8 },
          { hazard: "b", probability: 0.4 },
        ],
      },
      { id: "b", ...only, triggers: [{ hazard: "a", probability: 0.5 }] },
    ]);
    // x = 1 + 0.5 y, y = 1.2 x: an a sets off 1.2 b on average and a b half an a.
    const [x, y] = [1 / 0.4, 1.2 / 0.4];
    const seen = strikesOf(study, SCENARIOS);
    for (const [id, expected] of [
      ["a", x],
      ["b", y],
    ] as const) {
      const counts = seen.map((strikes) => strikes[id].length);
      const average = counts.reduce((sum, count) => sum + count, 0) / SCENARIOS;
      const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / SCENARIOS;
      expect(Math.abs(average - expected)).toBeLessThan(4 * Math.sqrt(variance / SCENARIOS));
    }
  });
});

describe("the draws of what is not triggered", () => {
  const rich = {
    arrival: { ratePerYear: 6 },
    durationDays: { distribution: "exponential", mean: 9 },
    severity,
    recovery: { profile: "linear", durationDays: { distribution: "uniform", min: 0, max: 9 } },
  };
  const to = (hazard: string, more: object = {}) => ({ hazard, probability: 0.5, delayDays: 3, ...more });
  /** Strikes without their causes' positions: these count what else there is. */
  const plain = (strikes: readonly Disruption[]) =>
    strikes.map(({ hazard: _hazard, triggeredBy, ...rest }) => ({ ...rest, isTriggered: triggeredBy !== undefined }));
  const base: StudyInput[] = [
    { ...rich, id: "fire", triggers: [to("flood"), to("strike")] },
    { ...rich, id: "flood" },
    { ...rich, id: "strike", arrival: { selfExciting: { ratePerYear: 4, branchingRatio: 0.4, decayDays: 9 } } },
  ];
  const compare = (other: StudyInput[], ids: string[], keep = (_: { isTriggered: boolean }) => true): void => {
    const [one, two] = [base, other].map((hazards) => strikesOf(studyOf(hazards), 150));
    let compared = 0;
    one.forEach((strikes, index) => {
      for (const id of ids) {
        const [left, right] = [strikes, two[index]].map((side) => plain(side[id]).filter(keep));
        expect(right).toEqual(left);
        compared += left.length;
      }
    });
    expect(compared).toBeGreaterThan(150);
  };

  test("stay where triggers are added, dropped or reordered", () => {
    const isOwn = ({ isTriggered }: { isTriggered: boolean }) => !isTriggered;
    const [fire, flood, strike] = base;
    compare([{ ...fire, triggers: [] }, flood, strike], ["fire", "flood"], isOwn);
    compare([{ ...fire, triggers: [to("strike"), to("flood")] }, flood, strike], ["fire", "flood", "strike"]);
    compare(
      [
        { ...fire, triggers: [to("strike"), to("extra"), to("flood")] },
        flood,
        strike,
        { ...rich, ...only, id: "extra" },
      ],
      ["fire", "flood", "strike"],
    );
    compare(
      [fire, { ...flood, triggers: [to("extra")] }, strike, { ...rich, id: "extra" }],
      ["fire", "flood", "strike"],
    );
  });

  test("stay where other hazards join, go or change places; triggered ones too", () => {
    const [fire, flood, strike] = base;
    const others = [
      { ...rich, id: "aaa", triggers: [to("zzz")] },
      { ...rich, id: "zzz" },
    ];
    compare([strike, others[1], flood, fire, others[0]], ["fire", "flood", "strike"]);
  });

  test("stay where a trigger becomes likelier: what it set off before, it sets off still", () => {
    const [fire, flood, strike] = base;
    const likelier = studyOf([{ ...fire, triggers: [to("flood", { probability: 0.9 }), to("strike")] }, flood, strike]);
    const [one, two] = [studyOf(base), likelier].map((study) => strikesOf(study, 150));
    one.forEach(({ flood: few }, index) => {
      expect(plain(two[index].flood)).toEqual(expect.arrayContaining(plain(few)));
    });
  });
});
