import { SimulationError } from "../errors.ts";
import { inOrder } from "./in-order.ts";
import { openWatchedPool, textOf } from "./watched-pool.ts";

/** What a worker of a task pool answers; errors come as text. */
export type TaskReply<Result> =
  | { readonly ok: true; readonly result?: Result }
  | { readonly ok: false; readonly message: string };

/** Longest silence of a worker on its first hello, and on a task. */
const HELLO_MS = 120_000;
const TASK_MS = 3_600_000;

/**
 * Lets workers answer tasks and yields the answers in the order of the tasks, whoever gave them. A worker that cannot start,
 * fails, exits or hangs ends it with a SimulationError.
 *
 * @param entry name of a module in `workers/`; receives `data` when it starts
 * @param signal stops the workers: what is under way ends in an error
 */
export async function* runTasks<Task, Result>(
  entry: string,
  workers: number,
  data: unknown,
  tasks: readonly Task[],
  signal?: AbortSignal,
): AsyncGenerator<Result> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const url = new URL(`../../workers/${entry}.${extension}`, import.meta.url);
  const pool = openWatchedPool(workers, url, data, signal);
  const ask = async (task: Task | "hello", mostMs: number): Promise<Result> => {
    let reply: TaskReply<Result> | null | undefined;
    try {
      reply = (await pool.run(task, mostMs)) as TaskReply<Result> | null | undefined;
    } catch (error) {
      throw new SimulationError(`invalid worker, ${textOf(error)}`);
    }
    if (reply?.ok === true) return reply.result as Result;
    throw new SimulationError(reply?.ok === false ? reply.message : "invalid worker, it gave no answer");
  };
  try {
    await Promise.all(Array.from({ length: workers }, () => ask("hello", HELLO_MS)));
    yield* inOrder(tasks, 2 * workers, (task) => ask(task, TASK_MS));
  } finally {
    // Stopped by the signal, the workers are on their way out: nobody waits for them.
    if (signal?.aborted !== true) await pool.close();
  }
}
