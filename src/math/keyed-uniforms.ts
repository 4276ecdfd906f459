import seedrandom from "seedrandom";

/**
 * Opens a stream of uniform numbers in [0, 1), 53 bits each, by key: the same key gives the same numbers, whenever it is
 * asked for. For resampling and random designs of experiments; scenarios are drawn by `samplers/`.
 *
 * Keys end in NUL: the generator's string hash must not see one key as the beginning of another.
 *
 * Source: Alea, J. Baagøe (2010), as in the seedrandom package.
 */
export function openUniforms(...key: readonly (string | number)[]): () => number {
  const generator = seedrandom.alea(`${key.join("\0")}\0`);
  return () => generator.double();
}
