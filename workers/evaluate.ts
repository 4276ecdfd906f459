import { workerData } from "node:worker_threads";
import { evaluatePoint, type Question } from "../src/evaluate.ts";
import type { TaskReply } from "../src/executors/task-pool.ts";

/** Evaluates a point of the parameters; "hello" proves that the worker works. */
export default function evaluate(task: Float64Array | "hello"): TaskReply<number> {
  if (task === "hello") return { ok: true };
  try {
    return { ok: true, result: evaluatePoint(workerData as Question, task) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
