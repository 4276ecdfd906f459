import { createHash } from "node:crypto";
import type { Block } from "../../executors/define.ts";

/** The evening of a block, in one design, that a message tells of. */
export interface Place extends Block {
  /** Number of the design in the contract. */
  readonly design: number;
  /** The day about to begin; negative ones are those of the warm-up. */
  readonly day: number;
}

/** What every message says of itself before its columns. */
export interface MessageHead extends Place {
  /** SHA-256 of all that the parties agreed on, 32 bytes. */
  readonly agreement: Uint8Array;
  /** Numbers of the parties in the contract. */
  readonly sender: number;
  readonly receiver: number;
  readonly columns: number;
  /** Values of a column: the runs that go through their days side by side. */
  readonly runs: number;
}

export interface Message {
  readonly head: MessageHead;
  /** [column x run], row-major. A view of the bytes. */
  readonly values: Float64Array;
}

/**
 * A message is a head of 128 bytes and its columns as doubles, all little-endian. Head: mark (8), version and number of values (uint32),
 * agreement (32), sender and receiver (uint32), first scenario of the block and the one after its last (doubles), design (uint32), day (int32), columns,
 * runs (uint32), eight bytes of zero, SHA-256 over these and the columns (32).
 */
export const HEAD_BYTES = 128;
const MARK = Buffer.from("BwSilo\0\n", "latin1");
const MESSAGE_VERSION = 1;
const DIGEST_AT = 96;

/** Bytes of a message with so many values. */
export function messageBytes(values: number): number {
  return HEAD_BYTES + values * Float64Array.BYTES_PER_ELEMENT;
}

/** @param into bytes of the message before, to be used again where they are as many */
export function packMessage(
  head: MessageHead,
  values: Float64Array,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = messageBytes(values.length);
  const bytes = into?.length === length ? into : new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(MARK, 0);
  view.setUint32(8, MESSAGE_VERSION, true);
  view.setUint32(12, values.length, true);
  bytes.set(head.agreement, 16);
  view.setUint32(48, head.sender, true);
  view.setUint32(52, head.receiver, true);
  view.setFloat64(56, head.from, true);
  view.setFloat64(64, head.to, true);
  view.setUint32(72, head.design, true);
  view.setInt32(76, head.day, true);
  view.setUint32(80, head.columns, true);
  view.setUint32(84, head.runs, true);
  new Float64Array(bytes.buffer, HEAD_BYTES).set(values);
  bytes.set(digestOf(bytes), DIGEST_AT);
  return bytes;
}

/** The message in these bytes, or what is wrong with them: nothing of a message is used unless every byte is right. */
export function readMessage(source: Uint8Array): Message | string {
  if (source.length < HEAD_BYTES) return `cut short, ${source.length} bytes`;
  // Values are viewed where they lie, which must be at a multiple of eight.
  const bytes = source.byteOffset % 8 === 0 ? source : Uint8Array.from(source);
  if (!MARK.equals(bytes.subarray(0, MARK.length))) return "no message of a silo";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== MESSAGE_VERSION) return `of version ${version}, not ${MESSAGE_VERSION}`;
  const length = view.getUint32(12, true);
  if (bytes.length !== messageBytes(length)) return `of ${bytes.length} bytes instead of ${messageBytes(length)}`;
  if (!digestOf(bytes).equals(bytes.subarray(DIGEST_AT, HEAD_BYTES))) return "damaged, its checksum is wrong";
  const [design, columns, runs] = [72, 80, 84].map((at) => view.getUint32(at, true));
  if (columns * runs !== length || view.getFloat64(88, true) !== 0) return "with a head that cannot be";
  const head: MessageHead = {
    agreement: bytes.slice(16, 48),
    sender: view.getUint32(48, true),
    receiver: view.getUint32(52, true),
    from: view.getFloat64(56, true),
    to: view.getFloat64(64, true),
    design,
    day: view.getInt32(76, true),
    columns,
    runs,
  };
  return { head, values: new Float64Array(bytes.buffer, bytes.byteOffset + HEAD_BYTES, length) };
}

/** The first thing that makes a message another one than expected, if anything. */
export function findUnexpected({ head }: Message, expected: MessageHead): string | undefined {
  if (!Buffer.from(expected.agreement).equals(head.agreement)) return "of a run under another agreement";
  const fields = ["sender", "receiver", "from", "to", "design", "day", "columns", "runs"] as const;
  const wrong = fields.find((field) => head[field] !== expected[field]);
  return wrong && `of ${wrong} ${head[wrong]} instead of ${expected[wrong]}`;
}

/** A message in words, as in `the evening before day 12, scenarios 0 to 999, design 'local'`. */
export function describePlace({ from, to, design, day }: Place, designs: readonly string[]): string {
  return `the evening before day ${day}, scenarios ${from} to ${to - 1}, design '${designs[design] ?? design}'`;
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes.subarray(0, DIGEST_AT)).update(bytes.subarray(HEAD_BYTES)).digest();
}
