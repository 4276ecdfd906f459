import type { BatchStudy, BlockOutcome } from "../../batch.ts";
import { EXIT, exitCodeOf, SimulationError } from "../../errors.ts";
import type { Block } from "../../executors/define.ts";
import { textOf } from "../../executors/watched-pool.ts";
import type { Exchange } from "../exchange.ts";
import { createExchange, type ExchangeTerms } from "./exchange.ts";
import { openTransport, type Via } from "./open-transport.ts";

/** What a thread of a party needs. Plain values and shared memory: it can be posted. */
export interface SiloWork {
  readonly study: BatchStudy;
  readonly via: Via;
  /** Id of the contract. */
  readonly contract: string;
  readonly terms: ExchangeTerms;
  /** Counts days exchanged, and looks for what is waited for: a thread that stands still counts nothing. */
  readonly counts: Int32Array;
}

export const DAYS = 0;
export const LOOKS = 1;

/** What a thread answers. Errors lose their class between threads: the exit code goes beside the text. */
export type SiloReply =
  | { readonly ok: true; readonly outcome?: BlockOutcome }
  | {
      readonly ok: false;
      readonly message: string;
      readonly exitCode: number;
      readonly scenario?: number | undefined;
      readonly design?: string | undefined;
      readonly isOfStudy?: boolean;
    };

/** Computes blocks of one party together with the others. */
export type PartyRunner = (from: number, to: number) => Promise<BlockOutcome>;
export type CreatePartyRunner = (study: BatchStudy, exchange: Exchange) => PartyRunner;

/** What a thread does with its tasks; "hello" proves that it can compute and reach the others. */
export function createSiloTask(
  work: SiloWork,
  createPartyRunner: CreatePartyRunner,
): (task: Block | "hello") => Promise<SiloReply> {
  const { study, via, contract, terms, counts } = work;
  let runner: Promise<PartyRunner> | undefined;

  async function start(): Promise<PartyRunner> {
    const transport = await openTransport(via, contract, terms.party);
    const exchange = createExchange(transport, terms, (isNew) => {
      Atomics.add(counts, LOOKS, 1);
      if (isNew) Atomics.add(counts, DAYS, 1);
    });
    return createPartyRunner(study, exchange);
  }

  return async function answer(task) {
    try {
      runner ??= start();
      const run = await runner;
      return task === "hello" ? { ok: true } : { ok: true, outcome: await run(task.from, task.to) };
    } catch (error) {
      const message = textOf(error);
      if (!(error instanceof SimulationError)) return { ok: false, message, exitCode: exitCodeOf(error) };
      const { scenario, design, isOfStudy } = error;
      return { ok: false, message, exitCode: EXIT.internalFault, scenario, design, isOfStudy };
    }
  };
}
