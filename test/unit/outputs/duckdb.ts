import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

export interface Field {
  readonly name: string;
  readonly type: "integer" | "number" | "boolean" | "string";
  readonly description: string;
}

export interface Resource {
  readonly name: string;
  readonly path: string | readonly string[];
  readonly schema: {
    readonly fields: readonly Field[];
    readonly missingValues: readonly string[];
    readonly primaryKey: readonly string[];
    readonly foreignKeys: readonly {
      readonly fields: string;
      readonly reference: { readonly resource: string; readonly fields: string };
    }[];
  };
}

const SQL_TYPES = { integer: "BIGINT", number: "DOUBLE", boolean: "BOOLEAN", string: "VARCHAR" } as const;

export type Row = Record<string, bigint | number | boolean | string | null>;

/** A run folder as a database that knows nothing but its data package. */
export async function loadPackage(folder: string): Promise<{
  resources: readonly Resource[];
  query(sql: string): Promise<Row[]>;
}> {
  const { resources } = JSON.parse(readFileSync(join(folder, "datapackage.json"), "utf8")) as {
    resources: Resource[];
  };
  const connection: DuckDBConnection = await (await DuckDBInstance.create(":memory:")).connect();
  const query = async (sql: string): Promise<Row[]> => (await connection.runAndReadAll(sql)).getRowObjects() as Row[];
  for (const { name, path, schema } of resources) {
    const files = [path].flat().map((file) => `'${join(folder, file)}'`);
    const columns = schema.fields.map((field) => `'${field.name}': '${SQL_TYPES[field.type]}'`);
    await query(
      `create table ${name} as select * from read_csv([${files}], columns = {${columns}}, header = true, auto_detect = false,
       delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '${schema.missingValues[0]}', strict_mode = true)`,
    );
  }
  return { resources, query };
}
