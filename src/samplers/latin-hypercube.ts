import { keyedUniforms, type Sampler, weightOfOne } from "./define.ts";
import { PERMUTATION_KEYS, permute } from "./permute.ts";

/**
 * Replicated Latin hypercubes: within a replicate of S scenarios every draw takes each of the S strata [s, s + 1) / S once.
 * Which scenario takes which is a permutation of the draw's own, so that any scenario can be computed alone and the first
 * scenarios of a longer run are the shorter run. Replicates are independent.
 *
 * Source: McKay, Beckman & Conover (1979), Technometrics 21(2); the variance is that of plain sampling less what is additive
 * in the draws: Stein (1987), Technometrics 29(2).
 */
export const latinHypercube: Sampler = {
  name: "latin-hypercube",
  summary: "Replicates in which every draw takes each of as many strata once.",
  isWeighted: false,
  replicateSize: (replicateScenarios) => replicateScenarios,
  prepare: ({ seed, replicateScenarios: size }) => {
    return (scenario) => {
      const replicate = Math.floor(scenario / size);
      const place = scenario % size;
      return {
        open(hazardId, purpose) {
          const within = keyedUniforms(seed, hazardId, scenario, purpose);
          const shared = keyedUniforms(seed, hazardId, `replicate ${replicate} of ${size}`, purpose);
          const keys = new Float64Array(PERMUTATION_KEYS);
          return () => {
            for (let key = 0; key < PERMUTATION_KEYS; key++) keys[key] = shared();
            return Math.min((permute(place, size, keys) + within()) / size, ALMOST_ONE);
          };
        },
        weight: weightOfOne,
      };
    };
  },
};

/** The largest double below 1, where the last stratum's sum may round up. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;
