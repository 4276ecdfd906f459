import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBatchRunner, DISRUPTION_FIELDS } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { inline } from "../../../src/executors/inline.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { openCsv } from "../../../src/outputs/csv-writer.ts";
import { describePackage } from "../../../src/outputs/data-package.ts";
import { snakeCase } from "../../../src/outputs/table.ts";
import { RESULT_TABLES } from "../../../src/outputs/tables/index.ts";
import { survival } from "../../../src/outputs/tables/survival.ts";
import { runStudy } from "../../../src/run.ts";
import { manifestOf, temporaryFolder } from "../run/folders.ts";
import { parseCsv } from "../run/parse-csv.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";
import { loadPackage, type Row } from "./duckdb.ts";

const folder = temporaryFolder(afterAll);
const studies = {
  harbour: parseInput(harbourStudy()),
  // Nothing may go wrong: tables without rows, metrics without values.
  calm: parseInput(harbourStudy({ scenarios: 3 }, { id: "calm", hazards: [] })),
};
type Name = keyof typeof studies;
const loaded = new Map<Name, Awaited<ReturnType<typeof loadPackage>>>();

beforeAll(async () => {
  for (const name of Object.keys(studies) as Name[]) {
    await runStudy(studies[name], { executor: inline, workers: 1, out: join(folder, name) });
    loaded.set(name, await loadPackage(join(folder, name)));
  }
});

const database = (name: Name) => loaded.get(name) as Awaited<ReturnType<typeof loadPackage>>;

describe.each(["harbour", "calm"] as const)("DuckDB, told nothing but the data package of %s,", (name) => {
  test("loads every table with the types it states, every row of it", async () => {
    const { resources, query } = database(name);
    expect(resources.map((resource) => resource.name)).toEqual(RESULT_TABLES.map((table) => table.name));
    const rows = new Map(manifestOf(join(folder, name)).files.map((file) => [file.path, file.rows]));
    for (const resource of resources) {
      const [{ count }] = await query(`select count(*) as count from ${resource.name}`);
      expect(Number(count), resource.name).toBe(rows.get(resource.path as string));
    }
  });

  test("reads every cell as it was meant: doubles to the bit, empty cells as null", async () => {
    const { resources, query } = database(name);
    for (const { name: table, path, schema } of resources) {
      const [, ...records] = parseCsv(readFileSync(join(folder, name, path as string), "utf8"));
      const rows = await query(`select * from ${table}`);
      expect(rows.length).toBe(records.length);
      const meaning = { integer: BigInt, number: Number, boolean: (text: string) => text === "true", string: String };
      const wrong: string[] = [];
      records.forEach((record, at) => {
        schema.fields.forEach(({ name: field, type }, index) => {
          const text = record[index];
          if (type === "boolean" && !["true", "false", ""].includes(text)) wrong.push(`${field} ${text}`);
          const expected = text === "" ? null : meaning[type](text);
          if (!Object.is(rows[at][field], expected)) wrong.push(`${table} row ${at} ${field}: ${text}`);
        });
      });
      expect(wrong.slice(0, 5)).toEqual([]);
    }
  });

  test("finds every primary key unique and without nulls, and every foreign key leading somewhere", async () => {
    const { resources, query } = database(name);
    let foreignKeys = 0;
    for (const { name: table, schema } of resources) {
      const key = schema.primaryKey.join(", ");
      expect(schema.primaryKey.length).toBeGreaterThan(0);
      expect(await query(`select ${key} from ${table} group by ${key} having count(*) > 1`), table).toEqual([]);
      const isNull = schema.primaryKey.map((column) => `${column} is null`).join(" or ");
      expect(await query(`select * from ${table} where ${isNull}`), table).toEqual([]);
      for (const { fields, reference } of schema.foreignKeys) {
        foreignKeys += 1;
        const referred = resources.find((resource) => resource.name === reference.resource);
        expect(referred?.schema.primaryKey, `${table}.${fields}`).toEqual([reference.fields]);
        const lost = `select ${fields} from ${table} where ${fields} not in (select ${reference.fields} from ${reference.resource})`;
        expect(await query(lost), `${table}.${fields}`).toEqual([]);
        expect(await query(`select ${fields} from ${table} where ${fields} is null`)).toEqual([]);
      }
    }
    expect(foreignKeys).toBeGreaterThanOrEqual(8);
  });
});

