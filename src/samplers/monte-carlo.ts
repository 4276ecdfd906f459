import { keyedUniforms, type Sampler, weightOfOne } from "./define.ts";

/** Independent draws: each stream is a generator of its own, opened by key, so that any scenario can be computed alone. */
export const monteCarlo: Sampler = {
  name: "monte-carlo",
  summary: "Independent draws; the plain method every other one is measured against.",
  isWeighted: false,
  replicateSize: () => 1,
  prepare:
    ({ seed }) =>
    (scenario) => ({
      open: (hazardId, purpose) => keyedUniforms(seed, hazardId, scenario, purpose),
      weight: weightOfOne,
    }),
};
