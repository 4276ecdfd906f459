import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { BatchStudy, BlockOutcome } from "../batch.ts";
import { decodeBlock } from "../checkpoint/block-codec.ts";
import { compileStudy, type Overrides } from "../compile-study.ts";
import type { ParsedStudy } from "../config/parse-study.ts";
import { CommandError, EXIT, SimulationError } from "../errors.ts";
import { describeRun } from "../outputs/describe-run.ts";
import type { Block, Executor } from "./define.ts";
import { inOrder } from "./in-order.ts";
import { isOutcomeOf } from "./is-outcome-of.ts";
import {
  type BlockJob,
  jobId,
  KEPT_SECONDS,
  type QueuedStudy,
  queueName,
  readFault,
  resultKey,
} from "./queue-protocol.ts";
import { connectRedis, loadQueueModules, shownAddress } from "./redis.ts";

const expand = promisify(inflateRaw);

export interface QueueOptions {
  /** `redis://` or, with TLS, `rediss://`. */
  readonly url: string;
  readonly study: ParsedStudy;
  readonly overrides: Overrides;
  /** Says what the user should know, like that no worker is there. */
  readonly notify?: (text: string) => void;
}

/** Blocks under way at once: enough for a few hundred workers, little enough for the memory of the server. */
const BLOCKS_UNDER_WAY = 512;
const POLL_MS = 100;
/** A block without a result for this long is looked after: lost with a server that forgot its last second, it is sent again. */
const CARE_MS = 5_000;
/** A server that does not answer for this long ends the run, which can be resumed. */
const MOST_SILENCE_MS = 60_000;

/**
 * Computes on any number of machines: blocks go into a queue on Redis or Valkey, `breakwater worker` processes take them, and
 * results come back under keys of their own. A block may be computed twice, by a worker that was thought lost: it has the
 * same bytes, and the first result counts.
 */
export function createQueue({ url, study: parsed, overrides, notify = () => undefined }: QueueOptions): Executor {
  return {
    name: "queue",
    async *execute(study, blocks, signal) {
      const modules = await loadQueueModules();
      const redis = await connectRedis(url, modules);
      const connection = redis.duplicate();
      connection.on("error", () => undefined); // its silence is what counts
      const queue = new modules.bullmq.Queue<BlockJob>(queueName(), { connection });
      queue.on("error", () => undefined);
      const studyKey = `breakwater:${randomUUID()}`;
      const stop = new AbortController();
      const abort = (): void => stop.abort(new Error("interrupted"));
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) abort();
      try {
        await redis.set(studyKey, JSON.stringify(describeStudy(parsed, overrides)), "EX", KEPT_SECONDS);
        const workers = await queue.getWorkers().catch(() => []);
        if (workers.length === 0)
          notify(`no worker is there yet: start breakwater worker --redis ${shownAddress(url)}`);
        const results = collectResults(redis, queue, studyKey, stop, shownAddress(url));
        yield* inOrder(blocks, BLOCKS_UNDER_WAY, async (block) => checkOutcome(await results(block), block, study));
      } finally {
        stop.abort(new Error("the run has ended"));
        signal?.removeEventListener("abort", abort);
        await tidyUp(redis, queue, studyKey);
        redis.disconnect();
        connection.disconnect();
      }
    },
  };
}

/** What workers need to compile the same networks, and to see that they did. */
function describeStudy(parsed: ParsedStudy, overrides: Overrides): QueuedStudy {
  const compiled = compileStudy(parsed, overrides);
  const { identity } = describeRun(parsed, compiled, { executor: { name: "queue" }, workers: 0 });
  const { scenarios, seed } = compiled.study.settings;
  const designs = compiled.study.designs.map(({ id }) => id);
  const { precision } = overrides;
  const asked = { scenarios, seed, designs, ...(precision === undefined ? {} : { precision }) };
  return { file: parsed.file, text: parsed.text, ...asked, configHash: identity.configHash };
}

