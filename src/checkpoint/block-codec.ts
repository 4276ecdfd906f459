import type { BlockOutcome } from "../batch.ts";

/** Arrays a block may hold. Their bytes are little-endian, as on every machine that Node runs on but two. */
const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Uint8Array };
type ArrayName = keyof typeof ARRAYS;

/** What stands before the bytes: the fields of the block, numbers by value, arrays by type and length. */
type Fields = readonly (readonly [field: string, content: number | readonly [type: ArrayName, length: number]])[];

/** Every array starts at a multiple of this, so that it can be viewed where it lies. */
const ALIGNMENT_BYTES = 8;

/**
 * A block as bytes, whatever numbers and arrays it has: the length of its list of fields (4 bytes), the list as JSON, the
 * arrays. The same block gives the same bytes.
 *
 * @param reserve gives the bytes to fill, all zero
 * @throws TypeError for a field that is neither a number nor a known array
 */
export function encodeBlock(
  block: BlockOutcome,
  reserve: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Uint8Array {
  const entries = Object.entries(block);
  const fields: Fields = entries.map(([field, value]) => [field, describe(field, value)]);
  const list = Buffer.from(JSON.stringify(fields));
  const arrays = entries.flatMap(([, value]) => (ArrayBuffer.isView(value) ? [value] : []));
  let length = aligned(4 + list.length);
  const starts = arrays.map(({ byteLength }) => {
    const start = length;
    length = aligned(length + byteLength);
    return start;
  });
  const bytes = reserve(length);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, list.length, true);
  bytes.set(list, 4);
  arrays.forEach(({ buffer, byteOffset, byteLength }, index) => {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), starts[index]);
  });
  return bytes;
}

/** The block in these bytes; `length` says how many of them it took. Its arrays are the caller's to keep. */
export function decodeBlock(source: Uint8Array): { readonly block: BlockOutcome; readonly length: number } {
  const listLength = new DataView(source.buffer, source.byteOffset, source.byteLength).getUint32(0, true);
  const fields = JSON.parse(Buffer.from(source.subarray(4, 4 + listLength)).toString("utf8")) as Fields;
  let at = aligned(4 + listLength);
  const entries = fields.map(([field, content]): [string, unknown] => {
    if (typeof content === "number") return [field, content];
    const [type, length] = content;
    const bytes = length * ARRAYS[type].BYTES_PER_ELEMENT;
    if (at + bytes > source.length) throw new RangeError(`invalid block, its ${field} is cut short`);
    const copy = Uint8Array.from(source.subarray(at, at + bytes));
    at = aligned(at + bytes);
    return [field, new ARRAYS[type](copy.buffer, 0, length)];
  });
  return { block: Object.fromEntries(entries) as unknown as BlockOutcome, length: at };
}

function describe(field: string, value: unknown): Fields[number][1] {
  if (typeof value === "number") return value;
  const type = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (!Object.hasOwn(ARRAYS, type)) throw new TypeError(`invalid block, its ${field} is ${type}`);
  return [type as ArrayName, (value as Float64Array).length];
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
