import { Piscina } from "piscina";

/** Memory of a worker for what it has just made, most of it for a moment: a third of V8's own, and as fast. */
const YOUNG_MEGABYTES = 16;
/** The longest a timer can wait, 24 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

export interface TaskOptions {
  /** Module that answers this task, if another than the one the workers started with. */
  readonly entry?: URL;
  /** What goes to the worker for good instead of being copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** Worker threads, each task to one of them. Whatever becomes of a worker, a task ends: answered or rejected. */
export interface WatchedPool {
  /** Rejects when the worker dies, when no worker is left, or when there is no answer within `mostMs`. */
  run(task: unknown, mostMs: number, how?: TaskOptions): Promise<unknown>;
  /** Stops every worker; what is under way is rejected, and so is every later task. */
  close(): Promise<void>;
}

/**
 * Starts workers. The pool underneath replaces a worker that dies, but gives up, silently and with tasks still waiting, when
 * the replacement cannot load: so it is watched.
 *
 * @param workerUrl module whose default export answers tasks
 * @param workerData what every worker receives when it starts
 * @param signal closes the pool
 */
export function openWatchedPool(
  workers: number,
  workerUrl: URL,
  workerData: unknown,
  signal?: AbortSignal,
): WatchedPool {
  const isTypeScript = workerUrl.pathname.endsWith(".ts");
  const pool = new Piscina({
    filename: workerUrl.href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    workerData,
    ...(isTypeScript ? { execArgv: ["--import", "tsx"] } : {}),
  });
  const underWay = new Set<AbortController>();
  // A worker that is stopped while it loads its modules can take the process with it (V8 aborts): let it load first.
  const firstAnswers: Promise<unknown>[] = [];
  let lastWords: unknown = "it exited";
  let isClosed = false;
  // Errors of workers without a task come here. There may be many: each needs a listener, or it ends the process.
  pool.on("error", (error) => {
    lastWords = error;
  });
  pool.on("workerDestroy", () => {
    // The replacement, if there is one, starts within the same turn.
    queueMicrotask(() => {
      if (isClosed || pool.threads.length > 0) return;
      for (const task of underWay) task.abort(`no worker is left, the last one could not start: ${textOf(lastWords)}`);
    });
  });

  async function close(): Promise<void> {
    isClosed = true;
    signal?.removeEventListener("abort", close);
    await Promise.allSettled(firstAnswers);
    await pool.destroy();
  }
  signal?.addEventListener("abort", close);
  if (signal?.aborted) close();

  return {
    async run(task, mostMs, { entry, transfer = [] } = {}) {
      if (isClosed) throw new Error("the workers have been stopped");
      const abort = new AbortController();
      underWay.add(abort);
      // The timer also keeps the process alive: idle workers do not.
      const timer = setTimeout(
        () => abort.abort(`no answer within ${mostMs / 1000} s`),
        Math.min(mostMs, LONGEST_TIMER_MS),
      );
      try {
        const answer = pool.run(task, {
          signal: abort.signal,
          filename: entry?.href ?? null,
          transferList: [...transfer],
        });
        if (firstAnswers.length < workers) firstAnswers.push(answer);
        return await answer;
      } catch (error) {
        throw abort.signal.aborted ? new Error(String(abort.signal.reason)) : error;
      } finally {
        clearTimeout(timer);
        underWay.delete(abort);
      }
    },
    close,
  };
}

/** Whatever a worker threw, as text: not everything thrown is an Error, or can be converted. */
export function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return "an object without text";
  }
}
