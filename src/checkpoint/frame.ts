import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/**
 * A frame of the block log: a head of 56 bytes, then the payload. Head: mark (4), length of the payload (uint32), first scenario and
 * the one after the last (doubles), SHA-256 over these and the payload (32). Little-endian.
 */
export interface FrameHead {
  readonly from: number;
  readonly to: number;
  /** Bytes of the payload. */
  readonly length: number;
}

const MARK = Buffer.from("BwB1");
const DIGEST_AT = 24;
export const FRAME_HEAD_BYTES = 56;
const SEARCH_BYTES = 1024 * 1024;

/** The payload behind a head that says what it holds. */
export function packFrame(from: number, to: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  MARK.copy(head);
  head.writeUInt32LE(payload.length, 4);
  head.writeDoubleLE(from, 8);
  head.writeDoubleLE(to, 16);
  digestOf(head, payload).copy(head, DIGEST_AT);
  return Buffer.concat([head, payload]);
}

/** The head of the frame at `at`; undefined where no whole frame lies there. Checks every byte of it. */
export async function readFrameHead(handle: FileHandle, at: number, size: number): Promise<FrameHead | undefined> {
  if (at + FRAME_HEAD_BYTES > size) return undefined;
  const head = await readAt(handle, at, FRAME_HEAD_BYTES);
  const length = head.readUInt32LE(4);
  if (!head.subarray(0, 4).equals(MARK) || at + FRAME_HEAD_BYTES + length > size) return undefined;
  const payload = await readAt(handle, at + FRAME_HEAD_BYTES, length);
  if (!digestOf(head, payload).equals(head.subarray(DIGEST_AT))) return undefined;
  return { from: head.readDoubleLE(8), to: head.readDoubleLE(16), length };
}

/** Whether a whole frame lies anywhere from `from` on. */
export async function findFrame(handle: FileHandle, from: number, size: number): Promise<boolean> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const piece = await readAt(handle, at, Math.min(SEARCH_BYTES + MARK.length - 1, size - at));
    for (let found = piece.indexOf(MARK); found >= 0; found = piece.indexOf(MARK, found + 1)) {
      if ((await readFrameHead(handle, at + found, size)) !== undefined) return true;
    }
  }
  return false;
}

function digestOf(head: Buffer, payload: Uint8Array): Buffer {
  return createHash("sha256").update(head.subarray(0, DIGEST_AT)).update(payload).digest();
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
