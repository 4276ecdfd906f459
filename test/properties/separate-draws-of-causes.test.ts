import fc from "fast-check";
import { describe, it } from "vitest";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import type { StudyInput } from "../helpers/study.ts";
import { studyOf } from "../unit/sample/study-of.ts";

const unit = { distribution: "uniform", min: 0, max: 1 };
const NAMES = ["a", "b", "c", "d", "e"];

/** A hazard with everything that can be drawn of one; triggers go to any of the five. */
const hazardOf = (id: string): fc.Arbitrary<StudyInput> =>
  fc.record({
    id: fc.constant(id),
    arrival: fc.oneof(
      fc.record({ ratePerYear: fc.constantFrom(0.5, 5) }),
      fc.record({ probability: fc.constantFrom(0.3, 1) }),
      fc.constant({ days: [3, 50] }),
      fc.constant({ selfExciting: { ratePerYear: 4, branchingRatio: 0.4, decayDays: 15 } }),
    ),
    durationDays: fc.constant({ distribution: "exponential", mean: 9 }),
    severity: fc.constant(unit),
    recovery: fc.constant({ profile: "linear", durationDays: { distribution: "uniform", min: 0, max: 9 } }),
    announcementLeadDays: fc.constantFrom(0, { distribution: "uniform", min: 0, max: 20 }),
    // At most 3 x 0.15 and 0.4: everything dies out.
    triggers: fc.array(
      fc.record({
        hazard: fc.constantFrom(...NAMES),
        probability: fc.constant(0.15),
        delayDays: fc.constant({ distribution: "uniform", min: 0, max: 30 }),
      }),
      { maxLength: 3 },
    ),
  });
const study = fc.record({
  hazards: fc.tuple(...NAMES.map(hazardOf)),
  correlation: fc.constantFrom(-0.3, 0.4, 0.9),
  withinHazard: fc.constantFrom({}, { occurrenceSeverity: 0.5 }, { severityDuration: -0.6 }),
  members: fc.constantFrom(["a", "b"], ["e", "c", "a"], ["b", "d"]),
});

/** Strikes of the five in a scenario, each with its cause; positions among other hazards' strikes replaced by what they are. */
function strikesOf(hazards: readonly StudyInput[], commonCauses: object[], index: number): string[] {
  const made = studyOf(hazards, {}, commonCauses);
  const { disruptions } = createScenarioSampler(made)(index);
  const nameOf = ({ hazard, onsetDay }: { hazard: number; onsetDay: number }) =>
    `${made.hazards[hazard].id} on day ${onsetDay}`;
  return disruptions.flatMap(({ hazard: _, triggeredBy, ...rest }, at) => {
    const name = nameOf(disruptions[at]);
    const cause = triggeredBy === undefined ? "itself" : nameOf(disruptions[triggeredBy]);
    return NAMES.includes(name[0]) && name[1] === " " ? [JSON.stringify({ name, cause, ...rest })] : [];
  });
}

describe("the draws of hazards that trigger, excite and have common causes", () => {
  it("do not change when other hazards, groups and orders do", () => {
    fc.assert(
      fc.property(study, fc.nat(99), ({ hazards, correlation, withinHazard, members }, index) => {
        const cause = { id: "storm", hazards: members, correlation, withinHazard };
        const base = strikesOf(hazards, [cause], index);
        const rich = { ...hazards[0], triggers: [] };
        const more = [
          { ...rich, id: "0-first", triggers: [{ hazard: "z-last", probability: 0.5 }] },
          { ...rich, id: "z-last" },
        ];
        const group = { id: "another", hazards: ["z-last", "0-first"], correlation: 0.5 };
        const others = [
          strikesOf([more[1], ...hazards, more[0]], [group, cause], index),
          strikesOf([...hazards].reverse(), [{ ...cause, hazards: [...members].reverse() }], index),
        ];
        return others.every((other) => JSON.stringify(other) === JSON.stringify(base));
      }),
      { numRuns: 150 },
    );
  });

  it("of hazards outside a group do not change when the group goes, nor what they alone set off", () => {
    fc.assert(
      fc.property(study, fc.nat(99), ({ hazards, correlation, members }, index) => {
        const quiet = hazards.map((hazard) => ({ ...hazard, triggers: [] }));
        const outside = (strikes: string[]) =>
          strikes.filter((text) => !members.some((id) => text.startsWith(`{"name":"${id} `)));
        const grouped = strikesOf(quiet, [{ id: "storm", hazards: members, correlation }], index);
        return JSON.stringify(outside(grouped)) === JSON.stringify(outside(strikesOf(quiet, [], index)));
      }),
      { numRuns: 100 },
    );
  });

  it("that came by themselves do not change when triggers are added or dropped", () => {
    fc.assert(
      fc.property(study, fc.nat(99), ({ hazards, correlation, members }, index) => {
        const own = (strikes: string[]) => strikes.filter((text) => text.includes('"cause":"itself"'));
        const cause = { id: "storm", hazards: members, correlation };
        const quiet = hazards.map((hazard) => ({ ...hazard, triggers: [] }));
        const [loud, calm] = [hazards, quiet].map((list) => own(strikesOf(list, [cause], index)));
        return JSON.stringify(loud) === JSON.stringify(calm);
      }),
      { numRuns: 100 },
    );
  });
});
