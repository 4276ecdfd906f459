import { z } from "zod";
import { compensatedSum } from "../math/compensated-sum.ts";
import { ANY, boundedNumber, checkTogether, defineDistribution, parameterObject } from "./define.ts";

interface EmpiricalParameters {
  readonly values: readonly number[];
  readonly weights?: readonly number[] | undefined;
}

/** The step distribution function: ascending values of positive weight, and the weight of each and all before it. */
interface Steps {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly cumulativeWeights: Float64Array;
}

/** Observed values, each with its weight. A draw is a binary search; the first draw of a law sorts it. */
export const empirical = defineDistribution({
  name: "empirical",
  summary: "One of the listed values, all equally likely or by weights: observed data, drawn as they are.",
  schema: parameterObject({
    values: z
      .array(boundedNumber(ANY, "a value, in the unit of the quantity drawn"), {
        error: (issue) =>
          issue.input === undefined ? "missing values, must be a list" : "invalid values, must be a list",
      })
      .min(1, { error: "invalid values [], must hold at least one number" })
      .describe("the observed values, in the unit of the quantity drawn, at least one"),
    weights: z
      .array(boundedNumber({ atLeast: 0, atMost: 1e15 }, "weight of a value, no unit"), {
        error: "invalid weights, must be a list",
      })
      .optional()
      .describe("one weight for each value, not all 0, no unit (none: all equal)"),
  }).superRefine(
    checkTogether(({ values, weights }, report) => {
      if (weights === undefined) return;
      if (weights.length !== values.length) {
        report(
          ["weights"],
          `invalid number of weights ${weights.length}, must be ${values.length}, one for each value`,
        );
      } else if (weights.every((weight) => weight === 0)) {
        report(["weights"], "invalid weights, all 0, must hold at least one above 0");
      }
    }),
  ),
  examples: [{ values: [3, 8, 5, 21] }, { values: [2, 1, 4, 9], weights: [0.5, 0, 0.3, 0.2] }, { values: [6] }],
  quantile(parameters, u) {
    const { values, cumulativeWeights } = stepsOf(parameters);
    const wanted = u * cumulativeWeights[cumulativeWeights.length - 1]!;
    let low = 0;
    let high = values.length - 1; // its cumulative weight is all there is, so it always suffices
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulativeWeights[middle]! >= wanted) high = middle;
      else low = middle + 1;
    }
    return values[low]!;
  },
  mean: (parameters) => weightedMean(stepsOf(parameters), (value) => value),
  standardDeviation(parameters) {
    const steps = stepsOf(parameters);
    const mean = weightedMean(steps, (value) => value);
    return Math.sqrt(weightedMean(steps, (value) => (value - mean) * (value - mean)));
  },
  support(parameters) {
    const { values } = stepsOf(parameters);
    return [values[0]!, values[values.length - 1]!];
  },
});

// A memory of what was sorted, not a state: a law's steps follow from its parameters, which nobody changes once parsed.
const knownSteps = new WeakMap<EmpiricalParameters, Steps>();

function stepsOf(parameters: EmpiricalParameters): Steps {
  const known = knownSteps.get(parameters);
  if (known !== undefined) return known;
  const steps = sortSteps(parameters);
  knownSteps.set(parameters, steps);
  return steps;
}

function sortSteps({ values, weights }: EmpiricalParameters): Steps {
  const order = values.flatMap((_, index) => (weights === undefined || weights[index]! > 0 ? [index] : []));
  order.sort((left, right) => values[left]! - values[right]!);
  const sortedWeights = Float64Array.from(order, (index) => weights?.[index] ?? 1);
  const cumulativeWeights = new Float64Array(order.length);
  let sum = 0;
  for (let index = 0; index < order.length; index++) {
    sum += sortedWeights[index]!;
    cumulativeWeights[index] = sum;
  }
  return { values: Float64Array.from(order, (index) => values[index]!), weights: sortedWeights, cumulativeWeights };
}

function weightedMean({ values, weights }: Steps, of: (value: number) => number): number {
  return compensatedSum(values.map((value, index) => weights[index]! * of(value))) / compensatedSum(weights);
}
