/** Whether a text looks like the file of a party: it states `silo` on the outermost level. Whether it is a valid one is seen when it is read. */
export function isPartyText(text: string): boolean {
  return /^(?:silo|"silo"|'silo')\s*:/m.test(text) || /^\s*\{\s*(?:silo|"silo"|'silo')\s*:/.test(text);
}
