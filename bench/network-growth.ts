import { createBatchRunner } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { generateStudy } from "./generate-study.ts";
import { cpuSeconds, interleave, median } from "./measure.ts";

const TIERS = 8;
const HORIZON_DAYS = 365;
/** Lane-days that a round computes, about. */
const LANE_DAYS = 3e7;

/**
 * What a lane and day costs as networks grow, a whole scenario: sampled, planned, simulated, measured; and how long it takes from
 * the text of a study to its network. The largest has 10,000 sites and 43,750 lanes.
 */
export async function benchNetworkGrowth({
  rounds = 5,
  sitesPerTier = [4, 40, 300, 1250],
  laneDays = LANE_DAYS,
} = {}): Promise<{ name: string; value: string }[]> {
  const sizes: { lanes: number; sites: number; scenarios: number; compileSeconds: number; run: () => unknown }[] = [];
  for (const perTier of sitesPerTier) {
    const shape = { tiers: TIERS, sitesPerTier: perTier, suppliersPerStock: 5, horizonDays: HORIZON_DAYS };
    let compiled: ReturnType<typeof compileStudy> | undefined;
    const { file, text } = generateStudy(shape);
    const compileSeconds = await cpuSeconds(() => {
      compiled = compileStudy(parseStudy(file, text));
    });
    const batch = toBatchStudy(compiled as ReturnType<typeof compileStudy>);
    const { lanes } = batch.networks.parts[0].counts;
    const scenarios = 2 * Math.max(1, Math.round(laneDays / (2 * lanes * HORIZON_DAYS)));
    // Long enough for code to be worth it, too short for code of every lane: loops, as large networks have.
    const runBatch = createBatchRunner({ ...batch, settings: { ...batch.settings, scenarios: 500 } });
    sizes.push({ lanes, sites: TIERS * perTier, scenarios, compileSeconds, run: () => runBatch(0, scenarios) });
  }
  const times = await interleave(
    rounds,
    sizes.map(({ run }) => run),
    cpuSeconds,
  );
  const cost = (at: number): number =>
    (median(times[at]) / (sizes[at].scenarios * sizes[at].lanes * HORIZON_DAYS)) * 1e9;
  return sizes.map(({ lanes, sites, compileSeconds }, at) => ({
    name: `whole scenarios, ${sites} sites, ${lanes} lanes`,
    value: `${cost(at).toFixed(1)} ns a lane and day, ${(cost(at) / cost(0)).toFixed(2)} times the smallest; ${compileSeconds.toFixed(1)} s to read and compile`,
  }));
}
