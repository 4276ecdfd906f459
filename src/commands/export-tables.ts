import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";

interface Flags {
  readonly excel?: boolean;
  readonly parquet?: boolean;
  readonly duckdb?: boolean;
  readonly json?: boolean;
}

export const exportTables: CliCommand = {
  name: "export",
  register(program) {
    program
      .command("export")
      .description("Copy the tables of a finished run for spreadsheets, as Parquet, or into a DuckDB database.")
      .argument("<run>", "run folder")
      .option("--excel", "CSV with byte order mark and CR LF in excel/")
      .option("--parquet", "Parquet files in parquet/")
      .option("--duckdb", "one database, run.duckdb; needs the package @duckdb/node-api")
      .option("--json", "print what was written as JSON")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater export results/ev --parquet\n  breakwater export results/ev --excel --duckdb",
      )
      .action(act);
  },
};

async function act(folder: string, flags: Flags): Promise<void> {
  const { EXPORT_FORMATS, exportRun } = await import("../outputs/export-run.ts");
  const { requireRun } = await import("../report/read-run.ts");
  const { print } = await import("./format.ts");
  const formats = EXPORT_FORMATS.filter((format) => flags[format] === true);
  if (formats.length === 0)
    throw new CommandError(EXIT.usage, "missing format, must be --excel, --parquet or --duckdb");
  const manifest = await requireRun(folder);
  const written: string[] = [];
  for (const format of formats) written.push(await exportRun(folder, manifest, format));
  print(flags.json === true ? JSON.stringify(written) : written.join("\n"));
}
