import { type FileHandle, open, rm } from "node:fs/promises";
import { isPlain, plainSampling, type Sampling } from "../aggregate/sampling.ts";
import { LOSS_METRICS, METRICS } from "../metrics/index.ts";

/** Rows kept in memory before a chunk goes to disk; a column is read back in pieces of this many rows. */
const CHUNK_ROWS = 4096;

/**
 * All outcomes of a run on disk, column by column, so that exact quantiles need the memory of one column at a time, however
 * many scenarios there are.
 */
export interface OutcomeStore {
  /** Adds [scenario x design x metric] and, where there are any, [scenario] weights and [scenario x design x loss] event losses. */
  append(outcomes: Float64Array, weights?: Float64Array, eventLosses?: Float64Array): Promise<void>;
  /** [scenario] one metric of one design; the caller's to keep. */
  readColumn(design: number, metric: number): Promise<Float64Array>;
  /** [scenario] the largest loss by a single event, of the loss metric of that number; undefined where it was not measured. */
  readEventLosses(design: number, loss: number): Promise<Float64Array | undefined>;
  /** How the scenarios so far came about, for everything that is computed from their columns; the caller's to keep. */
  readSampling(): Promise<Sampling>;
  /** Closes and removes the files. */
  discard(): Promise<void>;
}

/** What a store holds beside the outcomes. */
export interface StoredSample {
  /** Scenarios that share one randomisation. */
  readonly replicateSize: number;
  readonly isWeighted: boolean;
  readonly hasEventLosses: boolean;
}

const PLAIN: StoredSample = { replicateSize: 1, isWeighted: false, hasEventLosses: false };

/** Columns of numbers on disk, [row x column] in, one column out. */
interface ColumnStore {
  append(rows: Float64Array): Promise<void>;
  readColumn(column: number): Promise<Float64Array>;
  discard(): Promise<void>;
}

/**
 * @param path file of the outcomes; `path.weights` and `path.events` take what else there is
 * @param signal makes reading give up
 */
export async function openOutcomeStore(
  path: string,
  designs: number,
  { replicateSize, isWeighted, hasEventLosses }: StoredSample = PLAIN,
  signal?: AbortSignal,
): Promise<OutcomeStore> {
  const outcomes = await openColumnStore(path, designs * METRICS.length, signal);
  const weightColumn = isWeighted ? await openColumnStore(`${path}.weights`, 1, signal) : undefined;
  const events = hasEventLosses
    ? await openColumnStore(`${path}.events`, designs * LOSS_METRICS.length, signal)
    : undefined;
  return {
    async append(rows, weights, eventLosses) {
      await outcomes.append(rows);
      if (weightColumn !== undefined) {
        if (weights === undefined) throw new RangeError("missing weights of weighted scenarios");
        await weightColumn.append(weights);
      }
      if (events !== undefined) {
        if (eventLosses === undefined) throw new RangeError("missing event losses");
        await events.append(eventLosses);
      }
    },
    async readEventLosses(design, loss) {
      return events?.readColumn(design * LOSS_METRICS.length + loss);
    },
    readColumn: (design, metric) => outcomes.readColumn(design * METRICS.length + metric),
    async readSampling() {
      const sampling: Sampling = {
        replicateSize,
        ...(weightColumn === undefined ? {} : { weights: await weightColumn.readColumn(0) }),
      };
      return isPlain(sampling) ? plainSampling : sampling;
    },
    async discard() {
      await outcomes.discard();
      await weightColumn?.discard();
      await events?.discard();
    },
  };
}

async function openColumnStore(path: string, columns: number, signal?: AbortSignal): Promise<ColumnStore> {
  const handle: FileHandle = await open(path, "w+");
  const chunk = new Float64Array(columns * CHUNK_ROWS);
  let chunkRows = 0;
  let chunks = 0;

  async function flush(): Promise<void> {
    // A short chunk is written with its full width: every chunk lies at a known place.
    const bytes = new Uint8Array(chunk.buffer);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, chunks * bytes.length + at);
      at += bytesWritten;
    }
    chunks += 1;
    chunkRows = 0;
  }

  return {
    async append(rows) {
      for (let at = 0; at < rows.length; at += columns) {
        for (let column = 0; column < columns; column++) chunk[column * CHUNK_ROWS + chunkRows] = rows[at + column];
        chunkRows += 1;
        if (chunkRows === CHUNK_ROWS) await flush();
      }
    },
    async readColumn(column) {
      signal?.throwIfAborted();
      const values = new Float64Array(chunks * CHUNK_ROWS + chunkRows);
      const bytes = new Uint8Array(values.buffer);
      const chunkBytes = CHUNK_ROWS * Float64Array.BYTES_PER_ELEMENT;
      for (let index = 0; index < chunks; index++) {
        for (let read = 0; read < chunkBytes; ) {
          const position = (index * columns + column) * chunkBytes + read;
          const { bytesRead } = await handle.read(bytes, index * chunkBytes + read, chunkBytes - read, position);
          if (bytesRead === 0) throw new Error(`invalid outcome store, chunk ${index} of ${path} is cut short`);
          read += bytesRead;
        }
      }
      values.set(chunk.subarray(column * CHUNK_ROWS, column * CHUNK_ROWS + chunkRows), chunks * CHUNK_ROWS);
      return values;
    },
    async discard() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}
