import type { BatchStudy, BlockOutcome } from "../../../src/batch.ts";
import { shareNetworks } from "../../../src/compile/share-networks.ts";
import { type Block, cutBlocks, type Executor } from "../../../src/executors/define.ts";
import { METRICS } from "../../../src/metrics/index.ts";

/** What `fixtures/faulty.mjs` shall do wrong; counters are shared by all workers. */
export interface Fault {
  readonly at?: "load" | "hello" | "block";
  readonly does?: string;
  /** First scenario of the block it concerns; absent: every block. */
  readonly onlyFrom?: number;
  /** A block in which it always happens. */
  readonly alwaysFrom?: number;
  /** The first so many workers load all the same. */
  readonly afterLoads?: number;
  /** The fault happens so many times, then no more. */
  readonly times?: number;
  readonly loads?: Int32Array;
  readonly starts?: Int32Array;
  readonly strikes?: Int32Array;
}

export const faultyWorker = new URL("./fixtures/faulty.mjs", import.meta.url);

/** A study that faulty workers can answer without computing anything. */
export function fakeStudy(fault: Fault): BatchStudy {
  const study = {
    settings: { seed: 7, horizonDays: 3, sampler: "monte-carlo", eventLosses: false },
    hazards: [],
    networks: shareNetworks([]),
    kernel: "reference",
    designIds: ["lean", "rich"],
    fault: { ...fault, metrics: METRICS.length },
  };
  return study as unknown as BatchStudy;
}

export const BLOCKS = [...cutBlocks(11, 2)];

export function counter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Scenario ranges of the blocks an executor hands on, as long as it does, and the error that ends it. */
export async function exhaust(
  executor: Executor,
  study: BatchStudy,
  blocks: Iterable<Block> = BLOCKS,
): Promise<{ ranges: string[]; outcomes: BlockOutcome[]; error: unknown }> {
  const outcomes: BlockOutcome[] = [];
  let error: unknown;
  try {
    for await (const outcome of executor.execute(study, blocks)) outcomes.push(outcome);
  } catch (thrown) {
    error = thrown;
  }
  return { outcomes, error, ranges: outcomes.map(({ from, to }) => `${from}-${to}`) };
}

/** Fails instead of hanging. */
export async function within<Value>(seconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
