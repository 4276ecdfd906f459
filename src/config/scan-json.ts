/** The values of a JSON text and where they are, value by value in the order of the text, the first being the whole. */
export interface JsonPlaces {
  readonly values: number;
  /** [value] where it begins, and where its key does, -1 where it has none. */
  readonly start: Int32Array;
  readonly keyStart: Int32Array;
  /** [value] number of the first value behind it and all it holds. */
  readonly next: Int32Array;
}

/** Why a text was not scanned to its end, and where. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
}

/** Keys that a map must not have, whatever it is for: they are no data in JavaScript or in YAML. */
const REFUSED_KEYS = new Set(["__proto__", "<<"]);

/**
 * Finds every value of a JSON text within limits on how many there are and how deep they lie, without building any: no text can
 * exhaust the stack or the memory. Keys that stand twice in a map, or must not be, are faults. Whether the text is JSON in every
 * detail is for `JSON.parse` to say; undefined where it cannot be.
 */
export function scanJson(text: string, mostValues: number, mostNesting: number): JsonPlaces | JsonFault | undefined {
  const start = new Int32Array(mostValues);
  const keyStart = new Int32Array(mostValues);
  const next = new Int32Array(mostValues);
  const open: { readonly value: number; readonly keys: Set<string> | undefined }[] = [];
  let values = 0;
  let key = -1;
  let at = 0;

  /** Notes a value that begins here; returns whether there is room for it. */
  const begin = (): boolean => {
    if (values === mostValues) return false;
    start[values] = at;
    keyStart[values] = key;
    values += 1;
    next[values - 1] = values;
    key = -1;
    return true;
  };
  const tooMany = (): JsonFault => ({ offset: at, message: `invalid study, more than ${mostValues} values` });

  while (at < text.length) {
    const mark = text.charCodeAt(at);
    if (mark === 0x7b || mark === 0x5b) {
      if (open.length === mostNesting)
        return { offset: at, message: `invalid nesting, deeper than ${mostNesting} levels` };
      if (!begin()) return tooMany();
      open.push({ value: values - 1, keys: mark === 0x7b ? new Set() : undefined });
      at += 1;
    } else if (mark === 0x7d || mark === 0x5d) {
      const closed = open.pop();
      if (closed === undefined) return undefined;
      next[closed.value] = values;
      at += 1;
    } else if (mark === 0x22) {
      const end = endOfText(text, at);
      if (end < 0) return undefined;
      const keys = open.at(-1)?.keys;
      if (keys !== undefined && key < 0) {
        const name = keyText(text.slice(at, end));
        if (REFUSED_KEYS.has(name)) return { offset: at, message: `unsupported key '${name}'` };
        if (keys.has(name)) {
          return { offset: at, message: `invalid duplicate key '${name}', a map may hold a key only once` };
        }
        keys.add(name);
        key = at;
      } else if (!begin()) return tooMany();
      at = end;
    } else if (mark <= 0x20 || mark === 0x2c || mark === 0x3a) at += 1;
    else {
      if (!begin()) return tooMany();
      // Always one letter on: blanks that JSON does not know begin a value as well, which is none.
      do at += 1;
      while (at < text.length && !/[\s,:\]}[{"]/.test(text[at]));
    }
  }
  return open.length > 0 || values === 0 ? undefined : { values, start, keyStart, next };
}

/** A key as it counts: what is written otherwise may be the same. */
function keyText(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted; // no JSON, as will be said
  }
}

/** Behind the closing quote of a text; -1 where there is none. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
}
