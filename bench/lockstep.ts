import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createBatchRunner } from "../src/batch.ts";
import { type CompiledStudy, compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { createPartyRunner } from "../src/silos/party-runner.ts";
import { toPartyStudy } from "../src/silos/party-study.ts";
import { cpuSeconds, interleave, median, medianRatio } from "./measure.ts";
import { createRendezvous } from "./rendezvous.ts";

const FOLDER = "configs/silos/semiconductors";
const PARTIES = ["taiwan", "japan", "united-states", "europe"];

type Messages = ReadonlyMap<string, Float64Array>;

/**
 * What it costs that parties go in step, message by message, day by day, instead of running their network as one: a batch of the shipped study, all
 * designs, on one thread, without files. Messages are handed over in memory.
 */
export async function benchLockstep({ rounds = 5, scenarios = 1000 } = {}): Promise<{ name: string; value: string }[]> {
  const read = (name: string) => {
    const file = join(FOLDER, name);
    return { file, text: readFileSync(file, "utf8") };
  };
  const compiled = (name: string): CompiledStudy => {
    const { file, text } = read(name);
    return compileStudy(parseStudy(file, text, read));
  };
  const joint = toBatchStudy(compiled("joint.yaml"));
  const parties = PARTIES.map((party) => compiled(`${party}.yaml`));
  let values = 0;
  const count = (messages: Messages): void => {
    for (const message of messages.values()) values += message.length;
  };
  const [together, apart] = await interleave(
    rounds,
    [() => createBatchRunner(joint)(0, scenarios), () => runApart(parties, scenarios, count)],
    cpuSeconds,
  );
  const designs = joint.designIds.length;
  const perRun = values / (rounds + 1) / scenarios / designs;
  return [
    {
      name: `semiconductors in ${PARTIES.length} parties in step / as one, ${scenarios} scenarios a batch`,
      value: `${medianRatio(apart, together).toFixed(2)} times the processor time (${median(apart).toFixed(1)} s, ${median(together).toFixed(1)} s)`,
    },
    { name: "numbers that cross, a scenario and design", value: perRun.toFixed(0) },
  ];
}

async function runApart(
  parties: readonly CompiledStudy[],
  scenarios: number,
  count: (messages: Messages) => void,
): Promise<void> {
  const meet = createRendezvous();
  await Promise.all(
    parties.map(async (party) => {
      const study = toPartyStudy(party);
      const exchange = meet(study.silo.party);
      const run = createPartyRunner(study, (key, outgoing) => {
        count(outgoing);
        return exchange(key, outgoing);
      });
      await run(0, scenarios);
    }),
  );
}
