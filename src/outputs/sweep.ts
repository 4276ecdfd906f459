import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Bytes from which on what was given up meanwhile is freed: what is young, and, less often, all of it. That takes tens of milliseconds, and V8 gives up
 * compiled code with it: whoever calls counts what he leaves behind, not what he handles.
 */
const YOUNG_BYTES = 2 * 1024 * 1024;
const ALL_BYTES = 16 * 1024 * 1024;

/** Without options everything that can be freed is; V8 has no other way to ask for all of it (`type: "major"` frees next to nothing). */
type Collect = (options?: { readonly type: "minor" }) => void;
let collect: Collect | undefined;
let sinceYoung = 0;
let sinceAll = 0;

/**
 * Frees what nobody holds any more, now and then. V8 counts what lies outside its heap, but lets 64 MB of it pile up in every
 * thread, and its heaps grow for minutes before they are cleared for the first time: a run of a million scenarios would leave
 * a hundred megabytes in each of three threads.
 *
 * @param bytes that were left behind since the last call, about
 */
export function sweep(bytes: number): void {
  sinceYoung += bytes;
  sinceAll += bytes;
  if (sinceYoung < YOUNG_BYTES) return;
  collect ??= openCollector();
  if (sinceAll < ALL_BYTES) collect({ type: "minor" });
  else collect();
  sinceYoung = 0;
  if (sinceAll >= ALL_BYTES) sinceAll = 0;
}

/** Bytes that count for a scenario: it leaves some 115 on a thread's heap, which are freed together with those of sixteen thousand others. */
const SCENARIO_BYTES = 1000;

/** Sweeps behind so many scenarios that were computed. */
export function sweepAfter(scenarios: number): void {
  sweep(scenarios * SCENARIO_BYTES);
}

/** V8's collector goes by a name that only contexts opened behind this flag know; it stays set, as threads share it. */
function openCollector(): Collect {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collect;
}
