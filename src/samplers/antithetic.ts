import { keyedUniforms, type Sampler, weightOfOne } from "./define.ts";

/** The largest double below 1: 1 - u of a draw u in [0, 1) must stay in [0, 1). */
const ALMOST_ONE = 1 - Number.EPSILON / 2;

/**
 * Pairs of scenarios 2k and 2k + 1: where one draws u, the other draws 1 - u. What is large in one is small in the other, so
 * that the mean of a pair varies less than that of two independent scenarios wherever the outcome is monotone in the draws.
 *
 * Source: Hammersley & Morton (1956), Mathematical Proceedings of the Cambridge Philosophical Society 52(3).
 */
export const antithetic: Sampler = {
  name: "antithetic",
  summary: "Pairs of scenarios that mirror each other's draws.",
  isWeighted: false,
  replicateSize: () => 2,
  prepare:
    ({ seed }) =>
    (scenario) => {
      const pair = `pair ${Math.floor(scenario / 2)}`;
      const isMirror = scenario % 2 === 1;
      return {
        open(hazardId, purpose) {
          const uniforms = keyedUniforms(seed, hazardId, pair, purpose);
          return isMirror ? () => ALMOST_ONE - uniforms() : uniforms;
        },
        weight: weightOfOne,
      };
    },
};
