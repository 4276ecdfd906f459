import type { BatchStudy, BlockOutcome } from "../../batch.ts";
import { CommandError, EXIT, type ExitCode, SimulationError } from "../../errors.ts";
import type { Block, Executor } from "../../executors/define.ts";
import { inOrder } from "../../executors/in-order.ts";
import { isOutcomeOf } from "../../executors/is-outcome-of.ts";
import { openWatchedPool, textOf, type WatchedPool } from "../../executors/watched-pool.ts";
import { type Care, startCare } from "./care.ts";
import { type CreatePartyRunner, createSiloTask, DAYS, LOOKS, type SiloReply, type SiloWork } from "./compute.ts";
import { type Hello, hashTerms } from "./hello.ts";
import { meet } from "./meet.ts";
import { openTransport, type Via } from "./open-transport.ts";
import type { Claim, Transport } from "./transport.ts";

export interface SiloOptions {
  readonly via: Via;
  /** Id of the contract. */
  readonly contract: string;
  readonly hello: Hello;
  readonly workers: number;
  /** A party that shows no sign of life for this long is given up. */
  readonly silenceSeconds: number;
  readonly keepsMessages: boolean;
  /** Replaces what an earlier run of this party has left where they meet. */
  readonly isForced: boolean;
  readonly notify: (text: string) => void;
  /** Module that workers run, or what computes in the calling thread. Default: our module; tests put others in its place. */
  readonly engine?: URL | CreatePartyRunner;
}

