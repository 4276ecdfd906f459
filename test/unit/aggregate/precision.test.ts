import { describe, expect, it } from "vitest";
import { columnConvergence, convergencePoints, durationConvergence } from "../../../src/aggregate/convergence.ts";
import { columnPrecision, precisionLooks } from "../../../src/aggregate/precision.ts";
import { plainSampling } from "../../../src/aggregate/sampling.ts";
import { summarizeColumn } from "../../../src/aggregate/summary.ts";
import { fourBinomialErrors, openDraws } from "./draws.ts";

const loss = { worse: "higher", isFlag: false } as const;

describe("precisionLooks", () => {
  it("start at the minimum, grow by a quarter, end at the maximum, in whole replicates", () => {
    expect(precisionLooks(1000, 2000, 1)).toEqual([1000, 1250, 1563, 1954, 2000]);
    expect(precisionLooks(1000, 2000, 64)).toEqual([1024, 1280, 1600, 1984]);
    expect(precisionLooks(500, 500, 1)).toEqual([500]);
    expect(precisionLooks(500, 100, 1)).toEqual([500]);
  });
});

describe("columnPrecision", () => {
  it("is half the width of the intervals of mean and p95 over their values", () => {
    const values = Float64Array.from({ length: 400 }, (_, at) => 1 + (at % 20));
    const rows = summarizeColumn(values, loss);
    for (const { statistic, relativeHalfWidth } of columnPrecision(values, loss, plainSampling)) {
      const { value, ciLow, ciHigh } = rows.find((row) => row.statistic === statistic)!;
      expect(relativeHalfWidth).toBeCloseTo((ciHigh! - ciLow!) / 2 / value!, 12);
    }
  });

  it("knows nothing where there is no interval, and is 0 where nothing varies", () => {
    const few = columnPrecision(Float64Array.of(1, 2, 3), loss, plainSampling);
    expect(few.find(({ statistic }) => statistic === "p95")?.relativeHalfWidth).toBeUndefined();
    const same = columnPrecision(new Float64Array(500), loss, plainSampling);
    expect(same.map(({ relativeHalfWidth }) => relativeHalfWidth)).toEqual([0, 0]);
  });
});

describe("a run to a precision", () => {
  it("ends with an interval that covers as often as it says", () => {
    const replications = 400;
    const draws = openDraws("sequential");
    let held = 0;
    let scenarios = 0;
    for (let replication = 0; replication < replications; replication++) {
      const column = draws.column(4000, () => draws.exponential(1));
      for (const look of precisionLooks(200, 4000, 1)) {
        const values = column.slice(0, look);
        const [mean] = columnPrecision(values, loss, plainSampling);
        if (mean.relativeHalfWidth! > 0.06 && look < 4000) continue;
        const { ciLow, ciHigh } = summarizeColumn(values, loss)[0];
        if (ciLow! <= 1 && 1 <= ciHigh!) held++;
        scenarios += look;
        break;
      }
    }
    // A half-width of 6 % takes (1.96 / 0.06)^2 = 1,067 exponential values; the next look comes within a quarter more.
    expect(scenarios / replications).toBeGreaterThan(950);
    expect(scenarios / replications).toBeLessThan(1334);
    expect(held / replications).toBeGreaterThan(0.95 - fourBinomialErrors(0.95, replications));
  });
});

describe("convergence", () => {
  it("is looked at after a replicate doubled again and again, and at the end", () => {
    expect(convergencePoints(1000, 1)).toEqual([64, 128, 256, 512, 1000]);
    expect(convergencePoints(1000, 50)).toEqual([100, 200, 400, 800, 1000]);
    expect(convergencePoints(40, 1)).toEqual([40]);
  });

  it("has the statistics of the first scenarios, the last those of all", () => {
    const draws = openDraws("convergence");
    const values = draws.column(300, () => draws.exponential(1));
    const points = columnConvergence(values, loss, plainSampling);
    expect(points.map(({ scenarios, statistic }) => `${scenarios} ${statistic}`)).toEqual(
      [64, 128, 256, 300].flatMap((n) => [`${n} mean`, `${n} p95`, `${n} cvar95`]),
    );
    for (const { scenarios, ...statistic } of points) {
      expect(summarizeColumn(values.slice(0, scenarios), loss)).toContainEqual(statistic);
    }
    const durations = durationConvergence(
      values,
      values.map(() => 1),
      { horizon: 1 },
      plainSampling,
    );
    expect(new Set(durations.map(({ statistic }) => statistic))).toEqual(new Set(["p50", "p95", "restrictedMean"]));
  });
});
