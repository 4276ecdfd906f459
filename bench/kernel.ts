import { createDesignRunner } from "../src/batch.ts";
import { compileStudy } from "../src/compile-study.ts";
import { createScenarioSampler } from "../src/sample/scenario-sampler.ts";
import { generateStudy } from "./generate-study.ts";
import { interleave, median } from "./measure.ts";

const ROUNDS = 5;
/** Lane-days a round simulates, whatever the size of the network. */
const LANE_DAYS = 4e6;

/** Cost of the reference simulator per lane and day, planning included, on networks of growing size. */
export async function benchKernel(): Promise<{ name: string; value: string }[]> {
  const shapes = [
    { tiers: 6, sitesPerTier: 12, suppliersPerStock: 2, horizonDays: 365 },
    { tiers: 6, sitesPerTier: 100, suppliersPerStock: 5, horizonDays: 365 },
  ];
  const runs = shapes.map((shape) => {
    const { study, designs } = compileStudy(generateStudy(shape));
    const { network, structure } = designs[0];
    const runner = createDesignRunner(network, study.settings, structure.pricePremiumPct);
    const laneDays = network.counts.lanes * shape.horizonDays;
    const scenarios = Math.max(1, Math.round(LANE_DAYS / laneDays));
    return {
      lanes: network.counts.lanes,
      laneDays: laneDays * scenarios,
      run: () => {
        for (let index = 0; index < scenarios; index++) {
          runner.run(createScenarioSampler(study)(index));
        }
      },
    };
  });
  const times = await interleave(
    ROUNDS,
    runs.map(({ run }) => run),
  );
  return runs.map(({ lanes, laneDays }, index) => ({
    name: `reference simulator, ${lanes} lanes`,
    value: `${((median(times[index]) / laneDays) * 1e9).toFixed(0)} ns a lane and day`,
  }));
}
