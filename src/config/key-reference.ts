import { distributionLaws } from "../distributions/index.ts";
import { HAZARD_KINDS } from "../hazards/index.ts";
import { type SchemaNode, studyJsonSchema, toJsonSchema } from "./json-schema.ts";
import { type KeyRow, keyRows, kindsOf } from "./key-table.ts";
import { contractSchema } from "./schema/contract-schema.ts";
import { partySchema } from "./schema/party-schema.ts";

/** Reference of every key of a study file, hazard kind and distribution, as Markdown. */
export function keyReference(): string {
  const schema = studyJsonSchema("inline");
  const rows = keyRows(schema);
  const sections = ["settings", "world", "markets", "commonCauses", "designs", "silos"].map((top) => {
    const own = rows.filter(({ key }) => key.startsWith(`${top}.`) || key.startsWith(`${top}[]`) || key === top);
    return `### ${top}\n\n${markdownTable(own)}`;
  });
  const topLevel = rows.filter(({ key }) => !/[.]/.test(key));
  return `## Keys

### Study

${markdownTable(topLevel)}

${sections.join("\n\n")}

### hazards

Every hazard has these keys; each kind adds its own.

${hazardTables(schema)}

### Distributions

A distribution is a number (always that value) or a map with the key \`distribution\`.

${distributionTables(schema)}
`;
}

/** Reference of the keys that contracts and files of parties have of their own, as Markdown. */
export function siloKeyReference(): string {
  const contract = keyRows(toJsonSchema(contractSchema, "inline"));
  const party = keyRows(toJsonSchema(partySchema, "inline"));
  const under = (rows: readonly KeyRow[], ...tops: string[]): KeyRow[] =>
    rows.filter(({ key }) =>
      tops.some((top) => key === top || key.startsWith(`${top}.`) || key.startsWith(`${top}[]`)),
    );
  return `## Keys of a contract

Its settings, world, designs, hazards and commonCauses hold what those of a study hold (\`configs/README.md\`).

${markdownTable(under(contract, "contract", "boundary"))}

## Keys of a party's file

It holds what a study holds, and these.

${markdownTable(under(party, "silo", "boundaryLanes"))}
`;
}

function hazardTables(schema: SchemaNode): string {
  const kinds = kindsOf(schema.properties?.hazards?.items as SchemaNode).map(({ kind, node }) => ({
    kind,
    rows: keyRows(node).filter(({ key }) => key !== "kind"),
  }));
  const shared = (row: KeyRow): boolean =>
    kinds.every(({ rows }) => rows.some(({ key }) => key === row.key)) && !/^targets/.test(row.key);
  const common = `${markdownTable(kinds[0].rows.filter(shared))}`;
  const own = kinds.map(({ kind, rows }) => {
    const summary = HAZARD_KINDS.find((member) => member.kind === kind)?.summary ?? "";
    return `#### kind: ${kind}\n\n${summary}\n\n${markdownTable(rows.filter((row) => !shared(row)))}`;
  });
  return [common, ...own].join("\n\n");
}

function distributionTables(schema: SchemaNode): string {
  const hazard = kindsOf(schema.properties?.hazards?.items as SchemaNode)[0].node;
  const laws = kindsOf(hazard.properties?.severity as SchemaNode);
  const rows = laws.map(({ kind, node }) => {
    const summary = distributionLaws.find((law) => law.name === kind)?.summary ?? "";
    const parameters = keyRows(node)
      .filter(({ key }) => key !== "distribution" && !key.includes("."))
      .map(({ key, meaning }) => `\`${key}\`: ${meaning}`);
    return `| ${kind} | ${summary} | ${parameters.join("<br>")} |`;
  });
  return ["| distribution | what it is | parameters |", "| --- | --- | --- |", ...rows].join("\n");
}

function markdownTable(rows: readonly KeyRow[]): string {
  const lines = rows.map(
    ({ key, meaning, range, otherwise }) => `| \`${key}\` | ${meaning} | ${range} | ${otherwise} |`,
  );
  return ["| key | meaning | value | default |", "| --- | --- | --- | --- |", ...lines].join("\n");
}
