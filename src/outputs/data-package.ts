import type { TableFile } from "./csv-writer.ts";
import type { Table } from "./table.ts";

/**
 * Frictionless data package: each table with its types, keys and the meaning of its columns.
 *
 * Source: Data Package and Tabular Data Resource, specs.frictionlessdata.io (v1).
 */
export function describePackage(
  name: string,
  title: string,
  // biome-ignore lint/suspicious/noExplicitAny: tables of all kinds of rows
  tables: readonly Table<any>[],
  files: readonly TableFile[],
): object {
  return {
    profile: "tabular-data-package",
    name: name.toLowerCase().replace(/[^a-z0-9._-]/g, "-"),
    title,
    resources: tables.map((table) => {
      const own = files.filter((file) => file.table === table.name);
      const only = own.length === 1 ? { bytes: own[0].bytes, hash: `sha256:${own[0].sha256}` } : {};
      return {
        profile: "tabular-data-resource",
        name: table.name,
        title: table.description,
        path: own.length === 1 ? own[0].path : own.map((file) => file.path),
        ...only,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: { delimiter: ",", lineTerminator: "\n", quoteChar: '"', doubleQuote: true, header: true },
        schema: {
          fields: table.columns.map((column) => ({
            name: column.name,
            type: column.type,
            description: column.description,
          })),
          missingValues: [""],
          primaryKey: table.primaryKey,
          foreignKeys: Object.entries(table.foreignKeys).map(([field, resource]) => ({
            fields: field,
            reference: { resource, fields: field },
          })),
        },
      };
    }),
  };
}
