import { workerData } from "node:worker_threads";
import { type AttributionBlock, createAttributor } from "../src/attribute.ts";
import type { AttributionOptions } from "../src/attribute-scenario.ts";
import type { BatchStudy } from "../src/batch.ts";
import type { Block } from "../src/executors/define.ts";
import type { TaskReply } from "../src/executors/task-pool.ts";

const { study, options } = workerData as { study: BatchStudy; options: AttributionOptions };
const attribute = createAttributor(study, options);

/** Attributes a block of scenarios; "hello" proves that the worker works. */
export default function block(task: Block | "hello"): TaskReply<AttributionBlock> {
  if (task === "hello") return { ok: true };
  try {
    return { ok: true, result: attribute(task.from, task.to) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
