import { type BatchStudy, type BlockOutcome, createBatchRunner } from "../../../../src/batch.ts";
import type { Exchange } from "../../../../src/silos/exchange.ts";

/** A study whose parties exchange numbers that depend on all that was exchanged before. */
export interface StandInStudy extends BatchStudy {
  readonly standIn: {
    readonly number: number;
    readonly neighbours: readonly string[];
    readonly days: number;
    /** Party that says something else on some evening, as `[block, day, value]`. */
    readonly nonsense?: readonly [from: number, day: number, value: number];
    /** Counts blocks begun; the worker of one of them dies. */
    readonly begun?: Int32Array;
    readonly dieAt?: number;
    readonly pauseMs?: number;
  };
}

/**
 * Stands in for the engine where only the wire is at stake: outcomes are those of the whole study, moved by what the others said. Every value it
 * sends depends on every value it got.
 */
export function createPartyRunner(study: BatchStudy, exchange: Exchange) {
  const { number, neighbours, days, nonsense, begun, dieAt, pauseMs } = (study as StandInStudy).standIn;
  const runBatch = createBatchRunner(study);
  return async function run(from: number, to: number): Promise<BlockOutcome> {
    const outcome = runBatch(from, to);
    const runs = to - from + 1;
    let state = number + 1;
    const died = begun === undefined ? 0 : Atomics.add(begun, 0, 1);
    for (const [index, design] of study.designIds.entries()) {
      for (let day = -1; day < days; day++) {
        const outgoing = new Map(
          neighbours.map((neighbour) => [
            neighbour,
            Float64Array.from({ length: 2 * runs }, (_, at) => (at < runs ? state + at + day + 1 : 0.5)),
          ]),
        );
        if (nonsense?.[0] === from && nonsense[1] === day)
          for (const values of outgoing.values()) values[1] = nonsense[2];
        if (died === dieAt && day === 2 && index === 0) process.exit(9);
        if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        const incoming = await exchange({ from, to, design, day }, outgoing);
        for (const values of incoming.values()) for (const value of values) state = (state * 31 + value) % 1009;
      }
      outcome.outcomes[0] += state;
    }
    return outcome;
  };
}
