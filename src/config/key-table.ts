import type { SchemaNode } from "./json-schema.ts";

/** One key of a study file, for people. */
export interface KeyRow {
  /** `world.lanes[].leadTimeDays`. */
  readonly key: string;
  readonly meaning: string;
  /** Type and legal range. */
  readonly range: string;
  /** The default, `required`, `optional`, or `see there` where the meaning says it. */
  readonly otherwise: string;
}

/** Every key of a map in the order of the schema; what a key tells apart (hazard kinds, distributions) has rows of its own. */
export function keyRows(schema: SchemaNode, prefix = ""): KeyRow[] {
  const rows: KeyRow[] = [];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) === true && child.default === undefined;
    const { node, suffix } = unwrapList(child);
    const key = `${prefix}${name}${suffix}`;
    const otherwise = isRequired ? "required" : showDefault(child.default, child.description ?? "");
    rows.push({ key, meaning: child.description ?? node.description ?? "", range: rangeOf(child), otherwise });
    const map = mapOf(node);
    if (map !== undefined && kindsOf(node).length === 0) rows.push(...keyRows(map, `${key}.`));
    const { additionalProperties: byId } = node;
    if (typeof byId === "object") rows.push(...keyRows(byId, `${key}.ID.`));
  }
  return rows;
}

function unwrapList(node: SchemaNode): { node: SchemaNode; suffix: string } {
  return node.items === undefined ? { node, suffix: "" } : { node: node.items, suffix: "[]" };
}

/** The map a node is, or may be: `via` entries may be an id or a map. */
function mapOf(node: SchemaNode): SchemaNode | undefined {
  if (node.properties !== undefined) return node;
  return [...(node.anyOf ?? []), ...(node.oneOf ?? [])].map(mapOf).find((map) => map !== undefined);
}

/** Alternatives of a node, however deep, that a constant key tells apart, by that constant. */
export function kindsOf(node: SchemaNode): { kind: string; node: SchemaNode }[] {
  return [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((child) => {
    const constant = child.properties?.kind?.const ?? child.properties?.distribution?.const;
    return typeof constant === "string" ? [{ kind: constant, node: child }] : kindsOf(child);
  });
}

/** Of what a schema leaves open: the schema of studies checks it. */
const AS_IN_STUDY = "as in a study";

function isOpen({ description: _, default: __, ...schema }: SchemaNode): boolean {
  return Object.keys(schema).length === 0;
}

function rangeOf(node: SchemaNode): string {
  if (isOpen(node)) return AS_IN_STUDY;
  if (node.items !== undefined && isOpen(node.items)) return `list ${AS_IN_STUDY}`;
  if (node.items !== undefined) return `list of ${plural(rangeOf(node.items))}`;
  if (node.enum !== undefined) return node.enum.join(", ");
  if (node.const !== undefined) return String(node.const);
  if (node.type === "number" || node.type === "integer") {
    const low = node.exclusiveMinimum === undefined ? `[${number(node.minimum)}` : `(${number(node.exclusiveMinimum)}`;
    const high = node.exclusiveMaximum === undefined ? `${number(node.maximum)}]` : `${number(node.exclusiveMaximum)})`;
    return `${node.type === "integer" ? "whole number" : "number"} in ${low}, ${high}`;
  }
  if (node.type === "boolean") return "true or false";
  if (node.type === "string") return "text";
  if (kindsOf(node).some(({ node: child }) => child.properties?.distribution !== undefined)) {
    return node.anyOf?.some((child) => child.const === "permanent") ? "distribution or permanent" : "distribution";
  }
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (alternatives.length > 0) return [...new Set(alternatives.map(rangeOf))].join(" or ");
  return "map";
}

function plural(range: string): string {
  return range === "map" ? "maps" : range === "text" ? "ids" : range === "text or map" ? "ids or maps" : range;
}

function number(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

/** A key may also go without a value, or say in words what then holds. */
function showDefault(value: unknown, meaning: string): string {
  if (value === undefined) return meaning.includes("Default:") ? "see there" : "optional";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "object" ? "as below" : value === "" ? "none" : String(value);
}
