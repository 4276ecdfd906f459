import * as all from "./all.ts";
import type { Sampler } from "./define.ts";

export const SAMPLERS: readonly Sampler[] = Object.values(all);
export const SAMPLER_NAMES = SAMPLERS.map((sampler) => sampler.name);

/** The sampler of that name; the schema has checked that it exists. */
export function findSampler(name: string): Sampler {
  const sampler = SAMPLERS.find((member) => member.name === name);
  if (sampler === undefined)
    throw new RangeError(`unknown sampler '${name}', must be one of ${SAMPLER_NAMES.join(", ")}`);
  return sampler;
}
