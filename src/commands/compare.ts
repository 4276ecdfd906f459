import type { CliCommand } from "./define.ts";

interface Flags {
  readonly baseline?: string;
  readonly json?: boolean;
}

export const compare: CliCommand = {
  name: "compare",
  register(program) {
    program
      .command("compare")
      .description(
        "Compare the designs of a finished run on the same scenarios: differences, the best, the Pareto front.",
      )
      .argument("<run>", "run folder")
      .option("--baseline <design>", "design the others are compared with (default: the study's reference design)")
      .option("--json", "print JSON")
      .addHelpText("after", "\nExample:\n  breakwater compare results/ev --baseline hyper-global")
      .action(act);
  },
};

async function act(folder: string, flags: Flags): Promise<void> {
  const { readComparison } = await import("./read-comparison.ts");
  const { requireDesigns } = await import("./options.ts");
  const { compareTables } = await import("./compare-tables.ts");
  const { print } = await import("./format.ts");
  const found = await readComparison(folder);
  if (flags.baseline !== undefined) requireDesigns([flags.baseline], found.designs);
  const baseline = flags.baseline ?? found.reference;
  if (flags.json === true) {
    const { comparison, ...rest } = found;
    const rows = comparison.filter((row) => row.versus === baseline);
    print(JSON.stringify({ ...rest, baseline, comparison: rows }, null, 2));
    return;
  }
  print(compareTables(found, baseline));
}
