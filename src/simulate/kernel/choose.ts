import type { Network } from "../../model/network.ts";
import type { Settings } from "../../model/settings.ts";
import type { KernelForm } from "./kernel.ts";

/** Who simulates: the readable reference, or generated code for two scenarios a vector. Equal to the bit. */
export const KERNELS = ["simd", "reference"] as const;
export type KernelName = (typeof KERNELS)[number];

/** Code for every entity of the network: addresses and coefficients are constants in it. */
export const UNROLLED: KernelForm = { isUnrolled: true, entitiesPerFunction: 40 };
/** Loops over the network's columns, for networks whose code would not fit the processor's caches. */
export const LOOPED: KernelForm = { isUnrolled: false, entitiesPerFunction: 0 };

/** Lanes up to which code for every entity is surely faster than loops: a quarter and more at 40 to 450 lanes, equal at 750. */
const MOST_UNROLLED_LANES = 400;
/** Scenarios from which on it earns the time it takes to compile: ten times that of loops. */
const LEAST_UNROLLED_SCENARIOS = 1000;
/** Fewer scenarios than this are simulated sooner than any code is compiled. */
const LEAST_SCENARIOS = 16;

/** The kernel of a run and why it is another one than was asked for, if it is. */
export interface KernelChoice {
  readonly name: KernelName;
  /** Of `simd`: the form of its code. */
  readonly form?: KernelForm;
  readonly reason?: string;
}

/**
 * Chooses by size alone: it changes no number.
 *
 * @param networks of every design
 * @param size of the whole run: the most scenarios it may have
 */
export function chooseKernel(
  asked: KernelName,
  networks: readonly Pick<Network, "counts" | "constants">[],
  { scenarios: least, precision }: Pick<Settings, "scenarios" | "precision">,
): KernelChoice {
  const scenarios = Math.max(least, precision?.maximumScenarios ?? 0);
  if (asked === "reference") return { name: "reference" };
  if (scenarios < LEAST_SCENARIOS) {
    return { name: "reference", reason: `fewer than ${LEAST_SCENARIOS} scenarios, not worth compiling code for` };
  }
  if (networks.some(({ constants }) => !constants.sharesPrices && !constants.isOneParty)) {
    return { name: "reference", reason: "parties that share no prices, which the kernel does not know" };
  }
  const lanes = networks.reduce((most, { counts }) => Math.max(most, counts.lanes), 0);
  const isUnrolled = lanes <= MOST_UNROLLED_LANES && scenarios >= LEAST_UNROLLED_SCENARIOS;
  return { name: "simd", form: isUnrolled ? UNROLLED : LOOPED };
}
