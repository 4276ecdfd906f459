import { CommandError, EXIT } from "../errors.ts";
import { FREIGHT_MODES, type FreightMode } from "../model/world.ts";
import type { Quantity, Scope } from "../studies/reprice.ts";
import type { CliCommand } from "./define.ts";
import { commaList, fileName, numberAbove } from "./options.ts";

interface Flags extends Scope {
  readonly from?: string;
  readonly to?: string;
  readonly quantity?: Quantity[];
  readonly upto?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export const breakEven: CliCommand = {
  name: "break-even",
  register(program) {
    program
      .command("break-even")
      .description("Find the carbon price, freight factor and duty at which one design becomes cheaper than another.")
      .argument("<study>", "study file (YAML)")
      .option("--from <design>", "design that is to be overtaken (default: every pair)")
      .option("--to <design>", "design that overtakes it (default: every pair)")
      .option("--quantity <names>", "carbon-price, freight, tariff, separated by commas (default: all)", commaList)
      .option("--regime <id>", "only the carbon price of this regime (default: one price in all regimes)")
      .option("--modes <names>", "only freight and duties on lanes of these modes", commaList)
      .option("--lanes <ids>", "only freight and duties on these lanes", commaList)
      .option("--origin <region>", "only duties on goods from this region")
      .option("--destination <region>", "only duties on goods into this region")
      .option("--upto <value>", "where the curve of the CSV ends (default: beyond the last break-even)", numberAbove(0))
      .option("--out <file>", "also write the cost curves to this CSV file", fileName)
      .option("--json", "print JSON instead of the table")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater break-even configs/ev-battery.yaml\n  breakwater break-even configs/ev-battery.yaml --quantity carbon-price --regime eu-ets --out curve.csv",
      )
      .action(act);
  },
};

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { findBreakEvens, tabulateCurve, usualReach } = await import("../studies/break-even.ts");
  const { curveTable } = await import("../studies/break-even-table.ts");
  const { QUANTITIES } = await import("../studies/reprice.ts");
  const { breakEvenTables } = await import("./break-even-tables.ts");
  const { requireDesigns, requireKnown } = await import("./options.ts");
  const { writeTable } = await import("./write-table.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  const { world, designs } = parsed.study;
  const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);
  const given = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
  requireDesigns([...given(flags.from), ...given(flags.to)], ids(designs));
  requireKnown("quantity", flags.quantity ?? [], QUANTITIES);
  requireKnown("carbon regime", given(flags.regime), ids(world.carbonRegimes));
  requireKnown("mode", flags.modes ?? [], FREIGHT_MODES);
  requireKnown("lane", flags.lanes ?? [], ids(world.lanes));
  requireKnown("region", [...given(flags.origin), ...given(flags.destination)], ids(world.regions));
  if (flags.from !== undefined && flags.from === flags.to) {
    throw new CommandError(EXIT.usage, `invalid pair, '${flags.from}' cannot overtake itself`);
  }
  const compiled = compileStudy(parsed);
  const { from, to, quantity = QUANTITIES } = flags;
  const questions = quantity.map((name) => ({
    quantity: name,
    scope: scopeOf(flags),
    pairs: pairsOf(ids(designs), from, to),
  }));
  const answers = questions.map((question) => findBreakEvens(compiled, question));
  if (flags.out !== undefined) {
    const points = questions.flatMap((question, index) =>
      tabulateCurve(compiled, question, answers[index], flags.upto ?? usualReach(question.quantity, answers[index])),
    );
    await writeTable(flags.out, curveTable, points);
  }
  if (flags.json === true) print(JSON.stringify(answers.flat(), null, 2));
  else print(breakEvenTables(compiled, scopeOf(flags), answers.flat()));
}

function scopeOf({ regime, modes, lanes, origin, destination }: Flags): Scope {
  return {
    ...(regime === undefined ? {} : { regime }),
    ...(modes === undefined ? {} : { modes: modes as FreightMode[] }),
    ...(lanes === undefined ? {} : { lanes }),
    ...(origin === undefined ? {} : { origin }),
    ...(destination === undefined ? {} : { destination }),
  };
}

/** The pairs that are asked for, each once, in the order of the study. */
function pairsOf(designs: readonly string[], from?: string, to?: string): [string, string][] {
  if (from !== undefined && to !== undefined) return [[from, to]];
  const others = (id: string): string[] => designs.filter((design) => design !== id);
  if (from !== undefined) return others(from).map((id) => [from, id]);
  if (to !== undefined) return others(to).map((id) => [id, to]);
  return designs.flatMap((left, index) => designs.slice(index + 1).map((right): [string, string] => [left, right]));
}
