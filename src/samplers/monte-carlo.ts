import seedrandom from "seedrandom";
import type { Sampler } from "./define.ts";

/**
 * Independent draws. Each stream is a generator of its own, opened by key, so that any scenario can be computed alone.
 * Keys end in NUL: the generator's string hash must not see one key as the beginning of another.
 *
 * Source: Alea, J. Baagøe (2010), as in the seedrandom package; 53 bits a draw.
 */
export const monteCarlo: Sampler = {
  name: "monte-carlo",
  summary: "Independent draws; the plain method every other one is measured against.",
  openScenario(seed, scenario) {
    return (hazardId, purpose) => {
      const generator = seedrandom.alea(`${seed}\0${hazardId}\0${scenario}\0${purpose}\0`);
      return () => generator.double();
    };
  },
};
