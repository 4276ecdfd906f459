import { cross, drawTrajectory, twoMatrices } from "../aggregate/sensitivity-designs.ts";
import { type MorrisMeasure, morrisMeasure, type SobolIndex, sobolIndices } from "../aggregate/sensitivity-indices.ts";
import { summaryConfidence } from "../aggregate/summary.ts";
import { evaluatePoint, type Question } from "../evaluate.ts";
import { runTasks } from "../executors/task-pool.ts";
import { openUniforms } from "../math/keyed-uniforms.ts";

const RESAMPLES = 1000;

/** Called after each point. */
export type PointProgress = (done: number, total: number) => void;

/** One parameter's part, by the method asked for. */
export type SensitivityRow = { readonly path: string; readonly low: number; readonly high: number } & (
  | ({ readonly method: "morris" } & MorrisMeasure)
  | ({ readonly method: "sobol" } & SobolIndex)
);

/** Screens parameters by elementary effects along `trajectories` random ways: trajectories x (parameters + 1) points. */
export async function screenParameters(
  question: Question,
  trajectories: number,
  workers: number,
  onProgress?: PointProgress,
): Promise<SensitivityRow[]> {
  const { parameters, seed } = question;
  const ways = Array.from({ length: trajectories }, (_, number) =>
    drawTrajectory(parameters.length, openUniforms("morris", seed, number)),
  );
  const outputs = await evaluateAll(
    question,
    ways.flatMap(({ points }) => points),
    workers,
    onProgress,
  );
  const effects = parameters.map(() => new Float64Array(trajectories));
  ways.forEach(({ steps, points }, way) => {
    steps.forEach(({ parameter, by }, step) => {
      const at = way * points.length + step;
      effects[parameter][way] = (outputs[at + 1] - outputs[at]) / by;
    });
  });
  return parameters.map(({ path, low, high }, at) => ({
    path,
    low,
    high,
    method: "morris" as const,
    ...morrisMeasure(effects[at], summaryConfidence),
  }));
}

/** Shares the variance of the answer among parameters: rows x (parameters + 2) points. */
export async function decomposeVariance(
  question: Question,
  rows: number,
  workers: number,
  onProgress?: PointProgress,
): Promise<SensitivityRow[]> {
  const { parameters, seed } = question;
  const { a, b } = twoMatrices(rows, parameters.length, openUniforms("sobol", seed));
  const matrices = [a, b, ...parameters.map((_, parameter) => cross(a, b, parameter))];
  const outputs = await evaluateAll(question, matrices.flat(), workers, onProgress);
  const [ofA, ofB, ...crossed] = matrices.map((_, matrix) => outputs.slice(matrix * rows, (matrix + 1) * rows));
  const uniforms = openUniforms("sobol", seed, "bootstrap");
  const indices = sobolIndices(ofA, ofB, crossed, summaryConfidence, RESAMPLES, uniforms);
  return parameters.map(({ path, low, high }, at) => ({ path, low, high, method: "sobol" as const, ...indices[at] }));
}

/** @param workers 0 computes in the calling thread */
async function evaluateAll(
  question: Question,
  points: readonly Float64Array[],
  workers: number,
  onProgress?: PointProgress,
): Promise<Float64Array> {
  const outputs = new Float64Array(points.length);
  let done = 0;
  if (workers === 0) {
    for (const point of points) outputs[done++] = evaluatePoint(question, point);
    return outputs;
  }
  for await (const output of runTasks<Float64Array, number>(
    "evaluate",
    Math.min(workers, points.length),
    question,
    points,
  )) {
    outputs[done++] = output;
    onProgress?.(done, points.length);
  }
  return outputs;
}
