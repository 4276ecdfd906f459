/** Where numbers lie, by their places. */
export interface Storage {
  read(at: number, into: Float64Array): void;
  write(at: number, values: Float64Array): void;
}

/** Values of a run, and of what is merged, in memory at a time. */
const BUFFER_ROWS = 1024;

/**
 * Merges sorted runs that lie one behind the other in a room.
 *
 * @param from where the first begins
 * @param ends where each ends, counted from there
 * @param to where what is merged goes: it must end before the runs begin
 * @returns how many values there are
 */
export function mergeRuns(room: Storage, from: number, ends: readonly number[], to: number): number {
  const buffers = ends.map(() => new Float64Array(BUFFER_ROWS));
  const next = Float64Array.from(ends, (_, run) => (run === 0 ? 0 : ends[run - 1])); // to be read of each run
  const left = new Int32Array(ends.length); // of what was read
  const size = new Int32Array(ends.length);
  const heads = new Float64Array(ends.length); // the smallest value of each run

  /** Takes the next value of a run; false at its end. */
  const advance = (run: number): boolean => {
    if (left[run] === 0) {
      const rows = Math.min(BUFFER_ROWS, ends[run] - next[run]);
      if (rows === 0) return false;
      room.read(from + next[run], buffers[run].subarray(0, rows));
      next[run] += rows;
      size[run] = rows;
      left[run] = rows;
    }
    heads[run] = buffers[run][size[run] - left[run]];
    left[run] -= 1;
    return true;
  };
  const isBefore = (one: number, other: number): boolean => {
    const [a, b] = [heads[one], heads[other]];
    return a < b || (a === 0 && b === 0 && 1 / a < 1 / b);
  };

  // A heap of runs, that with the smallest head on top.
  const heap = Int32Array.from(ends.keys());
  let count = heap.length;
  const sift = (place: number): void => {
    const run = heap[place];
    let at = place;
    for (let child = 2 * at + 1; child < count; child = 2 * at + 1) {
      const best = child + 1 < count && isBefore(heap[child + 1], heap[child]) ? child + 1 : child;
      if (!isBefore(heap[best], run)) break;
      heap[at] = heap[best];
      at = best;
    }
    heap[at] = run;
  };
  for (const run of heap) advance(run);
  for (let place = (count >> 1) - 1; place >= 0; place--) sift(place);

  const out = new Float64Array(BUFFER_ROWS);
  let [filled, written] = [0, 0];
  while (count > 0) {
    const run = heap[0];
    out[filled++] = heads[run];
    if (filled === BUFFER_ROWS) {
      room.write(to + written, out);
      written += filled;
      filled = 0;
    }
    if (!advance(run)) heap[0] = heap[--count];
    if (count > 0) sift(0);
  }
  room.write(to + written, out.subarray(0, filled));
  return written + filled;
}
