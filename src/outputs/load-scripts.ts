import type { TableFile } from "./csv-writer.ts";
import type { Table, TableColumn } from "./table.ts";

export const LOAD_SQL_FILE = "load.sql";
export const LOAD_PQ_FILE = "load.pq";

// biome-ignore lint/suspicious/noExplicitAny: tables of all kinds of rows
type AnyTable = Table<any>;

const SQL_TYPES = { integer: "BIGINT", number: "DOUBLE", boolean: "BOOLEAN", string: "VARCHAR" } as const;
const PQ_TYPES = {
  integer: "Int64.Type",
  number: "type number",
  boolean: "type logical",
  string: "type text",
} as const;

/** DuckDB: every table of the run with stated types and keys. Start it in the run folder. */
export function writeLoadSql(tables: readonly AnyTable[], files: readonly TableFile[]): string {
  const statements = tables.flatMap((table) => {
    const paths = pathsOf(table, files);
    if (paths.length === 0) return [];
    const columns = table.columns.map(({ name, type }) => `  ${quoteName(name)} ${SQL_TYPES[type]}`);
    const typesOf = table.columns.map(({ name, type }) => `${quoteText(name)}: '${SQL_TYPES[type]}'`);
    return [
      `-- ${table.description}`,
      `CREATE OR REPLACE TABLE ${quoteName(table.name)} (`,
      `${columns.join(",\n")},`,
      `  PRIMARY KEY (${table.primaryKey.map(quoteName).join(", ")})`,
      ");",
      `INSERT INTO ${quoteName(table.name)} SELECT * FROM read_csv([${paths.map(quoteText).join(", ")}],`,
      `  header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n',`,
      `  columns = {${typesOf.join(", ")}});`,
      "",
    ];
  });
  return [
    "-- Loads every table of this run into DuckDB with the types of datapackage.json. In this folder:",
    "--   duckdb run.duckdb < load.sql",
    "",
    ...statements,
  ].join("\n");
}

/**
 * Power Query (Excel, Power BI): a record of all tables with stated types. Numbers are read as en-US whatever the computer's own
 * region is.
 */
export function writeLoadPq(tables: readonly AnyTable[], files: readonly TableFile[]): string {
  const entries = tables.flatMap((table) => {
    const paths = pathsOf(table, files);
    if (paths.length === 0) return [];
    const types = table.columns.map((column) => `{${quotePq(column.name)}, ${pqType(column)}}`).join(", ");
    return [`    ${table.name} = Load({${paths.map((path) => quotePq(path)).join(", ")}}, {${types}})`];
  });
  return `// Loads every table of this run into Power BI or Excel with the types of datapackage.json.
// Get data > Blank query > Advanced editor: paste this, and set Folder to where this file lies.
let
  Folder = "C:\\path\\to\\this\\run\\",
  Path = (file as text) as text => Folder & Text.Replace(file, "/", "\\"),
  Read = (file as text, columns as number) as table =>
    Table.PromoteHeaders(
      Csv.Document(File.Contents(Path(file)), [Delimiter = ",", Columns = columns, Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
      [PromoteAllScalars = true]
    ),
  Load = (files as list, types as list) as table =>
    let
      Rows = Table.Combine(List.Transform(files, (file) => Read(file, List.Count(types)))),
      Emptied = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, Table.ColumnNames(Rows))
    in
      Table.TransformColumnTypes(Emptied, types, "en-US"),
  Tables = [
${entries.join(",\n")}
  ]
in
  Tables
`;
}

function pathsOf(table: AnyTable, files: readonly TableFile[]): string[] {
  return files.filter((file) => file.table === table.name).map((file) => file.path);
}

// biome-ignore lint/suspicious/noExplicitAny: columns of all kinds of rows
function pqType({ type }: TableColumn<any>): string {
  return PQ_TYPES[type];
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quotePq(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
