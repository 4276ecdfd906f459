import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createRendezvous } from "../../bench/rendezvous.ts";
import type { CompiledStudy } from "../../src/compile-study.ts";
import { parseStudy } from "../../src/config/parse-study.ts";
import type { Study } from "../../src/config/study.ts";
import { createDesignRunner } from "../../src/design-runner.ts";
import type { Scenario } from "../../src/model/disruption.ts";
import type { Silos } from "../../src/model/silo.ts";
import type { Trajectory } from "../../src/model/trajectory.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import { createPartyDesign } from "../../src/silos/party-design.ts";
import { toPartyStudy } from "../../src/silos/party-study.ts";
import { LOOPED, UNROLLED } from "../../src/simulate/kernel/choose.ts";
import type { KernelForm } from "../../src/simulate/kernel/kernel.ts";
import { createShelf, type Shelf } from "../../src/simulate/kernel/shelf.ts";
import { createMemory } from "../../src/wasm/instantiate.ts";
import { kernelDifference } from "../helpers/kernel-equality.ts";
import { drawSilos, makePartable, type PartedStudy, partStudy } from "../helpers/part-study.ts";
import { drawStudy, type RandomStudyOptions, rollDice } from "../helpers/random-study.ts";

const SCENARIOS = 4;
const USED_BYTES = 4 << 20;
/** Who simulates parties: the reference, or code, in memories that have room for so much. */
interface Make {
  readonly form?: KernelForm;
  readonly memoryBytes?: number;
}

/** In turn, the last with a fleet for every two runs. The reference simulates the joint network. */
const makes: readonly Make[] = [{}, { form: LOOPED }, { form: UNROLLED }, { form: UNROLLED, memoryBytes: 1 }];

function scenariosOf({ study }: CompiledStudy): Scenario[] {
  const sample = createScenarioSampler(study);
  return Array.from({ length: SCENARIOS }, (_, index) => sample(index));
}

/** [party][scenario] */
async function runApart(
  { parties }: PartedStudy,
  design: number,
  { form, memoryBytes }: Make,
): Promise<Trajectory[][]> {
  const meet = createRendezvous();
  return Promise.all(
    parties.map(async (party) => {
      const { network } = party.designs[design];
      const study = toPartyStudy(party);
      const exchange = meet(study.silo.party);
      const own = createPartyDesign(network, study, design, form, usedShelf(memoryBytes));
      const runs = await own.run(scenariosOf(party), (day, outgoing) =>
        exchange({ from: 0, to: SCENARIOS, design: "", day }, outgoing),
      );
      return Array.from({ length: SCENARIOS }, (_, index) => copyOf(runs.trajectory(index)));
    }),
  );
}

/** A shelf with a memory on it in which an earlier fleet has left anything but zeros. */
function usedShelf(memoryBytes: number | undefined): Shelf {
  const shelf = createShelf(memoryBytes);
  const memory = createMemory(USED_BYTES);
  new Float64Array(memory.buffer).fill(-1e9);
  shelf.put(memory);
  return shelf;
}

function copyOf(trajectory: Trajectory): Trajectory {
  const columns = Object.entries(trajectory).map(([name, value]) => [
    name,
    value instanceof Float64Array ? value.slice() : value,
  ]);
  return Object.fromEntries(columns) as unknown as Trajectory;
}

function runJointly({ joint }: PartedStudy, design: number): Trajectory[] {
  const runner = createDesignRunner(joint.designs[design].network, joint.study.settings, 0);
  return scenariosOf(joint).map((scenario) => {
    runner.run(scenario);
    return copyOf(runner.trajectory);
  });
}

const MARKET_SERIES = ["demand", "servedOnTime", "servedLate", "lost", "soldCostUsd"] as const;

/** Where the parties' own figures differ from those of the joint run, to the bit; and whether costs add up, to rounding. */
function differenceOf(
  parted: PartedStudy,
  design: number,
  whole: Trajectory,
  parts: readonly Trajectory[],
): string | undefined {
  const { labels } = parted.joint.designs[design];
  for (const [party, part] of parts.entries()) {
    const own = parted.parties[party].designs[design];
    for (const [market, id] of own.labels.markets.entries()) {
      const twin = labels.markets.indexOf(id);
      for (const name of MARKET_SERIES) {
        for (let day = 0; day < whole.days; day++) {
          const expected = whole[name][day * whole.markets + twin];
          const found = part[name][day * part.markets + market];
          if (!Object.is(expected, found)) return `${name} of market ${id} on day ${day}: ${expected} became ${found}`;
        }
      }
      if (!Object.is(whole.openBacklog[twin], part.openBacklog[market])) return `open backlog of market ${id}`;
    }
    const totals = [
      ["laneShipped", "lanes"],
      ["laneSpoiled", "lanes"],
      ["processMade", "processes"],
      ["stockSpoiled", "stocks"],
    ] as const;
    for (const [name, kind] of totals) {
      for (const [index, id] of own.labels[kind].entries()) {
        const twin = labels[kind].indexOf(id);
        if (twin < 0) continue;
        if (name === "laneSpoiled" && own.network.laneBoundary[index] === 2) continue; // spoils on the other side
        if (!Object.is(whole[name][twin], part[name][index]))
          return `${name} of ${id}: ${whole[name][twin]} became ${part[name][index]}`;
      }
    }
  }
  return undefined;
}

