import { workerData } from "node:worker_threads";
import { exitCodeOf, isDiskError } from "../errors.ts";
import type { Errand, TaskReply } from "./task-pool.ts";

/**
 * The entry of workers that answer tasks one by one and keep nothing in between, so that any worker can: its own, which have their
 * work from their start, and those of a run on an errand, which brings its work along. "hello" proves that a worker works.
 */
export function serve<Work, Task, Result>(
  answer: (work: Work, task: Task) => Result | Promise<Result>,
): (message: Task | Errand<Work, Task> | "hello") => Promise<TaskReply<Result>> {
  return async (message) => {
    if (message === "hello") return { ok: true };
    try {
      const { work, task } = isErrand(message) ? message : { work: workerData as Work, task: message };
      return { ok: true, result: await answer(work, task) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, message, ...(isDiskError(error) ? { exitCode: exitCodeOf(error) } : {}) };
    }
  };
}

function isErrand<Work, Task>(message: Task | Errand<Work, Task>): message is Errand<Work, Task> {
  return typeof message === "object" && message !== null && "work" in message;
}
