import type { Path } from "../../config/path.ts";
import { asList, asMap } from "../../config/raw-values.ts";
import type { YamlSource } from "../../config/yaml-source.ts";
import type { StudyProblem } from "../../errors.ts";
import { quote } from "../../schema/show.ts";
import type { PartyPart } from "./check-party.ts";
import { mentionedIn } from "./keep-words.ts";

/** Reports values that tell of what one party owns in the contract or in the file of another. */
export function findForeignNames(parts: readonly PartyPart[]): StudyProblem[] {
  const files = parts.map(({ source, silo }) => ({ party: silo.party, source, names: ownNames(source) }));
  const [{ contractSource: shared }] = parts;
  const publicWords = wordsOf(shared);
  const problems: StudyProblem[] = [];
  const look = (source: YamlSource, party: string | undefined, known: ReadonlySet<string>): void => {
    for (const owner of files) {
      if (owner.party === party) continue;
      const names = new Set([...owner.names].filter((name) => !known.has(name)));
      walk(source.raw, [], (value, path) => {
        const word = mentionedIn(value, names);
        if (word === undefined) return;
        const message = `invalid value, it tells of ${quote(word)}, which is known to party ${quote(owner.party)} alone`;
        problems.push(source.problemAt(path, message));
      });
    }
  };
  look(shared, undefined, publicWords);
  for (const { party, source, names } of files) look(source, party, new Set([...publicWords, ...names]));
  return problems;
}

/** Ids and names, in small letters, of what a party owns. */
function ownNames({ raw }: YamlSource): ReadonlySet<string> {
  const { world, markets } = asMap(raw);
  const { sites, lanes } = asMap(world);
  const words = [
    ...asList(sites).flatMap((site) => [asMap(site).id, asMap(site).name, asMap(site).cluster]),
    ...asList(lanes).map((lane) => asMap(lane).id),
    ...asList(markets).flatMap((market) => [asMap(market).id, asMap(market).name]),
  ];
  return new Set(words.flatMap((word) => (typeof word === "string" ? [word.toLowerCase()] : [])));
}

/** Ids and names that the contract makes public. */
function wordsOf({ raw }: YamlSource): ReadonlySet<string> {
  const { contract, world, designs, hazards, commonCauses, boundary } = asMap(raw);
  const lists = [...Object.values(asMap(world)), designs, hazards, commonCauses, boundary];
  const words = lists.flatMap((list) => asList(list).flatMap((item) => [asMap(item).id, asMap(item).name]));
  const blocs = asList(asMap(world).regions).flatMap((region) => asList(asMap(region).blocs));
  const all = [...words, ...blocs, ...asList(asMap(contract).parties)];
  return new Set(all.flatMap((word) => (typeof word === "string" ? [word.toLowerCase()] : [])));
}

/** Calls back for every text in a document. */
function walk(value: unknown, path: Path, call: (text: string, path: Path) => void): void {
  if (typeof value === "string") call(value, path);
  else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk(item, [...path, index], call);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key], call);
  }
}