describe("the data package", () => {
  test("explains every column in words, in snake_case, and names no column twice", () => {
    for (const { schema } of database("harbour").resources) {
      const names = schema.fields.map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name, description } of schema.fields) {
        expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
        expect(description, name).toMatch(/\S/);
      }
      for (const key of schema.primaryKey) expect(names).toContain(key);
    }
  });

  test("lists the parts of a table that has several, in order", () => {
    const part = (index: number) => ({
      table: "summary",
      path: `data/summary/part-0000${index}.csv`,
      rows: 1,
      bytes: 1,
      sha256: "",
    });
    const tables = RESULT_TABLES.filter((table) => table.name === "summary");
    const { resources } = describePackage("An Id: ü", "Title", tables, [part(0), part(1)]) as {
      resources: { path: string[]; hash?: string }[];
    };
    expect(resources[0].path).toEqual(["data/summary/part-00000.csv", "data/summary/part-00001.csv"]);
    expect(resources[0].hash).toBeUndefined();
  });

  test("lets a reader put the parts of a long table together again", async () => {
    const parts = join(folder, "parts");
    mkdirSync(join(parts, "data"), { recursive: true });
    const writer = await openCsv(parts, survival, 7);
    const rows = Array.from({ length: 24 }, (_, time) => ({
      design: 0,
      population: "all" as const,
      time,
      atRisk: 100 - time,
      events: 1,
      censored: 0,
      survival: 1 - time / 100,
      greenwoodSe: time / 7,
      lower: time === 0 ? undefined : time / 3,
      upper: undefined,
      cumulativeHazard: 0,
    }));
    await writer.write(rows);
    const files = await writer.commit();
    expect(files).toHaveLength(4);
    writeFileSync(join(parts, "datapackage.json"), JSON.stringify(describePackage("x", "X", [survival], files)));
    const { query } = await loadPackage(parts);
    const read = await query("select * from survival order by time_days");
    expect(read.map((row) => [row.time_days, row.greenwood_se, row.ci_low, row.ci_high])).toEqual(
      rows.map((row) => [row.time, row.greenwoodSe, row.lower ?? null, null]),
    );
  });

  test("has a name of the letters that a package may have", () => {
    expect(describePackage("An Id: ü+1", "Title", [], [])).toMatchObject({ name: "an-id----1", resources: [] });
  });
});

describe("the facts", () => {
  test("are what the batch computed, every scenario of every design once, in order", async () => {
    const { outcomes, disruptions } = createBatchRunner(toBatchStudy(compileStudy(studies.harbour)))(0, 300);
    const rows = await database("harbour").query("select * from fact_outcome");
    expect(rows.length).toBe(600);
    rows.forEach((row, at) => {
      expect([row.scenario_id, row.design_id]).toEqual([BigInt(Math.floor(at / 2)), BigInt(at % 2)]);
      METRICS.forEach((metric, index) => {
        const value = outcomes[at * METRICS.length + index];
        const cell = row[snakeCase(metric.name)];
        if (metric.kind === "flag") expect(cell).toBe(value === 1);
        else if (Number.isNaN(value)) expect(cell).toBeNull();
        else if (!Object.is(cell, value + 0)) expect(cell, `${metric.name} of row ${at}`).toBe(value);
      });
    });
    const events = await database("harbour").query("select * from fact_disruption");
    expect(events.length).toBe(disruptions.length / DISRUPTION_FIELDS.length);
    events.forEach((event, at) => {
      const own = disruptions.subarray(at * DISRUPTION_FIELDS.length, (at + 1) * DISRUPTION_FIELDS.length);
      const { disruption_id: _, triggered_by_disruption_id: by, ...told } = event;
      expect([...Object.values(told), by ?? -1].map(Number)).toEqual([...own]);
    });
  });

  test("count the disruptions of a scenario from 0, and agree with disruption_count and first_onset_day", async () => {
    const { query } = database("harbour");
    const perScenario = await query(
      `select scenario_id, count(*) as n, max(disruption_id) as last, min(onset_day) as onset from fact_disruption group by all`,
    );
    const byScenario = new Map(perScenario.map((row) => [row.scenario_id, row]));
    for (const row of await query("select * from fact_outcome")) {
      const own = byScenario.get(row.scenario_id);
      expect(row.disruption_count).toBe(Number(own?.n ?? 0));
      expect(row.first_onset_day).toBe(own === undefined ? null : Number(own.onset));
      if (own !== undefined) expect(own.last).toBe((own.n as bigint) - 1n);
    }
    expect(Math.max(...perScenario.map((row) => Number(row.n)))).toBeGreaterThan(2);
  });
});

describe("the dimensions", () => {
  const cells = async (table: string, columns: string): Promise<(Row[string] | undefined)[][]> =>
    (await database("harbour").query(`select ${columns} from ${table}`)).map((row) => Object.values(row));

  test("number designs in the order of the study, and hazards in code-unit order of their ids", async () => {
    expect(await cells("dim_design", "design_id, design, name, is_reference")).toEqual([
      [0n, "lean", 'Lean, "just in time"', true],
      [1n, "buffered", '"Buffered"', false],
    ]);
    expect(await cells("dim_hazard", "hazard_id, hazard, kind")).toEqual([
      [0n, "carbon-jump", "carbon-price-shock"],
      [1n, "quay-shut", "port-closure"],
      [2n, "strait-blocked", "blockade"],
      [3n, "works-down", "site-outage"],
    ]);
  });

  test("give names as they were written, whatever CSV makes of them", async () => {
    expect(await cells("dim_region", "region_id, region, name, blocs, carbon_regime")).toEqual([
      [0n, "north", "The North, cold", "home", "ets"],
      [1n, "south", 'The "South"', "home", null],
      [2n, "far", "Far; 'away' | 東", null, null],
    ]);
    expect(await cells("dim_market", "market, site, product, demand_units_per_day, price_usd_per_unit")).toEqual([
      ["north", "shop-north", "widget", 50, 40],
      ["south", "shop-south", "widget", 30, 35],
    ]);
  });

  test("describe each metric as the column of fact_outcome it is", async () => {
    expect(await cells("dim_metric", "metric_id, metric, kind, unit, worse, seen_by")).toEqual(
      METRICS.map(({ name, kind, unit, worse, seenBy }, index) => [
        BigInt(index),
        snakeCase(name),
        kind,
        unit,
        worse,
        seenBy === undefined ? null : snakeCase(seenBy),
      ]),
    );
  });
});