export interface SiloExecutor extends Executor {
  onKept(scenarios: number): void;
  /** Takes off the last messages once nobody needs them; names neighbours that may still do. */
  end(scenarios: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A block is tried this often, each time on another worker if its worker died, before the run fails. */
const TRIES = 3;
const HELLO_MS = 120_000;
/** A worker that neither exchanges nor looks for messages computes; a day of a scenario takes microseconds. */
const STILL_MS = 600_000;
/** As long as a timer can wait: a neighbour may take its time. */
const NO_LIMIT_MS = 2_147_483_647;

/**
 * Computes the blocks of one party in lockstep with those of the others: blocks are begun in their order, as many at a time as there
 * are workers, and the lowest unfinished one is always under way, so that parties with other numbers of workers never wait for each other in
 * a ring.
 */
export function createSiloExecutor(options: SiloOptions): SiloExecutor {
  const { hello, silenceSeconds, notify } = options;
  const neighbours = Object.keys(hello.boundary);
  const counts = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  let open: Promise<{ transport: Transport; claim: Claim }> | undefined;
  let care: Care | undefined;

  async function take(): Promise<{ transport: Transport; claim: Claim }> {
    const transport = await openTransport(options.via, options.contract, hello.party);
    try {
      return { transport, claim: await transport.claim() };
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  async function begin(first: number | undefined, signal?: AbortSignal): Promise<Care> {
    open ??= take();
    const { transport } = await open;
    const { isForced, keepsMessages } = options;
    const progress = await meet(transport, hello, { first, isForced, keepsMessages, silenceSeconds, signal, notify });
    care = startCare(transport, progress, neighbours, hello.terms, () => Atomics.load(counts, DAYS));
    return care;
  }

  return {
    name: "silo",
    async *execute(study, blocks, signal) {
      const rest = blocks[Symbol.iterator]();
      const first = rest.next();
      await begin(first.done === true ? undefined : first.value.from, signal);
      if (first.done === true) return;
      yield* runBlocks(study, chain(first.value, rest), options, counts, signal);
    },
    onKept: (scenarios) => care?.setDone(scenarios),
    async end(scenarios) {
      care ??= await begin(undefined);
      return care.end(scenarios, silenceSeconds, notify);
    },
    async close() {
      await care?.stop();
      const taken = await open?.catch(() => undefined);
      await taken?.claim.release();
      await taken?.transport.close();
    },
  };
}

function* chain(first: Block, rest: Iterator<Block>): Generator<Block> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

async function* runBlocks(
  study: BatchStudy,
  blocks: Iterable<Block>,
  options: SiloOptions,
  counts: Int32Array,
  signal?: AbortSignal,
): AsyncGenerator<BlockOutcome> {
  const { workers, hello, via, contract, silenceSeconds, engine = defaultWorkerUrl() } = options;
  const { parties, designs } = hello.terms;
  const work: SiloWork = {
    study,
    via,
    contract,
    terms: {
      party: hello.party,
      parties,
      designs,
      agreement: Uint8Array.from(hashTerms(hello.terms)),
      boundary: hello.boundary,
      silenceSeconds,
    },
    counts,
  };
  const pool = engine instanceof URL ? openWatchedPool(workers, engine, work, signal) : openInline(work, engine);
  const turns = createTurns(workers);
  const watch = watchCounts(counts);
  let fail: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => undefined);
  watch.onStill(() => fail(new SimulationError(`invalid worker, it stood still for ${STILL_MS / 1000} s`)));
  try {
    await Promise.all(Array.from({ length: workers }, () => greet(pool)));
    const outcomes = inOrder(blocks, 2 * workers, async (block) => {
      const release = await turns.take();
      try {
        return await runBlock(pool, block, study, options);
      } catch (error) {
        fail(error); // others may wait for ever behind it
        throw error;
      } finally {
        release();
      }
    });
    for (;;) {
      const next = await Promise.race([outcomes.next(), failure]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    watch.stop();
    if (signal?.aborted !== true) await pool.close();
  }
}

function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../../../workers/silo.${extension}`, import.meta.url);
}

/** Computes in the calling thread. */
function openInline(work: SiloWork, createPartyRunner: CreatePartyRunner): WatchedPool {
  const compute = createSiloTask(work, createPartyRunner);
  return { run: (task) => compute(task as Block | "hello"), close: async () => undefined };
}

async function greet(pool: WatchedPool): Promise<void> {
  const reply = (await pool.run("hello", HELLO_MS).catch((error) => {
    throw new SimulationError(`invalid worker, it could not start: ${textOf(error)}`);
  })) as SiloReply | null | undefined;
  if (reply?.ok !== true) throw errorOf(reply);
}

async function runBlock(
  pool: WatchedPool,
  block: Block,
  study: BatchStudy,
  { hello }: SiloOptions,
): Promise<BlockOutcome> {
  let last = "";
  for (let attempt = 0; attempt < TRIES; attempt++) {
    let reply: SiloReply | null | undefined;
    try {
      reply = (await pool.run(block, NO_LIMIT_MS)) as SiloReply | null | undefined;
    } catch (error) {
      last = textOf(error); // the worker died: what it has sent may be sent again
      continue;
    }
    if (reply?.ok === true && isOutcomeOf(reply.outcome, block, study)) return reply.outcome;
    if (reply?.ok === false && (reply.exitCode !== EXIT.internalFault || reply.isOfStudy === true))
      throw errorOf(reply);
    last = reply?.ok === false ? textOf(reply.message) : "the worker did not return the outcome of this block";
  }
  throw new SimulationError(
    `invalid block, scenarios ${block.from} to ${block.to - 1} (seed ${study.settings.seed}) of party ${hello.party} failed ${TRIES} times: ${last}`,
    block.from,
  );
}

function errorOf(reply: SiloReply | null | undefined): Error {
  if (reply?.ok !== false) return new SimulationError(`invalid worker, its hello was ${textOf(reply)}`);
  const { message, exitCode, scenario, design, isOfStudy } = reply;
  if (exitCode !== EXIT.internalFault) return new CommandError(exitCode as ExitCode, message);
  return new SimulationError(message, scenario, design, isOfStudy);
}

/** So many at a time, in the order of asking; one that is tried again keeps its turn. */
function createTurns(most: number): { take(): Promise<() => void> } {
  let free = most;
  const queue: (() => void)[] = [];
  const release = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      return release;
    },
  };
}

/** Looks whether anything goes on among the workers. */
function watchCounts(counts: Int32Array): { onStill(call: () => void): void; stop(): void } {
  let seen = "";
  let since = performance.now();
  let call: () => void = () => undefined;
  const timer = setInterval(() => {
    const now = `${Atomics.load(counts, DAYS)} ${Atomics.load(counts, LOOKS)}`;
    if (now !== seen) since = performance.now();
    seen = now;
    if (performance.now() - since > STILL_MS) call();
  }, 5_000);
  timer.unref();
  return {
    onStill(stillCall) {
      call = stillCall;
    },
    stop: () => clearInterval(timer),
  };
}
