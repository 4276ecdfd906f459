import { describe, expect, it } from "vitest";
import { logRank } from "../../../src/aggregate/log-rank.ts";
import { openOracle } from "../../helpers/oracle.ts";
import { fourBinomialErrors, openDraws } from "./draws.ts";

describe("logRank", () => {
  it("gives the published test of the leukaemia remissions (6-MP against placebo)", () => {
    // Gehan (1965), Biometrika 52; Klein & Moeschberger (2003), Survival Analysis, section 7.3: chi-square 16.79, observed 9
    // and expected 19.25 of the treated. The treated group is case KM-A1.
    const { inputs } = openOracle("KM-A1");
    const treated: [number, number][] = (inputs.time as number[]).map((time, at) => [time, inputs.event[at]]);
    const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    const first = { times: Float64Array.from(treated, ([time]) => time), isEvent: treated.map(([, event]) => event) };
    const second = { times: Float64Array.from(placebo), isEvent: placebo.map(() => 1) };
    const { observed, expected, z, pValue } = logRank(first, second);
    expect(observed).toBe(9);
    expect(expected).toBeCloseTo(19.25, 2);
    expect(z! * z!).toBeCloseTo(16.79, 2);
    expect(pValue).toBeCloseTo(4.17e-5, 7);
  });

  it("is nothing between a group and itself, and changes sign with the order of the groups", () => {
    const draws = openDraws("log-rank");
    const times = draws.column(50, () => draws.exponential(1));
    const later = times.map((time) => 2 * time);
    const isEvent = times.map(() => 1);
    const same = logRank({ times, isEvent }, { times, isEvent });
    expect(same).toMatchObject({ pairedZ: undefined, pairedPValue: undefined });
    expect(same.observed - same.expected).toBeCloseTo(0, 9);
    const [one, two] = [
      logRank({ times, isEvent }, { times: later, isEvent }),
      logRank({ times: later, isEvent }, { times, isEvent }),
    ];
    expect(one.z).toBeGreaterThan(0);
    expect(two.z).toBeCloseTo(-one.z!, 9);
    expect(two.pairedZ).toBeCloseTo(-one.pairedZ!, 9);
  });

  it("rejects equal laws as often as it says: the textbook test for independent groups, the paired one for shared scenarios", () => {
    const draws = openDraws("log-rank size");
    const replications = 4000;
    let textbook = 0;
    let paired = 0;
    let textbookOfPairs = 0;
    for (let replication = 0; replication < replications; replication++) {
      const shared = draws.column(80, () => draws.exponential(1));
      const group = (share: number) => {
        const own = shared.map((time) => (share > 0 && draws.uniform() < share ? time : draws.exponential(1)));
        const isEvent = own.map((time) => (time < 1.5 ? 1 : 0));
        return { times: own.map((time) => Math.min(time, 1.5)), isEvent };
      };
      if (logRank(group(0), group(0)).pValue! < 0.05) textbook++;
      const pair = logRank(group(0.9), group(0.9));
      if (pair.pairedPValue! < 0.05) paired++;
      if (pair.pValue! < 0.05) textbookOfPairs++;
    }
    const error = fourBinomialErrors(0.05, replications);
    expect(Math.abs(textbook / replications - 0.05)).toBeLessThan(error);
    expect(Math.abs(paired / replications - 0.05)).toBeLessThan(error);
    // The textbook test all but never rejects pairs that share most of what happens to them.
    expect(textbookOfPairs / replications).toBeLessThan(0.01);
  });

  it("of few replicates rejects equal laws as often as it says, and says nothing of a single one", () => {
    const draws = openDraws("log-rank of replicates");
    const replications = 4000;
    const replicateSize = 20;
    let rejected = 0;
    for (let replication = 0; replication < replications; replication++) {
      // Six replicates; within each, the first group's times are all longer or all shorter by the same factor.
      const factors = Float64Array.from({ length: 6 }, () => Math.exp(0.5 * (draws.uniform() - 0.5)));
      const column = (isTied: boolean) =>
        Float64Array.from({ length: 6 * replicateSize }, (_, at) => {
          return draws.exponential(1) * (isTied ? factors[Math.floor(at / replicateSize)] : 1);
        });
      const [first, second] = [column(true), column(false)].map((times) => ({ times, isEvent: times.map(() => 1) }));
      if (logRank(first, second, { replicateSize }).pairedPValue! < 0.05) rejected++;
    }
    // The mean factor is not quite 1, which moves the size by less than the error of the count.
    expect(Math.abs(rejected / replications - 0.05)).toBeLessThan(fourBinomialErrors(0.05, replications));
    const times = draws.column(20, () => draws.exponential(1));
    const alone = { times, isEvent: times.map(() => 1) };
    const other = { times: times.map((time) => 2 * time), isEvent: alone.isEvent };
    expect(logRank(alone, other, { replicateSize: 20 }).pairedPValue).toBeUndefined();
  });

  it("with weights counts an entry as often as they say", () => {
    const draws = openDraws("log-rank weights");
    const times = draws.column(60, () => draws.exponential(1));
    const others = draws.column(60, () => draws.exponential(2));
    const weights = Float64Array.from(times, (_, at) => 1 + (at % 2));
    const repeat = (column: Float64Array) =>
      Float64Array.from([...column].flatMap((value, at) => Array(weights[at]).fill(value)));
    const ones = (column: Float64Array) => column.map(() => 1);
    const weighted = logRank(
      { times, isEvent: ones(times) },
      { times: others, isEvent: ones(others) },
      { replicateSize: 1, weights },
    );
    const [longTimes, longOthers] = [repeat(times), repeat(others)];
    const plain = logRank(
      { times: longTimes, isEvent: ones(longTimes) },
      { times: longOthers, isEvent: ones(longOthers) },
    );
    expect(weighted.observed).toBeCloseTo(plain.observed, 9);
    expect(weighted.expected).toBeCloseTo(plain.expected, 9);
    expect(weighted.z).toBeUndefined();
  });
});
