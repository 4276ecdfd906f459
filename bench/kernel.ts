import { compileStudy } from "../src/compile-study.ts";
import { baselineControls } from "../src/model/baseline.ts";
import { constantDemand } from "../src/model/constant-demand.ts";
import type { Network } from "../src/model/network.ts";
import type { Segments } from "../src/model/segments.ts";
import { allocateTrajectory } from "../src/model/trajectory.ts";
import { createPlanner } from "../src/plan/planner.ts";
import { createScenarioSampler } from "../src/sample/scenario-sampler.ts";
import { chooseKernel, LOOPED, UNROLLED } from "../src/simulate/kernel/choose.ts";
import type { KernelForm } from "../src/simulate/kernel/kernel.ts";
import { createPairSimulator, DISTURBED } from "../src/simulate/kernel/pair.ts";
import { simulate } from "../src/simulate/reference.ts";
import { allocateState } from "../src/simulate/state.ts";
import { generateStudy, type NetworkShape } from "./generate-study.ts";
import { cpuSeconds, interleave, median, medianRatio, seconds } from "./measure.ts";

const ROUNDS = 5;
export const HORIZON_DAYS = 365;
/** Lane-days of a scenario that a round simulates, about. */
const LANE_DAYS = 1e6;

/** Scenarios of a run that is worth the best code for it. */
const LONG_RUN = 10_000;

/** What every candidate runs: the same two scenarios, every day of them, without planning or measuring. */
export interface KernelCase {
  readonly network: Network;
  readonly plans: readonly Segments[];
  readonly demand: Float64Array;
  readonly laneDays: number;
  readonly repeats: number;
}

export function kernelCase(shape: Omit<NetworkShape, "horizonDays">): KernelCase {
  const { study, designs } = compileStudy(generateStudy({ ...shape, horizonDays: HORIZON_DAYS }));
  const { network } = designs[0];
  const sample = createScenarioSampler(study);
  const plans = [0, 1].map((index) => createPlanner(network, baselineControls(network), HORIZON_DAYS)(sample(index)));
  const laneDays = 2 * network.counts.lanes * HORIZON_DAYS;
  const repeats = Math.max(1, Math.round((2 * LANE_DAYS) / laneDays));
  return { network, plans, demand: constantDemand(network, HORIZON_DAYS), laneDays, repeats };
}

/** The same network without a change point. */
export function undisturbed(one: KernelCase): KernelCase {
  return { ...one, plans: one.plans.map((plan) => ({ ...plan, count: 0 })) };
}

export function byReference({ network, plans, demand, repeats }: KernelCase): () => void {
  const state = allocateState(network);
  const trajectory = allocateTrajectory(HORIZON_DAYS, network.counts);
  const baseline = baselineControls(network);
  return () => {
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const plan of plans) simulate(network, baseline, plan, demand, state, trajectory);
    }
  };
}

export function bySimd({ network, plans, demand, repeats }: KernelCase, form: KernelForm): () => void {
  const pair = createPairSimulator(network, baselineControls(network), HORIZON_DAYS, form);
  for (const scenario of [0, 1]) pair.setDemand(scenario, demand);
  return () => {
    for (let repeat = 0; repeat < repeats; repeat++) {
      pair.reset();
      pair.run(plans, DISTURBED, 0, HORIZON_DAYS);
    }
  };
}

/** The form of code that a long run of a network has. */
export function chosenForm(network: Network): KernelForm {
  return chooseKernel("simd", [network], { scenarios: LONG_RUN }).form ?? LOOPED;
}

/** Nanoseconds a lane and day of one scenario. */
export function perLaneDay({ laneDays, repeats }: KernelCase, times: readonly number[]): string {
  return `${((median(times) / (laneDays * repeats)) * 1e9).toFixed(1)} ns a lane and day`;
}

/** Generated code against the reference simulator, every day simulated, at two sizes and in both forms, calm and disturbed. */
export async function benchKernel(): Promise<{ name: string; value: string }[]> {
  const rows: { name: string; value: string }[] = [];
  for (const shape of [
    { tiers: 6, sitesPerTier: 12, suppliersPerStock: 2 },
    { tiers: 6, sitesPerTier: 100, suppliersPerStock: 5 },
  ]) {
    const disturbed = kernelCase(shape);
    const changes = disturbed.plans.map(({ count }) => count).join(" and ");
    rows.push(...(await compare(undisturbed(disturbed), "undisturbed")));
    rows.push(...(await compare(disturbed, `${changes} change points`)));
  }
  return rows;
}

async function compare(one: KernelCase, days: string): Promise<{ name: string; value: string }[]> {
  const where = `${one.network.counts.lanes} lanes, ${days}`;
  const forms = {
    "simd, looped": LOOPED,
    ...(chosenForm(one.network) === UNROLLED ? { "simd, unrolled": UNROLLED } : {}),
  };
  const candidates = [byReference(one), ...Object.values(forms).map((form) => bySimd(one, form))];
  const [reference, ...simd] = await interleave(ROUNDS, candidates, cpuSeconds);
  const rows = [{ name: `reference, ${where}`, value: perLaneDay(one, reference) }];
  Object.keys(forms).forEach((name, at) => {
    const ratio = medianRatio(reference, simd[at]).toFixed(1);
    rows.push({
      name: `${name}, ${where}`,
      value: `${perLaneDay(one, simd[at])}, ${ratio} times as fast as the reference`,
    });
  });
  return rows;
}

/** What a lane and day costs as networks grow, the largest against the smallest, and how long it takes to compile one. */
export async function benchGrowth(): Promise<{ name: string; value: string }[]> {
  const sizes = [12, 100, 160].map((sitesPerTier) => ({
    tiers: 6,
    sitesPerTier,
    suppliersPerStock: sitesPerTier === 12 ? 2 : 5,
  }));
  const cases: KernelCase[] = [];
  const compileSeconds: number[] = [];
  for (const shape of sizes) {
    compileSeconds.push(
      await seconds(() => {
        cases.push(kernelCase(shape));
      }),
    );
  }
  const times = await interleave(
    ROUNDS,
    cases.map((one) => bySimd(one, LOOPED)),
    cpuSeconds,
  );
  const cost = (at: number): number => median(times[at]) / (cases[at].laneDays * cases[at].repeats);
  return cases.map((one, at) => ({
    name: `simd, looped, ${one.network.counts.stocks} stocks, ${one.network.counts.lanes} lanes`,
    value: `${perLaneDay(one, times[at])}, ${(cost(at) / cost(0)).toFixed(2)} times the smallest; ${compileSeconds[at].toFixed(1)} s from study to plans`,
  }));
}
