import { workerData } from "node:worker_threads";
import type { TaskReply } from "../src/executors/task-pool.ts";
import { type Exposure, type ExposureWork, exposeDesign } from "../src/expose.ts";

const { study, structuralPricePremiumPct } = workerData as ExposureWork;

/** Measures the exposure of a design; "hello" proves that the worker works. */
export default function exposure(design: number | "hello"): TaskReply<Exposure[]> {
  if (design === "hello") return { ok: true };
  try {
    return { ok: true, result: exposeDesign(study, design, structuralPricePremiumPct[design]) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
