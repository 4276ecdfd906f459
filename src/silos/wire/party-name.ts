/**
 * Names for files and keys from ids, which may be any letters: small ones, digits, `_` and `-` stay, everything else becomes its bytes. No two
 * ids share a name, not even where capitals do not count.
 */
export function nameOf(id: string): string {
  return [...Buffer.from(id, "utf8")]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[a-z0-9_-]/.test(letter) ? letter : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

/** The id that a name was made from; undefined for what is no such name. */
export function idOf(name: string): string | undefined {
  if (!/^([a-z0-9_-]|%[0-9a-f]{2})+$/.test(name)) return undefined;
  const bytes = name
    .match(/%..|./g)
    ?.map((part) => (part.length === 1 ? part.charCodeAt(0) : Number(`0x${part.slice(1)}`)));
  const id = Buffer.from(bytes ?? []).toString("utf8");
  return nameOf(id) === name ? id : undefined;
}
