import { availableParallelism } from "node:os";
import type { CliCommand } from "./define.ts";
import { commaList, fileName, wholeNumber } from "./options.ts";

interface Flags {
  readonly scenarios: number;
  readonly seed?: number;
  readonly designs?: string[];
  readonly exactUpTo: number;
  readonly orders: number;
  readonly workers: number;
  readonly out?: string;
  readonly json?: boolean;
}

export const attribute: CliCommand = {
  name: "attribute",
  register(program) {
    program
      .command("attribute")
      .description("Share losses, tails, recovery times and inflation among the hazards (Shapley over disruptions).")
      .argument("<study>", "study file (YAML)")
      .option("--scenarios <n>", "the first scenarios of the study's run", wholeNumber(1, 1e6), 200)
      .option("--seed <n>", "seed of all draws (default: the study's)", wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option("--designs <ids>", "only these designs, separated by commas", commaList)
      .option("--exact-up-to <n>", "value all coalitions of so many disruptions", wholeNumber(0, 16), 8)
      .option("--orders <n>", "pairs of orders sampled beyond", wholeNumber(2, 1e4), 16)
      .option("--workers <n>", "worker threads; changes no number", wholeNumber(1, 1024), availableParallelism())
      .option("--out <file>", "also write all rows to this CSV file", fileName)
      .option("--json", "print all rows as JSON instead of the table")
      .addHelpText("after", "\nExample:\n  breakwater attribute configs/two-node.yaml --scenarios 200")
      .action(act);
  },
};

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { requireDesigns } = await import("./options.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { attributeStudy } = await import("../studies/attribution.ts");
  const { attributionTable } = await import("../studies/attribution-table.ts");
  const { attributionTables } = await import("./attribution-tables.ts");
  const { createProgress } = await import("./progress.ts");
  const { writeTable } = await import("./write-table.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  const { scenarios, seed, designs } = flags;
  requireDesigns(
    designs ?? [],
    parsed.study.designs.map(({ id }) => id),
  );
  const compiled = compileStudy(parsed, {
    scenarios,
    ...(seed === undefined ? {} : { seed }),
    ...(designs === undefined ? {} : { designs }),
  });
  const progress = createProgress(process.stderr, "scenarios", () => performance.now());
  const options = { exactUpTo: flags.exactUpTo, orderPairs: flags.orders };
  const rows = await attributeStudy(compiled, options, flags.workers, progress.update).finally(progress.finish);
  if (flags.out !== undefined) await writeTable(flags.out, attributionTable, rows);
  if (flags.json === true) print(JSON.stringify(rows, null, 2));
  else print(attributionTables(compiled, rows));
}
