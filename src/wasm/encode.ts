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

/** A part that is preceded by its length. */
export function writeSized(code: Code, part: Code): void {
  writeUnsigned(code, part.length);
  for (let at = 0; at < part.length; at++) code.push(part[at]);
}
