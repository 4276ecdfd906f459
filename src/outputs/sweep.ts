import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of columns read from which on what was given up meanwhile is freed: what is young, and, less often, all of it. */
const YOUNG_BYTES = 2 * 1024 * 1024;
const ALL_BYTES = 16 * 1024 * 1024;

type Collect = (options: { readonly type: "minor" | "major" }) => void;
let collect: Collect | undefined;
let sinceYoung = 0;
let sinceAll = 0;

/**
 * Frees arrays that nobody holds any more, now and then. V8 counts what lies outside its heap, but lets 64 MB of it pile up in every
 * thread; statistics of a long run leave columns behind by the hundred.
 *
 * @param bytes of the columns that have been read, or computed, since the last call
 */
export function sweep(bytes: number): void {
  sinceYoung += bytes;
  sinceAll += bytes;
  if (sinceYoung < YOUNG_BYTES) return;
  collect ??= openCollector();
  collect({ type: sinceAll < ALL_BYTES ? "minor" : "major" });
  sinceYoung = 0;
  if (sinceAll >= ALL_BYTES) sinceAll = 0;
}

/** V8's collector goes by a name that only contexts opened behind this flag know; it stays set, as threads share it. */
function openCollector(): Collect {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collect;
}
