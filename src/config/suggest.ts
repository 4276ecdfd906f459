import { distance } from "fastest-levenshtein";

/** What is longer is no slip of a known name, and slow to compare. */
const MOST_CHARACTERS = 128;

/** `, did you mean 'x'?` when one of the known names is near what was written, else nothing. */
export function suggest(written: string, known: Iterable<string>): string {
  if (written.length > MOST_CHARACTERS) return "";
  let nearest: string | undefined;
  // Two slips make another word of a short one.
  let least = (written.length < 3 ? 1 : Math.max(2, Math.floor(written.length / 3))) + 1;
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= least) continue;
    const apart = distance(written.toLowerCase(), name.toLowerCase());
    if (apart < least) {
      least = apart;
      nearest = name;
    }
  }
  return nearest === undefined ? "" : `, did you mean '${nearest}'?`;
}