/** The largest relative difference between a daily cost of the joint run and the sum over parties. */
function costDifference(whole: Trajectory, parts: readonly Trajectory[]): number {
  let largest = 0;
  const scale = Math.max(...whole.dayCostUsd.map(Math.abs), 1e-9);
  for (let at = 0; at < whole.dayCostUsd.length; at++) {
    const sum = parts.reduce((total, part) => total + part.dayCostUsd[at], 0);
    largest = Math.max(largest, Math.abs(sum - whole.dayCostUsd[at]) / scale);
  }
  return largest;
}

/** One study cut for so many parties: what is wrong; nothing where too much of it hangs together to be cut so often. */
async function checkCut(whole: Study, number: number, count: number, sharesPrices: boolean): Promise<string[]> {
  const silos = drawSilos(rollDice(number * 7 + count), whole, count, sharesPrices);
  if (silos === undefined) return [];
  const faults = await faultsOf(partStudy(whole, silos), makes[number % makes.length], sharesPrices);
  return faults.map((fault) => `study ${number}, ${count} parties, ${fault}`);
}

/** What the parties of a study get otherwise than the joint network does. */
async function faultsOf(parted: PartedStudy, make: Make, sharesPrices: boolean): Promise<string[]> {
  const faults: string[] = [];
  for (let design = 0; design < parted.joint.designs.length; design++) {
    const { network } = parted.joint.designs[design];
    crossing += network.laneBoundary.filter((side) => side > 0).length;
    const jointly = runJointly(parted, design);
    const apart = await runApart(parted, design, make);
    const code = sharesPrices ? kernelDifference(parted.joint, network, LOOPED) : undefined;
    if (code !== undefined) faults.push(`generated code for the joint network: ${code}`);
    for (let scenario = 0; scenario < SCENARIOS; scenario++) {
      const parts = apart.map((own) => own[scenario]);
      const fault = differenceOf(parted, design, jointly[scenario], parts);
      if (fault !== undefined) faults.push(`design ${design}, scenario ${scenario}: ${fault}`);
      // Without shared prices money does not cross, and costs are not those of a joint run.
      const costs = sharesPrices ? costDifference(jointly[scenario], parts) : 0;
      if (!(costs < 1e-9)) faults.push(`design ${design}, scenario ${scenario}: costs differ by ${costs}`);
    }
  }
  return faults;
}

let crossing = 0;

/** The first `count` random studies that can be cut for all these numbers of parties. */
async function checkStudies(
  options: RandomStudyOptions,
  count: number,
  parties: readonly number[],
  sharesPrices: boolean,
): Promise<void> {
  const faults: string[] = [];
  let checked = 0;
  crossing = 0;
  for (let number = 1; checked < count; number++) {
    const drawn = drawStudy(number, options);
    if (drawn === undefined) continue;
    const whole = makePartable(drawn.study);
    const mayBeCut = parties.every(
      (many) => drawSilos(rollDice(number * 7 + many), whole, many, sharesPrices) !== undefined,
    );
    if (!mayBeCut) continue;
    checked += 1;
    for (const many of parties) faults.push(...(await checkCut(whole, number, many, sharesPrices)));
  }
  process.stdout.write(`${checked} studies cut ${parties.length} times, ${crossing} boundary ways\n`);
  expect(faults.slice(0, 8)).toEqual([]);
  expect(crossing).toBeGreaterThan(count);
}

test("parties that run apart get what the joint network gets, to the bit: plain studies", async () => {
  await checkStudies({}, 25, [2, 3, 5], true);
}, 600_000);

test("every feature on", async () => {
  await checkStudies({ features: "all" }, 25, [2, 3, 5], true);
}, 600_000);

test("at agreed values instead of shared prices", async () => {
  await checkStudies({ features: "all" }, 5, [2, 3], false);
}, 300_000);

test("the semiconductor study as shipped, in four parties", async () => {
  const file = new URL("../../configs/silos/semiconductors/joint.yaml", import.meta.url);
  const { silos, ...whole } = parseStudy("joint.yaml", readFileSync(file, "utf8")).study;
  expect(silos?.parties).toHaveLength(4);
  crossing = 0;
  const faults = await faultsOf(partStudy(whole, silos as Silos), { form: LOOPED }, true);
  expect(faults.slice(0, 8)).toEqual([]);
  expect(crossing).toBeGreaterThan(100);
}, 300_000);
