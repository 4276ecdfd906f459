import { compileStudy } from "../src/compile-study.ts";
import { createDesignRunner } from "../src/design-runner.ts";
import { createScenarioSampler } from "../src/sample/scenario-sampler.ts";
import { generateStudy } from "./generate-study.ts";
import { cpuSeconds, interleave, medianRatio } from "./measure.ts";

/** What copying the days before the first disruption saves, by how often disruptions strike. Planning included. */
export async function benchSkipAhead({
  rounds = 5,
  scenarios: count = 40,
  rates = [0.1, 0.5, 1, 4],
} = {}): Promise<{ name: string; value: string }[]> {
  const rows: { name: string; value: string }[] = [];
  for (const ratePerYear of rates) {
    const shape = { tiers: 6, sitesPerTier: 12, suppliersPerStock: 2, horizonDays: 365 };
    const { study, designs } = compileStudy(generateStudy(shape, ratePerYear));
    const { network, structure } = designs[0];
    const sample = createScenarioSampler(study);
    const scenarios = Array.from({ length: count }, (_, index) => sample(index));
    const runner = createDesignRunner(network, study.settings, structure.pricePremiumPct);
    const observe = (): void => undefined; // whoever looks on sees every day
    const everyDay = (): void => {
      for (const scenario of scenarios) runner.run(scenario, observe);
    };
    const skipping = (): void => {
      for (const scenario of scenarios) runner.run(scenario);
    };
    const [all, some] = await interleave(rounds, [everyDay, skipping], cpuSeconds);
    rows.push({
      name: `known days copied, ${ratePerYear} disruptions a year`,
      value: `${medianRatio(all, some).toFixed(2)} times as fast as every day`,
    });
  }
  return rows;
}
