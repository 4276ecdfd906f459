import { type FileHandle, open, rm } from "node:fs/promises";
import { threadId } from "node:worker_threads";
import { type Column, computeColumn, PIECE_ROWS, toArray, type Workspace } from "../aggregate/column.ts";
import { isPlain, plainSampling, type Sampling } from "../aggregate/sampling.ts";
import { createWorkspace, RUN_ROWS } from "../aggregate/workspace.ts";
import { LOSS_METRICS, METRICS } from "../metrics/index.ts";
import { openSortFile, readNumbers, type SortFile } from "./sort-file.ts";
import { sweep } from "./sweep.ts";

/** Rows kept in memory before a chunk goes to disk; a column is read back in pieces of this many rows. */
const CHUNK_ROWS = 4 * PIECE_ROWS;
/** What a plain column leaves behind when it has been dealt with, beside a sorted run: pieces of whatever was computed from it. */
const PIECES_BYTES = 32 * 1024;

/** The columns of a run's outcomes. */
export interface OutcomeReader {
  /** [scenario] one metric of one design, of the scenarios there are now. */
  readColumn(design: number, metric: number): Column;
  /** [scenario] the largest loss by a single event, of the loss metric of that number; undefined where it was not measured. */
  readEventLosses(design: number, loss: number): Column | undefined;
  /** How the scenarios so far came about, for everything that is computed from their columns; the caller's to keep. */
  readSampling(): Sampling;
}

/**
 * All outcomes of a run on disk, column by column. A column is read piece by piece and sorted on disk as well, so that exact quantiles
 * need the same memory however many scenarios there are.
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
  readColumn(column: number, workspace: Workspace): Column;
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
  const sortFile = openSortFile(sortPath(path));
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
    ...readOutcomes(outcomes, weightColumn, events, replicateSize, sortFile),
    async share() {
      const scenarios = await outcomes.share();
      await weightColumn?.share();
      await events?.share();
      return { path, designs, scenarios, replicateSize, isWeighted, hasEventLosses };
    },
    async discard() {
      sortFile.discard();
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
    return {
      readColumn: (column, workspace) => storedColumn(handle.fd, file, columns, column, scenarios, workspace),
    };
  };
  const outcomes = await openColumns(path, designs * METRICS.length);
  const weights = isWeighted ? await openColumns(`${path}.weights`, 1) : undefined;
  const events = hasEventLosses ? await openColumns(`${path}.events`, designs * LOSS_METRICS.length) : undefined;
  const sortFile = openSortFile(sortPath(path));
  return {
    ...readOutcomes(outcomes, weights, events, replicateSize, sortFile),
    async close() {
      sortFile.discard();
      for (const handle of handles) await handle.close();
    },
  };
}

/** Every thread sorts in a file of its own. */
function sortPath(path: string): string {
  return `${path}.sorting-${threadId}`;
}

function readOutcomes(
  outcomes: ColumnReader,
  weights: ColumnReader | undefined,
  events: ColumnReader | undefined,
  replicateSize: number,
  sortFile: SortFile,
): OutcomeReader {
  const workspace = createWorkspace(sortFile);
  const isInPieces = replicateSize === 1 && weights === undefined;
  const open = (reader: ColumnReader, index: number): Column => {
    const column = reader.readColumn(index, workspace);
    const rows = isInPieces ? Math.min(column.length, RUN_ROWS) : column.length;
    sweep((isInPieces ? PIECES_BYTES : 0) + rows * Float64Array.BYTES_PER_ELEMENT);
    return column;
  };
  return {
    readEventLosses: (design, loss) =>
      events === undefined ? undefined : open(events, design * LOSS_METRICS.length + loss),
    readColumn: (design, metric) => open(outcomes, design * METRICS.length + metric),
    readSampling() {
      const sampling: Sampling = {
        replicateSize,
        ...(weights === undefined ? {} : { weights: toArray(open(weights, 0)) }),
      };
      return isPlain(sampling) ? plainSampling : sampling;
    },
  };
}

/** The first rows of a column in a file, a chunk in memory at a time. */
function storedColumn(
  file: number,
  path: string,
  columns: number,
  column: number,
  rows: number,
  workspace: Workspace,
): Column {
  const chunk = new Float64Array(Math.min(rows, CHUNK_ROWS));
  let held = -1;
  return computeColumn(rows, workspace, (piece, index) => {
    const number = Math.floor((index * PIECE_ROWS) / CHUNK_ROWS);
    const from = number * CHUNK_ROWS;
    if (number !== held) {
      held = -1;
      const wanted = chunk.subarray(0, Math.min(CHUNK_ROWS, rows - from));
      readNumbers(file, path, (number * columns + column) * CHUNK_ROWS, wanted);
      held = number;
    }
    piece.set(chunk.subarray(index * PIECE_ROWS - from, index * PIECE_ROWS - from + piece.length));
  });
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
    readColumn(column, workspace) {
      signal?.throwIfAborted();
      const stored = chunks * CHUNK_ROWS;
      const onDisk = storedColumn(handle.fd, path, columns, column, stored, workspace);
      const inMemory = chunk.slice(column * CHUNK_ROWS, column * CHUNK_ROWS + chunkRows);
      return computeColumn(stored + chunkRows, workspace, (piece, index) => {
        const from = index * PIECE_ROWS;
        const source = from < stored ? onDisk.piece(index) : inMemory.subarray(from - stored);
        piece.set(source.subarray(0, piece.length));
      });
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
