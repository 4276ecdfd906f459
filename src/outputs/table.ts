/** A cell: undefined is an empty one (the data dictionary says when a value is undefined). */
export type Cell = number | string | boolean | undefined;

export interface TableColumn<Row> {
  /** snake_case, with its unit as suffix where it has one. */
  readonly name: string;
  readonly type: "integer" | "number" | "boolean" | "string";
  readonly description: string;
  cell(row: Row): Cell;
}

/** One result table. Header, rows, types and data dictionary all derive from it. */
export interface Table<Row> {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly primaryKey: readonly string[];
  /** Column -> table whose key of the same name it refers to. */
  readonly foreignKeys: Readonly<Record<string, string>>;
}

/** Gives the rows of a table their type once, for all its columns. */
export function defineTable<Row>(table: Table<Row>): Table<Row> {
  return table;
}

/** `lostRevenueUsd` -> `lost_revenue_usd`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
