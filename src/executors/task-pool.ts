import { SimulationError } from "../errors.ts";
import { inOrder } from "./in-order.ts";
import { openWatchedPool, textOf, type WatchedPool } from "./watched-pool.ts";

/** What a worker of a task pool answers; errors come as text. */
export type TaskReply<Result> =
  | { readonly ok: true; readonly result?: Result }
  | { readonly ok: false; readonly message: string };

/** Workers of a run that stay when its blocks are done, warm as they are, and do errands: tasks of other entries. */
export type Crew = Pick<WatchedPool, "run">;

/** Modules in `workers/` whose tasks the workers of a run do too. */
export type ErrandName = "answers" | "exposure";

/** A task for a worker that started with something else. */
export interface Errand<Work, Task> {
  readonly work: Work;
  readonly task: Task;
}

/** Longest silence of a worker on its first hello, and on a task. */
const HELLO_MS = 120_000;
const TASK_MS = 3_600_000;

/**
 * Lets workers of their own answer tasks and yields the answers in the order of the tasks, whoever gave them. A worker that cannot start,
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
  const pool = openWatchedPool(workers, urlOf(entry), data, signal);
  try {
    await Promise.all(Array.from({ length: workers }, () => ask(pool, "hello", HELLO_MS)));
    yield* inOrder(tasks, 2 * workers, (task) => ask<Result>(pool, task, TASK_MS));
  } finally {
    // Stopped by the signal, the workers are on their way out: nobody waits for them.
    if (signal?.aborted !== true) await pool.close();
  }
}

/**
 * The same with the workers of a run.
 *
 * @param work what all tasks start from; goes with each of them
 * @param most tasks under way
 */
export function runErrands<Task, Result>(
  crew: Crew,
  errand: ErrandName,
  work: unknown,
  tasks: readonly Task[],
  most = tasks.length,
): AsyncGenerator<Result> {
  const url = urlOf(errand);
  return inOrder(tasks, most, (task) =>
    ask<Result>(crew, { work, task } satisfies Errand<unknown, Task>, TASK_MS, url),
  );
}

/** A module in `workers/`: TypeScript under tests, JavaScript when compiled. */
function urlOf(entry: string): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../../workers/${entry}.${extension}`, import.meta.url);
}

async function ask<Result>(crew: Crew, task: unknown, mostMs: number, entry?: URL): Promise<Result> {
  let reply: TaskReply<Result> | null | undefined;
  try {
    reply = (await crew.run(task, mostMs, entry === undefined ? {} : { entry })) as
      | TaskReply<Result>
      | null
      | undefined;
  } catch (error) {
    throw new SimulationError(`invalid worker, ${textOf(error)}`);
  }
  if (reply?.ok === true) return reply.result as Result;
  throw new SimulationError(reply?.ok === false ? reply.message : "invalid worker, it gave no answer");
}
