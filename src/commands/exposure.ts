import type { CliCommand } from "./define.ts";
import { commaList, fileName, wholeNumber } from "./options.ts";

interface Flags {
  readonly designs?: string[];
  readonly top: number;
  readonly out?: string;
  readonly json?: boolean;
}

export const exposure: CliCommand = {
  name: "exposure",
  register(program) {
    program
      .command("exposure")
      .description(
        "Put each site, lane, port, chokepoint and region out for its restore time: what is lost, what is survived.",
      )
      .argument("<study>", "study file (YAML)")
      .option("--designs <ids>", "only these designs, separated by commas", commaList)
      .option("--top <n>", "rows a design in the table, the worst first", wholeNumber(1, 1e6), 15)
      .option("--out <file>", "also write all rows to this CSV file", fileName)
      .option("--json", "print all rows as JSON instead of the table")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater exposure configs/two-node.yaml\n  breakwater exposure configs/ev-battery.yaml --designs hyper-global --out exposure.csv",
      )
      .action(act);
  },
};

async function act(path: string, { designs, top, out, json }: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { requireDesigns } = await import("./options.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { measureExposure } = await import("../studies/exposure.ts");
  const { exposureTable } = await import("../studies/exposure-table.ts");
  const { exposureTables } = await import("./exposure-tables.ts");
  const { createProgress } = await import("./progress.ts");
  const { writeTable } = await import("./write-table.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  requireDesigns(
    designs ?? [],
    parsed.study.designs.map(({ id }) => id),
  );
  const compiled = compileStudy(parsed, designs === undefined ? {} : { designs });
  const progress = createProgress(process.stderr, "outages", () => performance.now());
  const rows = measureExposure(compiled, progress.update);
  progress.finish();
  if (out !== undefined) await writeTable(out, exposureTable, rows);
  if (json === true) print(JSON.stringify(rows, null, 2));
  else print(exposureTables(compiled, rows, top));
}
