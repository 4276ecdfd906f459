import { CommandError, type ExitCode, SimulationError } from "../errors.ts";
import { inOrder } from "./in-order.ts";
import { openWatchedPool, textOf, type WatchedPool } from "./watched-pool.ts";

/** What a worker of a task pool answers; errors come as text, with an exit code where the disk or the system is at fault. */
export type TaskReply<Result> =
  | { readonly ok: true; readonly result?: Result }
  | { readonly ok: false; readonly message: string; readonly exitCode?: ExitCode };

/** Workers of a run that stay when its blocks are done, warm as they are, and do errands: tasks of other entries. */
export interface Crew extends Pick<WatchedPool, "run"> {
  readonly workers: number;
}

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
 * fails, exits or hangs ends it with a SimulationError, a disk without room with a CommandError.
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
 * The same with the workers of a run. Tasks start in their order, each as soon as a worker is free, so that the longest may
 * come first: the pool underneath would mix up what waits in it.
 *
 * @param work what all tasks start from; goes with each of them
 * @param most workers that are asked
 */
export async function* runErrands<Task, Result>(
  crew: Crew,
  errand: ErrandName,
  work: unknown,
  tasks: readonly Task[],
  most = crew.workers,
): AsyncGenerator<Result> {
  const url = urlOf(errand);
  const results = tasks.map(() => openPromise<Result>());
  const rest = tasks.entries();
  const startNext = async (): Promise<void> => {
    for (const [at, task] of rest) {
      const message: Errand<unknown, Task> = { work, task };
      await ask<Result>(crew, message, TASK_MS, url).then(results[at].resolve, results[at].reject);
    }
  };
  for (let worker = 0; worker < most; worker++) startNext();
  for (const { promise } of results) yield await promise;
}

interface OpenPromise<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(reason: unknown): void;
}

/** A promise for others to keep; one that is broken is reported to whoever waits for it. */
function openPromise<Value>(): OpenPromise<Value> {
  let resolve: OpenPromise<Value>["resolve"] = () => undefined;
  let reject: OpenPromise<Value>["reject"] = () => undefined;
  const promise = new Promise<Value>((keep, give) => {
    resolve = keep;
    reject = give;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** A module in `workers/`: TypeScript under tests, JavaScript when compiled. */
function urlOf(entry: string): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../../workers/${entry}.${extension}`, import.meta.url);
}

async function ask<Result>({ run }: Pick<Crew, "run">, task: unknown, mostMs: number, entry?: URL): Promise<Result> {
  let reply: TaskReply<Result> | null | undefined;
  try {
    reply = (await run(task, mostMs, entry === undefined ? {} : { entry })) as TaskReply<Result> | null | undefined;
  } catch (error) {
    throw new SimulationError(`invalid worker, ${textOf(error)}`);
  }
  if (reply?.ok === true) return reply.result as Result;
  if (reply?.ok === false && reply.exitCode !== undefined) throw new CommandError(reply.exitCode, reply.message);
  throw new SimulationError(reply?.ok === false ? reply.message : "invalid worker, it gave no answer");
}
