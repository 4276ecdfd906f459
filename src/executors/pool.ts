import { setImmediate as nextTurn } from "node:timers/promises";
import { type BatchStudy, type BlockOutcome, generateCode } from "../batch.ts";
import { SimulationError } from "../errors.ts";
import type { Compiled } from "../wasm/instantiate.ts";
import type { Block, Executor } from "./define.ts";
import { inOrder } from "./in-order.ts";
import { isOutcomeOf } from "./is-outcome-of.ts";
import type { Crew } from "./task-pool.ts";
import { openWatchedPool, textOf, type WatchedPool } from "./watched-pool.ts";

export interface PoolOptions {
  readonly workers: number;
  /** Study file named in the line that repeats a failure. */
  readonly studyFile?: string;
  /** Module that workers run. Default: ours; tests put failing ones in its place. */
  readonly workerUrl?: URL;
  /** Outcomes are valid until the next is taken: their memory goes back to the workers, and does not grow with the run. */
  readonly recycles?: boolean;
  /** Workers stay for other tasks when the blocks are done, until `close`. */
  readonly stays?: boolean;
  /** Longest silence of a worker on its first hello, and for each scenario of each design in its blocks. */
  readonly helloMs?: number;
  readonly scenarioMs?: number;
}

/** A block, and what its worker needs. */
export interface BlockTask extends Block {
  /** Of every design, where it is generated: made once, for all workers. */
  readonly code?: readonly Compiled[];
  /** Memory of an earlier outcome, for this one. */
  readonly memory?: ArrayBuffer;
}

/** What a worker answers. Errors lose their class between threads: they come as text, with a flag. */
export type WorkerReply =
  | { readonly ok: true; readonly outcome?: BlockOutcome }
  | {
      readonly ok: false;
      readonly message: string;
      readonly scenario?: number | undefined;
      readonly design?: string | undefined;
      readonly isOfStudy?: boolean;
    };

/** A block is tried this often, each time on another worker if its worker died, before the run fails. */
const TRIES = 3;
/** A worker that does not answer its first hello within this time will never work, on the busiest machine. */
const HELLO_MS = 120_000;
/** A scenario takes milliseconds, seconds on the largest networks: one that takes longer than this runs for ever. */
const SCENARIO_MS = 30_000;
/** Blocks in flight for each worker: one in work, one waiting. */
const BLOCKS_PER_WORKER = 2;

/**
 * Computes in worker threads. Blocks finish in any order and are handed on in theirs. A worker that cannot load, throws,
 * exits, hangs, dies or answers anything but its block fails the run with a SimulationError that names the block, never
 * silently.
 */
export function createPool(options: PoolOptions): Executor & { close(): Promise<void> } {
  let open: { readonly pool: BlockPool; readonly signal: AbortSignal | undefined } | undefined;
  async function close(): Promise<void> {
    const closing = open;
    open = undefined;
    // Stopped by the signal, the workers are on their way out; a checkpoint does not wait for them.
    if (closing?.signal?.aborted !== true) await closing?.pool.close();
  }
  return {
    name: "pool",
    sizesBlocks: true,
    get crew() {
      return open?.pool.crew;
    },
    async *execute(study, blocks, signal) {
      await close();
      const pool = await openBlockPool(study, options, signal);
      open = { pool, signal };
      let isDone = false;
      try {
        for await (const outcome of inOrder(blocks, options.workers * BLOCKS_PER_WORKER, pool.run)) {
          yield outcome;
          if (options.recycles === true) pool.recycle(outcome);
        }
        isDone = true;
      } finally {
        if (!isDone || options.stays !== true) await close();
      }
    },
    close,
  };
}

/** Workers of one study that compute blocks as they come. */
export interface BlockPool {
  run(block: Block): Promise<BlockOutcome>;
  /** Takes back the memory of an outcome that nobody reads any more. */
  recycle(outcome: BlockOutcome): void;
  readonly crew: Crew;
  close(): Promise<void>;
}

export async function openBlockPool(study: BatchStudy, options: PoolOptions, signal?: AbortSignal): Promise<BlockPool> {
  const { pool, code } = await startWorkers(study, options, signal);
  const free: ArrayBuffer[] = [];
  const tell = (block: Block): BlockTask => {
    const memory = free.pop();
    return { ...block, ...(code === undefined ? {} : { code }), ...(memory === undefined ? {} : { memory }) };
  };
  return {
    run: (block) => runBlock(pool, block, tell, study, options),
    recycle: ({ outcomes }) => void free.push(outcomes.buffer as ArrayBuffer),
    crew: { run: pool.run, workers: options.workers },
    close: pool.close,
  };
}

/** The worker module next to this one: TypeScript under tests, JavaScript when compiled. */
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../../workers/block.${extension}`, import.meta.url);
}

/** Starts the workers and lets each prove with a hello that it has loaded; generates code for them meanwhile. */
async function startWorkers(
  study: BatchStudy,
  options: PoolOptions,
  signal?: AbortSignal,
): Promise<{ pool: WatchedPool; code?: readonly Compiled[] }> {
  const { workers, workerUrl = defaultWorkerUrl(), helloMs = HELLO_MS } = options;
  const pool = openWatchedPool(workers, workerUrl, study, signal);
  try {
    const hellos = Promise.all(Array.from({ length: workers }, () => pool.run("hello", helloMs)));
    hellos.catch(() => undefined); // reported below
    const code: Compiled[] = [];
    for (const own of generateCode(study)) {
      code.push(own);
      await nextTurn(); // for signals
    }
    const replies = await hellos;
    for (const reply of replies as (WorkerReply | null | undefined)[]) {
      if (reply?.ok !== true) throw new Error(`its hello was ${textOf(reply)}`);
    }
    return code.length === 0 ? { pool } : { pool, code };
  } catch (error) {
    if (signal?.aborted !== true) await pool.close();
    throw new SimulationError(`invalid worker, it could not start: ${textOf(error)}`);
  }
}

async function runBlock(
  pool: WatchedPool,
  block: Block,
  tell: (block: Block) => BlockTask,
  study: BatchStudy,
  { studyFile = "STUDY", scenarioMs = SCENARIO_MS }: PoolOptions,
): Promise<BlockOutcome> {
  // A block may wait for the one before it.
  const mostMs = scenarioMs * (block.to - block.from) * study.designIds.length * BLOCKS_PER_WORKER;
  let last = "";
  let scenario = block.from;
  let design = study.designIds[0];
  let isOfStudy = false;
  for (let attempt = 0; attempt < TRIES && !isOfStudy; attempt++) {
    try {
      const task = tell(block);
      const transfer = task.memory === undefined ? [] : [task.memory];
      const reply = (await pool.run(task, mostMs, { transfer })) as WorkerReply | null | undefined;
      if (reply?.ok === true && isOutcomeOf(reply.outcome, block, study)) return reply.outcome;
      isOfStudy = reply?.ok === false && reply.isOfStudy === true;
      last = reply?.ok === false ? textOf(reply.message) : "the worker did not return the outcome of this block";
      if (reply?.ok === false) {
        scenario = reply.scenario ?? scenario;
        design = reply.design ?? design;
      }
    } catch (error) {
      last = textOf(error);
    }
  }
  if (isOfStudy) throw new SimulationError(last, scenario, design, true);
  const { seed } = study.settings;
  throw new SimulationError(
    `invalid block, scenarios ${block.from} to ${block.to - 1} (seed ${seed}) failed ${TRIES} times: ${last}\n` +
      `see it again: breakwater replay ${studyFile} --design ${design} --scenario ${scenario} --seed ${seed}`,
    scenario,
    design,
  );
}
