import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { type Column, PIECE_ROWS } from "../aggregate/column.ts";
import type { Room } from "../aggregate/workspace.ts";

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Room on disk for what is being sorted. The file is there from the first number on. */
export interface SortFile extends Room {
  /** Removes the file. */
  discard(): void;
}

export function openSortFile(path: string): SortFile {
  let file: number | undefined;
  const handle = (): number => {
    file ??= openSync(path, "w+");
    return file;
  };
  const read = (at: number, into: Float64Array): void => readNumbers(handle(), path, at, into);
  return {
    read,
    write(at, values) {
      const bytes = bytesOf(values);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(handle(), bytes, done, bytes.length - done, at * BYTES + done);
      }
    },
    column(from, length, workspace): Column {
      const memory = new Float64Array(PIECE_ROWS);
      let view = memory;
      let held = -1;
      const piece = (index: number): Float64Array => {
        if (index === held) return view;
        held = -1;
        view = memory.subarray(0, Math.min(PIECE_ROWS, length - index * PIECE_ROWS));
        read(from + index * PIECE_ROWS, view);
        held = index;
        return view;
      };
      return { length, workspace, piece };
    },
    discard() {
      if (file === undefined) return;
      closeSync(file);
      rmSync(path, { force: true });
      file = undefined;
    },
  };
}

/** Fills an array with the numbers of a file from a place on, which is counted in numbers. */
export function readNumbers(file: number, path: string, at: number, into: Float64Array): void {
  const bytes = bytesOf(into);
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(file, bytes, done, bytes.length - done, at * BYTES + done);
    if (read === 0) throw new Error(`invalid ${path}, it is cut short at byte ${at * BYTES + done}`);
    done += read;
  }
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
