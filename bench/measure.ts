import { availableParallelism, cpus } from "node:os";

/** Seconds a function takes. */
export async function seconds(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

/** Seconds of processor time a function takes in this process: what others do on the machine is not in it. */
export async function cpuSeconds(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/**
 * Times candidates in turn, A B A B ..., after one uncounted round: what else the machine does hits all alike, so that
 * ratios mean something where single times do not.
 *
 * @param time seconds a function takes, by the clock or of the processor
 * @returns [candidate][round] seconds
 */
export async function interleave(
  rounds: number,
  candidates: readonly (() => unknown)[],
  time: (run: () => unknown) => Promise<number> = seconds,
): Promise<number[][]> {
  const times: number[][] = candidates.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (let candidate = 0; candidate < candidates.length; candidate++) {
      const taken = await time(candidates[candidate]);
      if (round >= 0) times[candidate].push(taken);
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of the ratios round by round: how many times as long the first takes as the second. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((time, round) => time / second[round]));
}

export function describeMachine(): string {
  return `node ${process.version}, ${availableParallelism()} x ${cpus()[0]?.model ?? "unknown processor"}`;
}
