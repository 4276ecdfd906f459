import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlockOutcome } from "../../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../../src/compile-study.ts";
import { type Block, cutBlocks } from "../../../../src/executors/define.ts";
import type { Exchange } from "../../../../src/silos/exchange.ts";
import type { Boundary, Column } from "../../../../src/silos/wire/columns.ts";
import { createSiloExecutor, type SiloExecutor, type SiloOptions } from "../../../../src/silos/wire/executor.ts";
import { type Hello, PROTOCOL, type Terms } from "../../../../src/silos/wire/hello.ts";
import { harbourStudy, parseInput } from "../../run/studies.ts";
import { createPartyRunner, type StandInStudy } from "./stand-in-runner.ts";

export const SCENARIOS = 12;
export const BLOCK = 3;
export const PARTIES = ["taiwan", "japan", "europe"];
export const DAYS = 6;
const whole = toBatchStudy(compileStudy(parseInput(harbourStudy({ scenarios: SCENARIOS, blockScenarios: BLOCK }))));

/** Japan lies between the others, who are no neighbours. */
export const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  taiwan: ["japan"],
  japan: ["taiwan", "europe"],
  europe: ["japan"],
};

/** Computes in threads of its own. */
export const THREADS = new URL("./stand-in-worker.ts", import.meta.url);

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "breakwater-silos-"));
}

export function studyOf(party: string, more: Partial<StandInStudy["standIn"]> = {}): StandInStudy {
  const neighbours = NEIGHBOURS[party];
  return { ...whole, standIn: { number: PARTIES.indexOf(party), neighbours, days: DAYS, ...more } };
}

export function helloOf(party: string, terms: Partial<Terms> = {}): Hello {
  const columns: Column[] = [
    { lane: "chips", way: "chips", field: "unitsOrdered", unit: "units" },
    { lane: "chips", way: "chips", field: "withdrawnFraction", unit: "fraction" },
  ];
  const each = whole.designIds.map(() => columns);
  const boundary: Boundary = Object.fromEntries(NEIGHBOURS[party].map((id) => [id, { sent: each, received: each }]));
  return {
    party,
    boundary,
    terms: {
      protocol: PROTOCOL,
      engineVersion: "1",
      v8Version: process.versions.v8,
      parties: PARTIES,
      seed: 11,
      scenarios: SCENARIOS,
      blockScenarios: BLOCK,
      sharesPrices: true,
      designs: whole.designIds,
      contract: { id: "chips", lanes: [{ id: "chips", leadTimeDays: 3 }] },
      ...terms,
    },
  };
}

export function executorOf(address: string, party: string, more: Partial<SiloOptions> = {}): SiloExecutor {
  return createSiloExecutor({
    via: { address },
    contract: "chips",
    hello: helloOf(party),
    workers: 1,
    silenceSeconds: 20,
    keepsMessages: false,
    isForced: false,
    notify: () => undefined,
    engine: createPartyRunner,
    ...more,
  });
}

export interface Attempt {
  readonly outcomes: readonly BlockOutcome[];
  readonly error?: Error & { readonly exitCode?: number };
}

/** Runs a party's blocks to their end, or to its error. */
export async function attempt(
  executor: SiloExecutor,
  study: StandInStudy,
  blocks: Iterable<Block> = cutBlocks(SCENARIOS, BLOCK),
  end = true,
): Promise<Attempt> {
  const outcomes: BlockOutcome[] = [];
  try {
    for await (const outcome of executor.execute(study, blocks)) {
      outcomes.push(outcome);
      executor.onKept(outcome.to);
    }
    if (end) await executor.end(SCENARIOS);
    return { outcomes };
  } catch (error) {
    return { outcomes, error: error as Error };
  } finally {
    await executor.close();
  }
}

/** What all parties compute where they meet in memory. */
export async function computeTogether(): Promise<Map<string, BlockOutcome[]>> {
  const mail = new Map<string, (values: Float64Array) => void>();
  const early = new Map<string, Float64Array>();
  const exchangeOf =
    (party: string): Exchange =>
    async (at, outgoing) => {
      for (const [to, values] of outgoing) {
        const key = JSON.stringify([party, to, at]);
        const copy = values.slice();
        const waiting = mail.get(key);
        if (waiting === undefined) early.set(key, copy);
        else waiting(copy);
      }
      const entries = [...outgoing.keys()].map(async (from): Promise<[string, Float64Array]> => {
        const key = JSON.stringify([from, party, at]);
        const there = early.get(key);
        if (there !== undefined) return [from, there];
        return [from, await new Promise<Float64Array>((resolve) => mail.set(key, resolve))];
      });
      return new Map(await Promise.all(entries));
    };
  const results = await Promise.all(
    PARTIES.map(async (party): Promise<[string, BlockOutcome[]]> => {
      const run = createPartyRunner(studyOf(party), exchangeOf(party));
      const outcomes: BlockOutcome[] = [];
      for (const { from, to } of cutBlocks(SCENARIOS, BLOCK)) outcomes.push(await run(from, to));
      return [party, outcomes];
    }),
  );
  return new Map(results);
}
