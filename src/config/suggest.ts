import { distance } from "fastest-levenshtein";

/** `, did you mean 'x'?` when one of the known names is near what was written, else nothing. */
export function suggest(written: string, known: Iterable<string>): string {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of known) {
    const apart = distance(written.toLowerCase(), name.toLowerCase());
    if (apart < least) {
      least = apart;
      nearest = name;
    }
  }
  return nearest === undefined ? "" : `, did you mean '${nearest}'?`;
}
