import { type FileHandle, open, rm } from "node:fs/promises";
import { isPlain, plainSampling, type Sampling } from "../aggregate/sampling.ts";
import { LOSS_METRICS, METRICS } from "../metrics/index.ts";
import { sweep } from "./sweep.ts";

/** Rows kept in memory before a chunk goes to disk; a column is read back in pieces of this many rows. */
const CHUNK_ROWS = 4096;

/** The columns of a run's outcomes. */
export interface OutcomeReader {
  /** [scenario] one metric of one design; the caller's to keep. */
  readColumn(design: number, metric: number): Promise<Float64Array>;
  /** [scenario] the largest loss by a single event, of the loss metric of that number; undefined where it was not measured. */
  readEventLosses(design: number, loss: number): Promise<Float64Array | undefined>;
  /** How the scenarios so far came about, for everything that is computed from their columns; the caller's to keep. */
  readSampling(): Promise<Sampling>;
}

/**
 * All outcomes of a run on disk, column by column, so that exact quantiles need the memory of one column at a time, however
 * many scenarios there are.
 */
export interface OutcomeStore extends OutcomeReader {
  /** Adds [scenario x design x metric] and, where there are any, [scenario] weights and [scenario x design x loss] event losses. */
  append(outcomes: Float64Array, weights?: Float64Array, eventLosses?: Float64Array): Promise<void>;
  /** Puts everything on disk, where other threads find it until more is added. */
  share(): Promise<StoredOutcomes>;
  /** Closes and removes the files. */
  discard(): Promise<void>;
}

/** Where outcomes lie, for readers in other threads. */
export interface StoredOutcomes extends StoredSample {
  readonly path: string;
  readonly designs: number;
  readonly scenarios: number;
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
interface ColumnStore extends ColumnReader {
  append(rows: Float64Array): Promise<void>;
  /** Puts all rows on disk; returns how many there are. */
  share(): Promise<number>;
  discard(): Promise<void>;
}

interface ColumnReader {
  readColumn(column: number): Promise<Float64Array>;
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
    ...readOutcomes(outcomes, weightColumn, events, replicateSize),
    async share() {
      const scenarios = await outcomes.share();
      await weightColumn?.share();
      await events?.share();
      return { path, designs, scenarios, replicateSize, isWeighted, hasEventLosses };
    },
    async discard() {
      await outcomes.discard();
      await weightColumn?.discard();
      await events?.discard();
    },
  };
}

/**
 * Reads what a store in another thread shares.
 *
 * @returns beside the columns, what closes the files
 */
export async function openOutcomeReader(stored: StoredOutcomes): Promise<OutcomeReader & { close(): Promise<void> }> {
  const { path, designs, scenarios, replicateSize, isWeighted, hasEventLosses } = stored;
  const handles: FileHandle[] = [];
  const openColumns = async (file: string, columns: number): Promise<ColumnReader> => {
    const handle = await open(file, "r");
    handles.push(handle);
    return { readColumn: (column) => readChunks(handle, file, columns, column, scenarios, scenarios) };
  };
  const outcomes = await openColumns(path, designs * METRICS.length);
  const weights = isWeighted ? await openColumns(`${path}.weights`, 1) : undefined;
  const events = hasEventLosses ? await openColumns(`${path}.events`, designs * LOSS_METRICS.length) : undefined;
  return {
    ...readOutcomes(outcomes, weights, events, replicateSize),
    async close() {
      for (const handle of handles) await handle.close();
    },
  };
}

function readOutcomes(
  outcomes: ColumnReader,
  weights: ColumnReader | undefined,
  events: ColumnReader | undefined,
  replicateSize: number,
): OutcomeReader {
  return {
    async readEventLosses(design, loss) {
      return events?.readColumn(design * LOSS_METRICS.length + loss);
    },
    readColumn: (design, metric) => outcomes.readColumn(design * METRICS.length + metric),
    async readSampling() {
      const sampling: Sampling = {
        replicateSize,
        ...(weights === undefined ? {} : { weights: await weights.readColumn(0) }),
      };
      return isPlain(sampling) ? plainSampling : sampling;
    },
  };
}

/**
 * Reads the first `stored` rows of a column, chunk by chunk.
 *
 * @returns `rows` numbers: those behind the stored ones are left for the caller to fill
 */
async function readChunks(
  handle: FileHandle,
  path: string,
  columns: number,
  column: number,
  stored: number,
  rows: number,
): Promise<Float64Array> {
  sweep(rows * Float64Array.BYTES_PER_ELEMENT);
  const values = new Float64Array(rows);
  const bytes = new Uint8Array(values.buffer);
  const chunkBytes = CHUNK_ROWS * Float64Array.BYTES_PER_ELEMENT;
  for (let index = 0; index * CHUNK_ROWS < stored; index++) {
    const wanted = Math.min(chunkBytes, stored * Float64Array.BYTES_PER_ELEMENT - index * chunkBytes);
    for (let read = 0; read < wanted; ) {
      const position = (index * columns + column) * chunkBytes + read;
      const { bytesRead } = await handle.read(bytes, index * chunkBytes + read, wanted - read, position);
      if (bytesRead === 0) throw new Error(`invalid outcome store, chunk ${index} of ${path} is cut short`);
      read += bytesRead;
    }
  }
  return values;
}

async function openColumnStore(path: string, columns: number, signal?: AbortSignal): Promise<ColumnStore> {
  const handle: FileHandle = await open(path, "w+");
  const chunk = new Float64Array(columns * CHUNK_ROWS);
  let chunkRows = 0;
  let chunks = 0;

  /** A short chunk is written with its full width: every chunk lies at a known place. */
  async function writeChunk(): Promise<void> {
    const bytes = new Uint8Array(chunk.buffer);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, chunks * bytes.length + at);
      at += bytesWritten;
    }
  }

  return {
    async append(rows) {
      for (let at = 0; at < rows.length; at += columns) {
        for (let column = 0; column < columns; column++) chunk[column * CHUNK_ROWS + chunkRows] = rows[at + column];
        chunkRows += 1;
        if (chunkRows < CHUNK_ROWS) continue;
        await writeChunk();
        chunks += 1;
        chunkRows = 0;
      }
    },
    async readColumn(column) {
      signal?.throwIfAborted();
      const stored = chunks * CHUNK_ROWS;
      const values = await readChunks(handle, path, columns, column, stored, stored + chunkRows);
      values.set(chunk.subarray(column * CHUNK_ROWS, column * CHUNK_ROWS + chunkRows), stored);
      return values;
    },
    async share() {
      if (chunkRows > 0) await writeChunk();
      return chunks * CHUNK_ROWS + chunkRows;
    },
    async discard() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}
