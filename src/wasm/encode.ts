/** Bytes of code under construction. */
export type Code = number[];

/** Unsigned LEB128: seven bits a byte, lowest first. Source: WebAssembly Core Specification 2.0, section 5.2.2. */
export function writeUnsigned(code: Code, value: number): void {
  let left = value;
  do {
    const low = left % 128;
    left = Math.floor(left / 128);
    code.push(left > 0 ? low | 0x80 : low);
  } while (left > 0);
}

/** Signed LEB128 of a 32-bit integer. */
export function writeSigned(code: Code, value: number): void {
  let left = value | 0;
  for (;;) {
    const low = left & 0x7f;
    left >>= 7;
    const isLast = (left === 0 && (low & 0x40) === 0) || (left === -1 && (low & 0x40) !== 0);
    code.push(isLast ? low : low | 0x80);
    if (isLast) return;
  }
}

const number = new DataView(new ArrayBuffer(8));

/** IEEE double, little-endian. */
export function writeDouble(code: Code, value: number): void {
  number.setFloat64(0, value, true);
  for (let byte = 0; byte < 8; byte++) code.push(number.getUint8(byte));
}

/** A name as its length and its characters; ASCII only. */
export function writeName(code: Code, name: string): void {
  writeUnsigned(code, name.length);
  for (let at = 0; at < name.length; at++) code.push(name.charCodeAt(at));
}

/** Parts one after the other. Copied as blocks: code of a large network is megabytes. */
export function join(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The same, preceded by their length. */
export function joinSized(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const length: Code = [];
  writeUnsigned(
    length,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  return join([length, ...parts]);
}
