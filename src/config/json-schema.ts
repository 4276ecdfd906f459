import { z } from "zod";
import type { Path } from "./path.ts";
import { studySchema } from "./schema/study-schema.ts";

/** A node of a JSON Schema, as far as we look into it. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  /** Of a map whose keys are ids: what stands at each. */
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * JSON Schema (draft 7) of study files, for editors.
 *
 * @param reused whether what occurs often (distributions) stands once and is referred to, or everywhere
 */
export function studyJsonSchema(reused: "ref" | "inline"): SchemaNode & Record<string, unknown> {
  return { title: "Breakwater study", ...toJsonSchema(studySchema, reused) };
}

export function toJsonSchema(schema: z.ZodType, reused: "ref" | "inline"): SchemaNode & Record<string, unknown> {
  const options = { target: "draft-7", io: "input", unrepresentable: "any", reused } as const;
  return z.toJSONSchema(schema, options) as SchemaNode & Record<string, unknown>;
}

/** Keys that may stand in the map at a path of a study file. */
export const knownKeysAt = knownKeysOf(studySchema);

/** Makes the function that says which keys may stand in the map at a path of what a schema describes. */
export function knownKeysOf(schema: z.ZodType): (path: Path, raw: unknown) => Set<string> {
  // Made at the first unknown key and kept: a study may have thousands of them.
  let inlineSchema: SchemaNode | undefined;
  return (path, raw) => {
    inlineSchema ??= toJsonSchema(schema, "inline");
    return keysAt(inlineSchema, path, raw);
  };
}

function keysAt(root: SchemaNode, path: Path, raw: unknown): Set<string> {
  let nodes: SchemaNode[] = [root];
  let value = raw;
  for (const step of path) {
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    const next = nodes.flatMap((node) => {
      const child = typeof step === "number" ? node.items : node.properties?.[step as string];
      return child === undefined ? [] : alternatives(child);
    });
    nodes = matching(next, value);
  }
  return new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})));
}

function alternatives(node: SchemaNode): SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  // A law with several forms has properties and, beside them, the forms as alternatives.
  const own = inner.length === 0 || node.properties !== undefined ? [node] : [];
  return [...own, ...inner.flatMap(alternatives)];
}

/** Where alternatives are told apart by a constant key (`kind`, `distribution`), only those that fit the value. */
function matching(nodes: SchemaNode[], value: unknown): SchemaNode[] {
  const fits = nodes.filter((node) =>
    Object.entries(node.properties ?? {}).every(
      ([key, child]) =>
        child.const === undefined || child.const === (value as Record<string, unknown> | undefined)?.[key],
    ),
  );
  return fits.length > 0 ? fits : nodes;
}
