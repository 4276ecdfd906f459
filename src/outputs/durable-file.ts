import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { CommandError, EXIT } from "../errors.ts";

/** What was written: size and SHA-256 of the whole file. */
export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A file under way. It carries its final name only once everything is on the disk. */
export interface DurableFile {
  write(chunk: Uint8Array | string): Promise<void>;
  /** Flushes, checks the size, gives the file its name and flushes the folder. */
  commit(): Promise<WrittenFile>;
  /** Removes what was written so far. */
  discard(): Promise<void>;
}

/** What is written collects up to this size. */
const BUFFER_BYTES = 256 * 1024;

/** Opens a file for writing under `path.partial`; `commit` renames it to `path`. */
export async function openDurable(path: string): Promise<DurableFile> {
  const partial = `${path}.partial`;
  const handle = await open(partial, "w");
  const hash: Hash = createHash("sha256");
  const pending = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let pendingBytes = 0;
  let bytes = 0;

  async function put(chunk: Uint8Array): Promise<void> {
    await writeFully(handle, chunk);
    hash.update(chunk);
    bytes += chunk.length;
  }

  async function flush(): Promise<void> {
    const length = pendingBytes;
    pendingBytes = 0;
    await put(pending.subarray(0, length));
  }

  return {
    async write(chunk) {
      const length = typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.length;
      if (pendingBytes + length > BUFFER_BYTES) await flush();
      if (length > BUFFER_BYTES) return put(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if (typeof chunk === "string") pending.write(chunk, pendingBytes);
      else pending.set(chunk, pendingBytes);
      pendingBytes += length;
    },
    async commit() {
      await flush();
      await handle.sync();
      const { size } = await handle.stat();
      await handle.close();
      if (size !== bytes) {
        throw new CommandError(EXIT.ioError, `invalid size ${size} of ${partial}, ${bytes} bytes were written`);
      }
      await rename(partial, path);
      await syncFolder(dirname(path));
      return { bytes, sha256: hash.digest("hex") };
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** Writes a whole file durably. */
export async function writeDurable(path: string, content: Uint8Array | string): Promise<WrittenFile> {
  const file = await openDurable(path);
  try {
    await file.write(content);
    return await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A single write may be short: goes on until every byte is written. */
async function writeFully(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, at, chunk.length - at);
    at += bytesWritten;
  }
}

/** A rename is only safe once its folder is on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
