import { describe, expect, test } from "vitest";
import { parseParameterPath, setParameter } from "../../../src/config/parameter-path.ts";

const put = (raw: object, path: string): string | undefined => {
  const steps = parseParameterPath(path);
  return steps === undefined ? "unreadable" : setParameter(raw, steps, 7);
};

describe("a path into a study", () => {
  test("leads through keys, places and ids to a number", () => {
    const raw = {
      markets: [
        { id: "na", demand: 1 },
        { id: "eu", law: { mean: 2 } },
      ],
      settings: {},
    };
    expect(put(raw, "markets[id=na].demand")).toBeUndefined();
    expect(put(raw, "markets[1].law.mean")).toBeUndefined();
    expect(put(raw, "settings.planner.detectionDelayDays")).toBeUndefined();
    expect(raw).toEqual({
      markets: [
        { id: "na", demand: 7 },
        { id: "eu", law: { mean: 7 } },
      ],
      settings: { planner: { detectionDelayDays: 7 } },
    });
  });

  test.each([
    ["markets[id=nan].demand", "unknown id 'nan', did you mean 'na'?"],
    ["markets[3].demand", "unknown entry 3, the list has 1"],
    ["markets.demand", "invalid path, a list has no 'demand', write [id=...] or [0]"],
    ["id[0]", "invalid path, id is a value, not a map"],
    ["markets[0][0]", "invalid path, a map has keys, not entries"],
    ["[0].x", "unreadable"],
    ["a..b", "unreadable"],
    ["a b", "unreadable"],
    ["", "unreadable"],
  ])("%s is refused: %s", (path, message) => {
    expect(put({ id: "x", markets: [{ id: "na", demand: 1 }] }, path)).toBe(message);
  });
});
