import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { BlockOutcome } from "../batch.ts";
import { CommandError, EXIT } from "../errors.ts";
import { syncFolder } from "../outputs/durable-file.ts";
import { decodeBlock, encodeBlock } from "./block-codec.ts";
import { createBytePile } from "./byte-pile.ts";
import { FRAME_HEAD_BYTES, type FrameHead, findFrame, packFrame, readFrameHead } from "./frame.ts";

const compress = promisify(deflateRaw);
const expand = promisify(inflateRaw);

/** Blocks wait for the disk up to this size; then whoever adds one waits too. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * The finished blocks of a run, in their order, on the disk: the run's memory across crashes. Blocks that finish while the disk
 * is busy go into one frame with one checksum, so that a crash can only ever tear the last one.
 */
export interface BlockLog {
  /** Scenarios [from, done) lie in the log. */
  readonly doneScenarios: number;
  /** Scenarios [from, safe) are on the disk, whatever happens now. */
  readonly safeScenarios: number;
  /** Adds the next block. Resolves at once unless the disk is far behind; a failure of the disk shows at the next call. */
  append(block: BlockOutcome): Promise<void>;
  /** Resolves when every block added is safely on the disk. */
  flush(): Promise<void>;
  /** The blocks that lay in the log when it was opened. */
  replay(): AsyncGenerator<BlockOutcome>;
  close(): Promise<void>;
}

/**
 * Opens the log of a run that computes scenarios from `from` on; makes it where there is none. What a crash tore off at its end
 * is dropped.
 *
 * @throws CommandError 65 where something that was whole is damaged
 */
export async function openBlockLog(path: string, from: number): Promise<BlockLog> {
  const handle = await open(path, "a+");
  const frames = await repair(handle, path, from).catch(async (error) => {
    await handle.close();
    throw error;
  });
  const kept = frames.at(-1)?.to ?? from;
  let done = kept;
  let safe = kept;
  let waiting = createBytePile();
  let underWay = createBytePile();
  let waitingFrom = done;
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  /** Writes what waits, and what comes meanwhile, frame by frame. Never rejects. */
  async function writeWaiting(): Promise<void> {
    try {
      while (waiting.bytes.length > 0) {
        const [start, to] = [waitingFrom, done];
        [waiting, underWay] = [underWay, waiting];
        waiting.clear();
        waitingFrom = to;
        const frame = packFrame(start, to, await compress(underWay.bytes, { level: 1 }));
        for (let at = 0; at < frame.length; ) at += (await handle.write(frame, at)).bytesWritten;
        await handle.sync();
        safe = to;
      }
    } catch (error) {
      failure = { error };
    }
    writing = undefined;
  }

  function throwFailure(): void {
    if (failure !== undefined) throw failure.error;
  }

  return {
    get doneScenarios() {
      return done;
    },
    get safeScenarios() {
      return safe;
    },
    async append(block) {
      throwFailure();
      if (block.from !== done)
        throw new RangeError(`missing scenario ${done}, a block from scenario ${block.from} came instead`);
      encodeBlock(block, waiting.reserve);
      done = block.to;
      writing ??= writeWaiting();
      if (waiting.bytes.length > MOST_WAITING_BYTES) await writing;
      throwFailure();
    },
    async flush() {
      await writing;
      throwFailure();
    },
    async *replay() {
      for (const frame of frames) yield* readBlocks(handle, frame, path);
    },
    close: () => handle.close(),
  };
}

/** The whole frames of a log; what a crash tore off behind them is dropped, on the disk as well. */
async function repair(handle: FileHandle, path: string, from: number): Promise<Frame[]> {
  const { frames, end } = await scanFrames(handle, path, from);
  await handle.truncate(end);
  await handle.sync();
  await syncFolder(dirname(path));
  return frames;
}

/** Reads the blocks of a finished log, which must hold exactly the scenarios [from, to). */
export async function* readBlockLog(path: string, from: number, to: number): AsyncGenerator<BlockOutcome> {
  const handle = await open(path, "r");
  try {
    const { frames, end } = await scanFrames(handle, path, from);
    const { size } = await handle.stat();
    if ((frames.at(-1)?.to ?? from) !== to || size !== end) throw damaged(path, end);
    for (const frame of frames) yield* readBlocks(handle, frame, path);
  } finally {
    await handle.close();
  }
}

type Frame = FrameHead & { readonly at: number };

/** All whole frames from the start of the file and where they end. Reads and checks every byte. */
async function scanFrames(handle: FileHandle, path: string, from: number): Promise<{ frames: Frame[]; end: number }> {
  const frames: Frame[] = [];
  const { size } = await handle.stat();
  let at = 0;
  let next = from;
  while (at < size) {
    const head = await readFrameHead(handle, at, size);
    if (head === undefined || head.from !== next || head.to <= next) {
      // After a crash nothing whole can lie behind what is torn.
      if (head !== undefined || (await findFrame(handle, at + 1, size))) throw damaged(path, at);
      break;
    }
    frames.push({ ...head, at });
    next = head.to;
    at += FRAME_HEAD_BYTES + head.length;
  }
  return { frames, end: at };
}

async function* readBlocks(handle: FileHandle, frame: Frame, path: string): AsyncGenerator<BlockOutcome> {
  const packed = Buffer.alloc(frame.length);
  const { bytesRead } = await handle.read(packed, 0, frame.length, frame.at + FRAME_HEAD_BYTES);
  if (bytesRead !== frame.length) throw damaged(path, frame.at);
  let rest: Uint8Array = await expand(packed);
  let next = frame.from;
  while (rest.length > 0) {
    const { block, length } = decodeBlock(rest);
    if (block.from !== next) throw damaged(path, frame.at);
    yield block;
    next = block.to;
    rest = rest.subarray(length);
  }
  if (next !== frame.to) throw damaged(path, frame.at);
}

function damaged(path: string, at: number): CommandError {
  return new CommandError(
    EXIT.invalidStudy,
    `invalid checkpoint ${path}, damaged at byte ${at}; add --force to compute anew`,
  );
}
