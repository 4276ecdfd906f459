import { workerData } from "node:worker_threads";
import { move } from "piscina";
import { type BatchStudy, createBatchRunner } from "../src/batch.ts";
import { SimulationError } from "../src/errors.ts";
import type { BlockTask, WorkerReply } from "../src/executors/pool.ts";
import { asTransferable } from "../src/executors/transfer.ts";
import { memoryIn } from "../src/model/outcome-memory.ts";
import { sweepAfter } from "../src/outputs/sweep.ts";

let runBatch: ReturnType<typeof createBatchRunner> | undefined;
let wantedBytes = 0;

/** Computes a block and hands its arrays over without copying; "hello" proves that the worker works. */
export default function block(task: BlockTask | "hello"): WorkerReply {
  if (task === "hello") return { ok: true };
  try {
    runBatch ??= createBatchRunner(workerData as BatchStudy, task.code);
    const isLargeEnough = task.memory !== undefined && task.memory.byteLength >= wantedBytes;
    const memory = memoryIn(isLargeEnough ? task.memory : new ArrayBuffer(wantedBytes));
    const outcome = runBatch(task.from, task.to, memory);
    wantedBytes = Math.max(wantedBytes, memory.wantedBytes);
    sweepAfter(task.to - task.from);
    return move(asTransferable({ ok: true, outcome })) as unknown as WorkerReply;
  } catch (error) {
    if (error instanceof SimulationError) return { ok: false, ...error, message: error.message };
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
