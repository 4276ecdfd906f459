import type { CliCommand } from "./define.ts";
import { wholeNumber } from "./options.ts";

interface Flags {
  readonly design: string;
  readonly scenario: number;
  readonly seed?: number;
  readonly allDays?: boolean;
  readonly json?: boolean;
}

export const replay: CliCommand = {
  name: "replay",
  register(program) {
    program
      .command("replay")
      .description("Show one scenario of one design: what struck, what the design did, day by day.")
      .argument("<study>", "study file (YAML)")
      .requiredOption("--design <id>", "design")
      .requiredOption("--scenario <n>", "number of the scenario", wholeNumber(0, 1e8))
      .option("--seed <n>", "seed of all draws (default: the study's)", wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option("--all-days", "print undisturbed days too")
      .option("--json", "print JSON")
      .addHelpText(
        "after",
        "\nExample:\n  breakwater replay configs/ev-battery.yaml --design hyper-global --scenario 17",
      )
      .action(act);
  },
};

async function act(path: string, { design, scenario, seed, allDays = false, json }: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { requireDesigns } = await import("./options.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { replayScenario } = await import("../replay.ts");
  const { dayTable, eventLog, outcomeTable, outcomeRecord } = await import("./replay-tables.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  requireDesigns(
    [design],
    parsed.study.designs.map(({ id }) => id),
  );
  const compiled = compileStudy(parsed, seed === undefined ? {} : { seed });
  const index = compiled.study.designs.findIndex(({ id }) => id === design);
  const result = replayScenario(compiled, index, scenario);
  if (json === true) {
    const { disruptions } = result.scenario;
    const events = eventLog(compiled, index, result);
    print(
      JSON.stringify(
        { design, scenario, disruptions, events, days: result.days, outcome: outcomeRecord(result) },
        null,
        2,
      ),
    );
    return;
  }
  print(`Scenario ${scenario} of seed ${compiled.study.settings.seed}, design ${design}\n`);
  const { wrapText } = await import("./wrap.ts");
  for (const { day, text } of eventLog(compiled, index, result)) {
    print(wrapText(`day ${String(day).padStart(4)}  ${text}`, 10));
  }
  print("");
  print(dayTable(result, allDays));
  print("\nTotals, as in fact_outcome");
  print(outcomeTable(result));
}
