import { z } from "zod";
import { cholesky, symmetricEigenvalues } from "../math/positive-definite.ts";
import { idListSchema, idSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { linesOfText } from "../schema/text.ts";

/** What of a hazard's strikes may be coupled to that of others, in the order in which it is drawn. */
export const COUPLED_DIMENSIONS = ["occurrence", "severity", "duration"] as const;
export type CoupledDimension = (typeof COUPLED_DIMENSIONS)[number];

const MOST_COUPLED = 64;
const correlation = numberIn("[-1, 1]");
const between = numberIn("(-1, 1)").default(0);

/**
 * Hazards with a common cause: a Gaussian copula over how often they strike and over severity and duration of their k-th
 * strikes. The laws of each hazard stay as they are.
 */
export const commonCauseSchema = z
  .strictObject({
    id: idSchema.describe("Id of the common cause."),
    description: linesOfText(2000)
      .optional()
      .describe("What the hazards have in common and where the numbers come from."),
    hazards: idListSchema.describe("Hazards coupled, at least two; a hazard belongs to one common cause at most."),
    correlation: z
      .union([correlation, z.array(z.array(correlation))])
      .describe("Correlation of the normal scores of any two of the hazards, or a matrix in the order of `hazards`."),
    dimensions: z
      .array(z.enum(COUPLED_DIMENSIONS))
      .min(1, { error: "invalid empty list, must name at least one of occurrence, severity, duration" })
      .default([...COUPLED_DIMENSIONS])
      .describe("What is coupled: occurrence, severity, duration."),
    withinHazard: z
      .strictObject({
        occurrenceSeverity: between.describe("Correlation of how often a hazard strikes with its severities."),
        occurrenceDuration: between.describe("Correlation of how often a hazard strikes with its durations."),
        severityDuration: between.describe("Correlation of a strike's severity with its duration."),
      })
      .prefault({})
      .describe("Correlations between dimensions; between hazards they are multiplied with `correlation`."),
  })
  .superRefine((cause, context) => {
    const refuse = (path: PropertyKey[], message: string): void => {
      context.addIssue({ code: "custom", path, message, input: cause });
    };
    const count = cause.hazards.length;
    if (count < 2) return refuse(["hazards"], "invalid common cause of one hazard, must name at least two");
    if (count > MOST_COUPLED) {
      return refuse(["hazards"], `invalid common cause of ${count} hazards, must name at most ${MOST_COUPLED}`);
    }
    if (new Set(cause.hazards).size < count)
      return refuse(["hazards"], "invalid common cause, it names a hazard twice");
    const problem = problemOfMatrix(cause.correlation, count);
    if (problem !== undefined) refuse(["correlation"], problem);
    for (const [key, left, right] of PAIRS) {
      const lacking = [left, right].find((dimension) => !cause.dimensions.includes(dimension));
      if (cause.withinHazard[key] !== 0 && lacking !== undefined) {
        refuse(["withinHazard", key], `invalid ${key}, ${lacking} is not among the dimensions coupled`);
      }
    }
    if (cholesky(withinMatrix(cause)) === undefined) {
      refuse(["withinHazard"], `invalid withinHazard, ${notPositiveDefinite(withinMatrix(cause))}`);
    }
  });

export type CommonCause = z.output<typeof commonCauseSchema>;

const PAIRS = [
  ["occurrenceSeverity", "occurrence", "severity"],
  ["occurrenceDuration", "occurrence", "duration"],
  ["severityDuration", "severity", "duration"],
] as const;

/** [dimension x dimension] correlations within a hazard, dimensions in the order of COUPLED_DIMENSIONS. */
export function withinMatrix({ withinHazard }: Pick<CommonCause, "withinHazard">): number[][] {
  const { occurrenceSeverity, occurrenceDuration, severityDuration } = withinHazard;
  return [
    [1, occurrenceSeverity, occurrenceDuration],
    [occurrenceSeverity, 1, severityDuration],
    [occurrenceDuration, severityDuration, 1],
  ];
}

/** [hazard x hazard] correlations in the order of `hazards`. */
export function hazardMatrix({ correlation, hazards }: Pick<CommonCause, "correlation" | "hazards">): number[][] {
  if (typeof correlation !== "number") return correlation;
  return hazards.map((_, row) => hazards.map((_, column) => (row === column ? 1 : correlation)));
}

function problemOfMatrix(correlation: CommonCause["correlation"], count: number): string | undefined {
  if (typeof correlation === "number") {
    const least = -1 / (count - 1);
    if (correlation > least && correlation < 1) return undefined;
    return `invalid value ${correlation}, must be in (${least === -1 ? -1 : least.toPrecision(3)}, 1): one correlation for ${count} hazards is positive definite only there`;
  }
  if (correlation.length !== count || correlation.some((row) => row.length !== count)) {
    return `invalid correlation, must be a number or a matrix of ${count} x ${count}, one row and column a hazard`;
  }
  for (let row = 0; row < count; row++) {
    if (correlation[row][row] !== 1) return `invalid correlation, row ${row + 1} must have 1 on the diagonal`;
    for (let column = 0; column < row; column++) {
      if (correlation[row][column] === correlation[column][row]) continue;
      return `invalid correlation, must be symmetric: ${correlation[row][column]} in row ${row + 1}, column ${column + 1}, but ${correlation[column][row]} in row ${column + 1}, column ${row + 1}`;
    }
  }
  return cholesky(correlation) === undefined ? `invalid correlation, ${notPositiveDefinite(correlation)}` : undefined;
}

/** What is wrong with a matrix, and the nearest that would do: I + s (R - I) has the eigenvalues 1 + s (eigenvalue - 1). */
function notPositiveDefinite(matrix: readonly (readonly number[])[]): string {
  const least = Math.min(...symmetricEigenvalues(matrix));
  const factor = Math.floor((1 / (1 - least)) * 1000 - 1e-9) / 1000;
  return `the matrix is not positive definite (smallest eigenvalue ${least.toPrecision(3)}); correlations multiplied by ${Math.max(0, factor - 0.001).toFixed(3)} or less would be`;
}
