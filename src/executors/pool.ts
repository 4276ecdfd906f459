import { Piscina } from "piscina";
import type { BatchStudy, BlockOutcome } from "../batch.ts";
import { SimulationError } from "../errors.ts";
import type { Block, Executor } from "./define.ts";

export interface PoolOptions {
  readonly workers: number;
  /** Study file named in the line that repeats a failure. */
  readonly studyFile?: string;
  /** Module that workers run. Default: ours; tests put failing ones in its place. */
  readonly workerUrl?: URL;
}

/** What a worker answers. Errors lose their class between threads: they come as text, with a flag. */
export type WorkerReply =
  | { readonly ok: true; readonly outcome?: BlockOutcome }
  | {
      readonly ok: false;
      readonly message: string;
      readonly scenario?: number | undefined;
      readonly design?: string | undefined;
    };

/** A block is tried this often, each time on another worker if its worker died, before the run fails. */
const TRIES = 3;
/** A worker that does not answer its first hello within this time will never work. */
const HELLO_MS = 30_000;
/** Blocks in flight for each worker: one in work, one waiting. */
const BLOCKS_PER_WORKER = 2;

/**
 * Computes in worker threads. Blocks finish in any order and are handed on in theirs. A worker that cannot load, throws,
 * exits or dies fails the run with a SimulationError that names the block, never silently.
 */
export function createPool(options: PoolOptions): Executor {
  return {
    name: "pool",
    async *execute(study, blocks) {
      const pool = await openPool(study, options);
      try {
        yield* inOrder(blocks, options.workers * BLOCKS_PER_WORKER, (block) => runBlock(pool, block, study, options));
      } finally {
        await pool.destroy();
      }
    },
  };
}

/** The worker module next to this one: TypeScript under tests, JavaScript when compiled. */
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../../workers/block.${extension}`, import.meta.url);
}

async function openPool(study: BatchStudy, { workers, workerUrl = defaultWorkerUrl() }: PoolOptions): Promise<Piscina> {
  const isTypeScript = workerUrl.pathname.endsWith(".ts");
  const pool = new Piscina({
    filename: workerUrl.href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: study,
    ...(isTypeScript ? { execArgv: ["--import", "tsx"] } : {}),
  });
  // If the module cannot load, the pool rejects one task and leaves the others pending for ever: listen as well.
  const failed = new Promise<never>((_, reject) => {
    pool.once("error", (error) => reject(workerFault("could not start", error)));
    const timer = setTimeout(() => reject(workerFault("did not answer", `within ${HELLO_MS / 1000} s`)), HELLO_MS);
    timer.unref();
  });
  failed.catch(() => undefined);
  const hellos = Promise.all(Array.from({ length: workers }, () => pool.run("hello")));
  hellos.catch(() => undefined);
  try {
    await Promise.race([hellos, failed]);
  } catch (error) {
    await pool.destroy();
    throw error instanceof SimulationError ? error : workerFault("could not start", error);
  }
  pool.on("error", () => undefined); // a worker that dies later rejects its task, which is tried again
  return pool;
}

function workerFault(what: string, cause: unknown): SimulationError {
  return new SimulationError(`invalid worker, it ${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
}

async function runBlock(
  pool: Piscina,
  block: Block,
  study: BatchStudy,
  { studyFile = "STUDY" }: PoolOptions,
): Promise<BlockOutcome> {
  let last = "";
  let scenario = block.from;
  let design = study.designIds[0];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const reply = (await pool.run(block)) as WorkerReply | undefined;
      if (reply?.ok === true && reply.outcome?.from === block.from && reply.outcome.to === block.to)
        return reply.outcome;
      last = reply?.ok === false ? reply.message : "the worker returned no outcome";
      if (reply?.ok === false) {
        scenario = reply.scenario ?? scenario;
        design = reply.design ?? design;
      }
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  const { seed } = study.settings;
  throw new SimulationError(
    `invalid block, scenarios ${block.from} to ${block.to - 1} (seed ${seed}) failed ${TRIES} times: ${last}\n` +
      `see it again: breakwater replay ${studyFile} --design ${design} --scenario ${scenario} --seed ${seed}`,
    scenario,
    design,
  );
}

/** Runs tasks with at most `most` under way and yields their results in the order of the items. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  most: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  let next = 0;
  const startMore = (): void => {
    while (next < items.length && underWay.length < most) {
      const task = run(items[next++]);
      task.catch(() => undefined); // reported when its turn comes
      underWay.push(task);
    }
  };
  for (startMore(); underWay.length > 0; startMore()) yield await (underWay.shift() as Promise<Result>);
}
