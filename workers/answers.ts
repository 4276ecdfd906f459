import { workerData } from "node:worker_threads";
import type { TaskReply } from "../src/executors/task-pool.ts";
import { type Answers, type AnswerTask, type AnswerWork, answer } from "../src/outputs/answers.ts";
import { openOutcomeReader } from "../src/outputs/outcome-store.ts";

const { run, stored } = workerData as AnswerWork;
const opened = openOutcomeReader(stored);

/** Finds a part of a run's statistics; "hello" proves that the worker works. */
export default async function answers(task: AnswerTask | "hello"): Promise<TaskReply<Partial<Answers>>> {
  try {
    const store = await opened;
    return task === "hello" ? { ok: true } : { ok: true, result: await answer(store, run, task) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