/** Sends blocks and waits for their results: one poll for all that are under way. */
function collectResults(
  redis: Redis,
  queue: Queue<BlockJob>,
  studyKey: string,
  stop: AbortController,
  address: string,
) {
  interface Waiting {
    readonly block: Block;
    caredAt: number;
    resolve(result: Buffer): void;
    reject(error: unknown): void;
  }
  const waiting = new Map<string, Waiting>();
  let isPolling = false;
  let heardAt = performance.now();
  /** What a server answered, and that it did. */
  async function heard<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const value = await answer;
    heardAt = performance.now();
    return value;
  }
  const send = (block: Block): Promise<unknown> =>
    queue.add(
      "block",
      { studyKey, ...block },
      {
        jobId: jobId(studyKey, block),
        removeOnComplete: true,
        removeOnFail: { age: KEPT_SECONDS },
        attempts: 2,
      },
    );

  /** Sends a block again that neither has a result nor is on its way; gives up on one that failed. */
  async function care(key: string, item: Waiting): Promise<void> {
    const job = await heard(queue.getJob(jobId(studyKey, item.block)));
    if (job === undefined) {
      if ((await heard(redis.exists(key))) === 0) await heard(send(item.block));
    } else if (await heard(job.isFailed())) {
      item.reject(readFault(job.failedReason));
      waiting.delete(key);
    }
  }

  async function poll(): Promise<void> {
    heardAt = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heardAt > MOST_SILENCE_MS) fail(silent(address));
    }, 1_000);
    isPolling = true;
    try {
      while (waiting.size > 0) {
        const keys = [...waiting.keys()];
        const found = await heard(redis.mgetBuffer(keys));
        const overdue: Promise<void>[] = [];
        for (const [index, result] of found.entries()) {
          const item = waiting.get(keys[index]);
          if (item === undefined) return; // all was given up meanwhile
          if (result !== null) {
            waiting.delete(keys[index]);
            item.resolve(result);
            await heard(redis.del(keys[index]));
          } else if (performance.now() - item.caredAt > CARE_MS) {
            item.caredAt = performance.now();
            overdue.push(care(keys[index], item));
          }
        }
        await Promise.all(overdue);
        await sleep(POLL_MS);
      }
    } finally {
      clearInterval(watch);
      isPolling = false;
    }
  }

  function fail(error: unknown): void {
    for (const item of waiting.values()) item.reject(error);
    waiting.clear();
  }
  stop.signal.addEventListener("abort", () => fail(stop.signal.reason));

  return async function compute(block: Block): Promise<Buffer> {
    stop.signal.throwIfAborted();
    const result = new Promise<Buffer>((resolve, reject) => {
      waiting.set(resultKey(studyKey, block), { block, caredAt: performance.now(), resolve, reject });
    });
    result.catch(() => undefined); // reported when its turn comes
    send(block).catch(() => undefined); // what did not arrive is sent again
    if (!isPolling) poll().catch(fail);
    return result;
  };
}

function silent(address: string): CommandError {
  const seconds = MOST_SILENCE_MS / 1000;
  return new CommandError(EXIT.tryAgain, `no answer from Redis at ${address} for ${seconds} s; go on with --resume`);
}

async function checkOutcome(packed: Buffer, block: Block, study: BatchStudy): Promise<BlockOutcome> {
  const { block: outcome } = decodeBlock(await expand(packed));
  if (isOutcomeOf(outcome, block, study)) return outcome;
  throw new SimulationError(`invalid block, scenarios ${block.from} to ${block.to - 1} came back as something else`);
}

/** Takes what is left of a run off the server, as far as it can be reached. */
async function tidyUp(redis: Redis, queue: Queue<BlockJob>, studyKey: string): Promise<void> {
  const prefix = jobId(studyKey, { from: 0, to: 0 }).slice(0, -"0-0".length);
  const clean = async (): Promise<void> => {
    await redis.del(studyKey);
    const jobs = await queue.getJobs(["waiting", "prioritized", "delayed", "failed"]);
    const ours = jobs.filter((job) => job?.id?.startsWith(prefix));
    await Promise.allSettled(ours.map((job) => job.remove()));
  };
  await Promise.race([clean().catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
}
