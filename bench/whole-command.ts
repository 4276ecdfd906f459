import { readFileSync } from "node:fs";
import { parseStudy } from "../src/config/parse-study.ts";
import { runCommand } from "./command.ts";
import { median, medianRatio } from "./measure.ts";

/** The flagship study from the command line: start-up, every table, comparison and report included; 1 against 2 workers. */
export async function benchCommand({
  rounds = 5,
  scenarios = 2000,
  id = "ev-battery",
} = {}): Promise<{ name: string; value: string }[]> {
  const study = `configs/${id}.yaml`;
  const times: number[][] = [[], []];
  // One round uncounted: it warms the disk's caches.
  for (let round = -1; round < rounds; round++) {
    for (const workers of [1, 2]) {
      const { seconds } = await runCommand(study, scenarios, workers);
      if (round >= 0) times[workers - 1].push(seconds);
    }
  }
  const designs = parseStudy(study, readFileSync(study, "utf8")).study.designs.length;
  const told = (own: number[]): string =>
    `${median(own).toFixed(1)} s, ${((scenarios * designs) / median(own)).toFixed(0)} scenario-designs a second`;
  return [
    { name: `breakwater run ${id}, ${scenarios} scenarios, 1 worker`, value: told(times[0]) },
    { name: `breakwater run ${id}, ${scenarios} scenarios, 2 workers`, value: told(times[1]) },
    {
      name: "1 worker / 2 workers, whole command",
      value: `${medianRatio(times[0], times[1]).toFixed(2)} times as long`,
    },
  ];
}
