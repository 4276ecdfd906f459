import { CommandError, EXIT } from "../errors.ts";
import type { Criterion } from "../model/criterion.ts";
import type { CliCommand } from "./define.ts";
import { commaList, fileName, wholeNumber } from "./options.ts";

interface Flags {
  readonly design?: string[];
  readonly criterion: string[];
  readonly hazards?: string[];
  readonly steps: number;
  readonly longestDays?: number;
  readonly onset: number;
  readonly out?: string;
  readonly json?: boolean;
}

export const reverse: CliCommand = {
  name: "reverse",
  register(program) {
    program
      .command("reverse")
      .description("Find the smallest single disruption of each hazard that makes a design fail a criterion.")
      .argument("<study>", "study file (YAML)")
      .option("--design <ids>", "only these designs, separated by commas", commaList)
      .option(
        "--criterion <text>",
        "criterion, may be repeated (default: those of the study)",
        (text: string, before: string[]) => [...before, text],
        [],
      )
      .option("--hazards <ids>", "only these hazards, separated by commas", commaList)
      .option("--steps <n>", "severities tried, 1/n to 1", wholeNumber(1, 1000), 10)
      .option("--longest-days <n>", "longest duration tried (default: to the horizon)", wholeNumber(1, 36_500))
      .option("--onset <day>", "day on which it strikes", wholeNumber(0, 36_500), 0)
      .option("--out <file>", "also write the whole frontier to this CSV file", fileName)
      .option("--json", "print the frontier as JSON instead of the table")
      .addHelpText(
        "after",
        '\nExample:\n  breakwater reverse configs/two-node.yaml --criterion "lostRevenueUsd.cvar95 <= 5000"',
      )
      .action(act);
  },
};

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { requireDesigns, requireKnown } = await import("./options.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { reverseStress } = await import("../studies/reverse.ts");
  const { reverseTable } = await import("../studies/reverse-table.ts");
  const { reverseTables } = await import("./reverse-tables.ts");
  const { createProgress } = await import("./progress.ts");
  const { writeTable } = await import("./write-table.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  const { study } = parsed;
  const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);
  requireDesigns(flags.design ?? [], ids(study.designs));
  requireKnown("hazard", flags.hazards ?? [], ids(study.hazards));
  const { horizonDays } = study.settings;
  if (flags.onset >= horizonDays) {
    throw new CommandError(EXIT.usage, `invalid onset ${flags.onset}, must be in [0, ${horizonDays})`);
  }
  const criteria = await criteriaOf(path, flags.criterion, study.criteria);
  const compiled = compileStudy(parsed, flags.design === undefined ? {} : { designs: flags.design });
  const progress = createProgress(process.stderr, "searches", () => performance.now());
  const rows = reverseStress(
    compiled,
    criteria,
    flags.hazards ?? ids(study.hazards),
    {
      severities: Array.from({ length: flags.steps }, (_, step) => (step + 1) / flags.steps),
      longestDays: flags.longestDays ?? horizonDays - flags.onset,
      onsetDay: flags.onset,
    },
    progress.update,
  );
  progress.finish();
  if (flags.out !== undefined) await writeTable(flags.out, reverseTable, rows);
  if (flags.json === true) print(JSON.stringify(rows, null, 2));
  else print(reverseTables(compiled, criteria, rows, flags.onset));
}

/** The criteria asked for, or the study's, as far as one scenario can break them. */
async function criteriaOf(path: string, asked: readonly string[], own: readonly Criterion[]): Promise<Criterion[]> {
  const { parseCriterion } = await import("../config/schema/criterion-schema.ts");
  const { isReversible } = await import("../studies/reverse.ts");
  const { notify } = await import("./format.ts");
  const criteria = asked.map((text) => {
    const criterion = parseCriterion(text);
    if (typeof criterion === "string") throw new CommandError(EXIT.usage, criterion);
    return criterion;
  });
  const all = asked.length > 0 ? criteria : own;
  for (const criterion of all) {
    if (!isReversible(criterion)) notify(`left out: ${criterion.text}, one scenario has no ${criterion.statistic}`);
  }
  const usable = all.filter(isReversible);
  if (usable.length === 0) {
    throw new CommandError(
      EXIT.usage,
      `missing criterion, ${path} states none that one scenario can break; give --criterion`,
    );
  }
  return usable;
}
