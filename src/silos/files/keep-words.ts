import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { quote } from "../../schema/show.ts";
import type { JointParts } from "./joint-parts.ts";

/** Words of an id or a name: what ids may hold sticks together. */
const WORDS = /[\p{L}\p{N}_.:+-]+/gu;

/**
 * A file without descriptions and names that tell of what another party owns: they were written for a reader who may know
 * all. What is left out is noted.
 *
 * @param party whose file it is; undefined for the contract, which may tell of nobody
 */
export function keepWords(parts: JointParts, party: string | undefined, file: RawMap, notes: string[]): RawMap {
  const foreign = foreignNames(parts, party);
  const where = party === undefined ? "the contract" : `the file of party '${party}'`;

  function keep(value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((item) => keep(item, `${path} ${quote(String(asMap(item).id ?? ""))}`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        if ((key !== "name" && key !== "description") || typeof item !== "string") return [[key, keep(item, key)]];
        const word = mentionedIn(item, foreign);
        if (word === undefined) return [[key, item]];
        notes.push(`${key} of ${path.trim()} is not in ${where}, it tells of ${quote(word)}`);
        return [];
      }),
    );
  }
  return keep(file, "") as RawMap;
}

/** Ids and names of what other parties own: sites, clusters, markets and lanes that cross no boundary. */
function foreignNames({ raw, sites, ownLanes, ownerOf }: JointParts, party: string | undefined): ReadonlySet<string> {
  const isForeign = (site: unknown): boolean => ownerOf(site) !== party;
  const names = new Set<unknown>();
  for (const { id, name, cluster } of sites) if (isForeign(id)) for (const word of [id, name, cluster]) names.add(word);
  for (const { id, to } of ownLanes) if (isForeign(to)) names.add(id);
  for (const { id, name, site } of asList(raw.markets).map(asMap)) {
    if (isForeign(site)) for (const word of [id, name]) names.add(word);
  }
  for (const { id, cluster } of sites) if (!isForeign(id)) names.delete(cluster); // a cluster may have members on both sides
  const publicWords = new Set(
    ["regions", "products", "ports", "chokepoints"].flatMap((list) =>
      asList(asMap(raw.world)[list]).flatMap((item) => [asMap(item).id, asMap(item).name]),
    ),
  );
  return new Set(
    [...names].flatMap((name) => (typeof name === "string" && !publicWords.has(name) ? [name.toLowerCase()] : [])),
  );
}

/** The first of the names that a text mentions, as a word or words of its own. */
export function mentionedIn(text: string, names: ReadonlySet<string>): string | undefined {
  const lower = text.toLowerCase();
  const words = new Set([...lower.matchAll(WORDS)].map(([word]) => word.replace(/[.:+-]+$/, "")));
  for (const name of names) {
    if (words.has(name)) return name;
    if (/[^\p{L}\p{N}_.:+-]/u.test(name) && lower.includes(name)) return name;
  }
  return undefined;
}
