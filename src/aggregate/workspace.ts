import { type Column, columnOf, forEachPiece, gather, lengthOf, type Workspace } from "./column.ts";
import { mergeRuns, type Storage } from "./merge-runs.ts";

/** Room for numbers beside memory, a file. Places are counted in numbers. */
export interface Room extends Storage {
  /** The numbers [from, from + length) as a column. */
  column(from: number, length: number, workspace: Workspace): Column;
}

/** Values sorted in memory at a time; longer columns are sorted in runs of this length, which are merged in the room. */
export const RUN_ROWS = 65_536;

/**
 * Sorts within bounds: what is longer than a run goes through the room. What is sorted inside another `use` lies behind it.
 *
 * Source: Knuth (1998), The Art of Computer Programming 3, section 5.4 (external sorting: runs, and one merge of all).
 */
export function createWorkspace(room: Room, runRows = RUN_ROWS): Workspace {
  const held: Float64Array[] = [];
  let depth = 0;
  let top = 0;
  const workspace: Workspace = {
    sort(columns, use) {
      const most = lengthOf(columns);
      return within(use, () => {
        if (most <= runRows) return inMemory(columns, most, (array) => array.sort());
        const runs = top + most;
        const ends = writeRuns(columns, runs, (run) => run.sort());
        return inRoom(mergeRuns(room, runs, ends, top));
      });
    },
    keep(column, use) {
      return within(use, () => {
        if (column.length <= runRows) return inMemory([column], column.length, (array) => array);
        return inRoom(writeRuns([column], top, (run) => run).at(-1) ?? 0);
      });
    },
  };

  /** Lets `use` have what is made, and forgets it behind it. */
  function within<Result>(use: (made: Column) => Result, make: () => Column): Result {
    const [ownDepth, ownTop] = [depth, top];
    try {
      return use(make());
    } finally {
      [depth, top] = [ownDepth, ownTop];
    }
  }

  function inMemory(columns: readonly Column[], most: number, order: (array: Float64Array) => Float64Array): Column {
    const array = memory(depth++, most);
    return columnOf(order(array.subarray(0, gather(columns, array))), workspace);
  }

  function inRoom(length: number): Column {
    const from = top;
    top += length;
    return room.column(from, length, workspace);
  }

  /** Memory of a level that is used again. */
  function memory(level: number, rows: number): Float64Array {
    if ((held[level]?.length ?? 0) < rows) held[level] = new Float64Array(rows);
    return held[level];
  }

  /** Writes the defined values run by run, one behind the other; returns where each ends, counted from the first. */
  function writeRuns(columns: readonly Column[], at: number, order: (run: Float64Array) => Float64Array): number[] {
    const run = memory(depth, runRows);
    const ends: number[] = [];
    let [count, written] = [0, 0];
    const flush = (): void => {
      if (count === 0) return;
      room.write(at + written, order(run.subarray(0, count)));
      written += count;
      ends.push(written);
      count = 0;
    };
    for (const column of columns) {
      forEachPiece(column, (piece) => {
        if (count + piece.length > run.length) flush();
        for (const value of piece) if (!Number.isNaN(value)) run[count++] = value;
      });
    }
    flush();
    return ends;
  }
  return workspace;
}
