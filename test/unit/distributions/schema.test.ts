import { describe, expect, test } from "vitest";
import { z } from "zod";
import { distributionSchema } from "../../../src/distributions/index.ts";

const study = z.strictObject({ hazards: z.array(z.strictObject({ durationDays: distributionSchema })) });

/** All complaints about one distribution in a study, as `path: message`. */
function complaints(durationDays: unknown): string[] {
  const result = study.safeParse({ hazards: [{ durationDays }] });
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

const at = "hazards.0.durationDays";

describe("distributionSchema", () => {
  test("reads a bare number as a fixed value", () => {
    expect(distributionSchema.parse(12)).toEqual({ distribution: "fixed", value: 12 });
  });

  test("keeps the form that was written and fills in defaults", () => {
    const lognormal = { distribution: "lognormal", mean: 14, standardDeviation: 7 };
    expect(distributionSchema.parse(lognormal)).toEqual(lognormal);
    const beta = { distribution: "beta", alpha: 2, beta: 5 };
    expect(distributionSchema.parse(beta)).toEqual({ ...beta, min: 0, max: 1 });
  });

  test.each<[string, unknown, string[]]>([
    ["a bare number too large", 1e16, [`${at}: invalid value 10000000000000000, must be in [-1e15, 1e15]`]],
    ["a bare NaN", NaN, [`${at}: invalid value NaN, must be in [-1e15, 1e15]`]],
    [
      "a parameter out of range",
      { distribution: "exponential", mean: -3 },
      [`${at}.mean: invalid value -3, must be in (0, 1e15]`],
    ],
    [
      "an infinite parameter",
      { distribution: "fixed", value: Infinity },
      [`${at}.value: invalid value Infinity, must be in [-1e15, 1e15]`],
    ],
    [
      "a text for a number",
      { distribution: "poisson", mean: "two" },
      [`${at}.mean: invalid value "two", must be a number in (0, 1e6]`],
    ],
    ["a missing parameter", { distribution: "poisson" }, [`${at}.mean: missing value, must be in (0, 1e6]`]],
    [
      "an unknown parameter",
      { distribution: "uniform", min: 1, max: 2, mode: 1.5 },
      [`${at}: unknown mode, must be among min, max`],
    ],
    [
      "all slips at once",
      { distribution: "weibull", shape: 0, scale: -1 },
      [`${at}.shape: invalid value 0, must be in [0.05, 10000]`, `${at}.scale: invalid value -1, must be in (0, 1e15]`],
    ],
    [
      "ends in the wrong order",
      { distribution: "uniform", min: 5, max: 2 },
      [`${at}.max: invalid value 2, must be in (5, 1e15]`],
    ],
    [
      "an empty interval",
      { distribution: "beta", alpha: 1, beta: 1, min: 3, max: 3 },
      [`${at}.max: invalid value 3, must be in (3, 1e15]`],
    ],
    [
      "a mode outside",
      { distribution: "triangular", min: 2, mode: 20, max: 14 },
      [`${at}.mode: invalid value 20, must be in [2, 14]`],
    ],
    [
      "a pert mode outside",
      { distribution: "pert", min: 2, mode: 1, max: 14 },
      [`${at}.mode: invalid value 1, must be in [2, 14]`],
    ],
    [
      "a cut that leaves nothing of a normal law",
      { distribution: "normal", mean: 0, standardDeviation: 1, min: 50 },
      [
        `${at}: invalid interval [50, Infinity], must hold at least 1e-12 of the normal law with mean 0 and standardDeviation 1`,
      ],
    ],
    [
      "a normal law cut in the wrong order",
      { distribution: "normal", mean: 0, standardDeviation: 1, min: 1, max: -1 },
      [`${at}.max: invalid value -1, must be in (1, 1e15]`],
    ],
    [
      "no form of a lognormal law",
      { distribution: "lognormal" },
      [
        `${at}: missing parameters, must be exactly one of {mean, standardDeviation} or {median, sigma} or {lowQuantile, highQuantile}`,
      ],
    ],
    [
      "half a form",
      { distribution: "lognormal", mean: 14 },
      [
        `${at}: invalid parameters {mean}, must be exactly one of {mean, standardDeviation} or {median, sigma} or {lowQuantile, highQuantile}`,
      ],
    ],
    [
      "two forms at once",
      { distribution: "gamma", mean: 14, standardDeviation: 7, shape: 4, scale: 3.5 },
      [
        `${at}: invalid parameters {mean, standardDeviation, shape, scale}, must be exactly one of {mean, standardDeviation} or {shape, scale}`,
      ],
    ],
    [
      "a weibull law without size",
      { distribution: "weibull", shape: 2 },
      [`${at}: invalid parameters {shape}, must be exactly one of {shape, scale} or {shape, mean}`],
    ],
    [
      "quantiles with probabilities in the wrong order",
      {
        distribution: "lognormal",
        lowQuantile: { probability: 0.9, value: 1 },
        highQuantile: { probability: 0.1, value: 3 },
      },
      [`${at}.highQuantile.probability: invalid value 0.1, must be in (0.9, 0.999999999]`],
    ],
    [
      "quantiles with values in the wrong order",
      {
        distribution: "lognormal",
        lowQuantile: { probability: 0.1, value: 5 },
        highQuantile: { probability: 0.9, value: 3 },
      },
      [`${at}.highQuantile.value: invalid value 3, must be in (5, 1e15]`],
    ],
    [
      "a slip inside a quantile",
      {
        distribution: "lognormal",
        lowQuantile: { probability: 0, value: 5 },
        highQuantile: { probability: 0.9, valeu: 9 },
      },
      [
        `${at}.lowQuantile.probability: invalid value 0, must be in [1e-9, 0.999999999]`,
        `${at}.highQuantile.value: missing value, must be in (0, 1e15]`,
        `${at}.highQuantile: unknown valeu, must be among probability, value`,
      ],
    ],
    [
      "quantiles too far apart for doubles",
      {
        distribution: "lognormal",
        lowQuantile: { probability: 0.5, value: 1e-10 },
        highQuantile: { probability: 0.501, value: 1e10 },
      },
      [`${at}.highQuantile: invalid value 10000000000, must give the logarithm a standard deviation in (0, 20]`],
    ],
    [
      "a spread that no gamma law has",
      { distribution: "gamma", mean: 10, standardDeviation: 500 },
      [`${at}.standardDeviation: invalid value 500, must be in [0.01, 100]`],
    ],
    ["no list of values", { distribution: "empirical", values: 3 }, [`${at}.values: invalid values, must be a list`]],
    ["values left out", { distribution: "empirical" }, [`${at}.values: missing values, must be a list`]],
    [
      "an empty list of values",
      { distribution: "empirical", values: [] },
      [`${at}.values: invalid values [], must hold at least one number`],
    ],
    [
      "a value that is no number",
      { distribution: "empirical", values: [1, null] },
      [`${at}.values.1: invalid value null, must be a number in [-1e15, 1e15]`],
    ],
    [
      "too few weights",
      { distribution: "empirical", values: [1, 2], weights: [1] },
      [`${at}.weights: invalid number of weights 1, must be 2, one for each value`],
    ],
    [
      "weights that are all 0",
      { distribution: "empirical", values: [1, 2], weights: [0, 0] },
      [`${at}.weights: invalid weights, all 0, must hold at least one above 0`],
    ],
  ])("refuses %s, at its place", (_, input, expected) => {
    expect(complaints(input)).toEqual(expected);
  });

  test("accepts spreads of a gamma law that are exactly at the limits", () => {
    expect(complaints({ distribution: "gamma", mean: 0.3, standardDeviation: 3 })).toEqual([]);
    expect(complaints({ distribution: "gamma", mean: 3, standardDeviation: 0.003 })).toEqual([]);
  });

  test("says which laws there are when the name is wrong or absent", () => {
    const known = "beta, empirical, exponential, fixed, gamma, geometric, lognormal, normal, pareto, pert, poisson";
    expect(complaints({ distribution: "lognromal" })[0]).toContain(
      `${at}.distribution: unknown distribution "lognromal", must be one of ${known}`,
    );
    expect(complaints({ mean: 3 })[0]).toContain(`${at}.distribution: missing distribution, must be one of ${known}`);
    expect(complaints(undefined)[0]).toContain(`${at}: missing distribution, must be a number or an object with`);
    expect(complaints("3 days")[0]).toContain(`${at}: invalid distribution "3 days", must be a number or an object`);
    expect(complaints(null)[0]).toContain(`${at}: invalid distribution null, must be a number or an object`);
    expect(complaints([3])[0]).toContain(`${at}: invalid distribution [3], must be a number or an object`);
  });

  test("can be optional or have a default, and is required otherwise", () => {
    const schema = z.object({
      needed: distributionSchema,
      left: distributionSchema.optional(),
      given: distributionSchema.default({ distribution: "fixed", value: 2 }),
    });
    expect(schema.parse({ needed: 1 })).toEqual({
      needed: { distribution: "fixed", value: 1 },
      given: { distribution: "fixed", value: 2 },
    });
    expect(schema.safeParse({}).error?.issues.map((issue) => issue.path.join("."))).toEqual(["needed"]);
  });

  test.each(["draft-7", "draft-2020-12"] as const)(
    "becomes a JSON Schema (%s) that tells editors all that may be written",
    (target) => {
      const text = JSON.stringify(z.toJSONSchema(z.object({ duration: distributionSchema }), { io: "input", target }));
      const { properties, required } = JSON.parse(text);
      expect(required).toEqual(["duration"]);
      const [nothing, bare, catalogue] = properties.duration.anyOf;
      expect(nothing).toEqual({ not: {} });
      expect(bare).toEqual({ type: "number" });
      const lognormal = catalogue.oneOf.find(
        (law: { properties: { distribution: { const: string } } }) => law.properties.distribution.const === "lognormal",
      );
      expect(lognormal.additionalProperties).toBe(false);
      expect(lognormal.oneOf).toContainEqual({ required: ["median", "sigma"] });
      expect(lognormal.properties.sigma).toEqual({
        type: "number",
        exclusiveMinimum: 0,
        maximum: 20,
        description: "standard deviation of the logarithm, no unit, in (0, 20]",
      });
    },
  );

  test("becomes a JSON Schema of what parsing yields", () => {
    expect(() => z.toJSONSchema(distributionSchema, { io: "output" })).not.toThrow();
  });
});
