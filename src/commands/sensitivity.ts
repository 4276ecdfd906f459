import { availableParallelism } from "node:os";
import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";
import { fileName, wholeNumber } from "./options.ts";

interface Flags {
  readonly design?: string;
  readonly parameter: string[];
  readonly parameters?: string;
  readonly statistic: string;
  readonly method: "morris" | "sobol";
  readonly trajectories: number;
  readonly rows: number;
  readonly scenarios: number;
  readonly seed?: number;
  readonly workers: number;
  readonly out?: string;
  readonly json?: boolean;
}

const METHODS = ["morris", "sobol"];

export const sensitivity: CliCommand = {
  name: "sensitivity",
  register(program) {
    program
      .command("sensitivity")
      .description("Find which numbers of a study a design's result depends on: Morris screening, Sobol indices.")
      .argument("<study>", "study file (YAML)")
      .option(
        "--parameter <path=low..high>",
        "number of the study and its range, may be repeated; :whole at the end for whole numbers",
        (text: string, before: string[]) => [...before, text],
        [],
      )
      .option("--parameters <file>", "YAML list of { path, low, high, whole }")
      .option("--design <id>", "design (default: the first)")
      .option("--statistic <metric.statistic>", "what is asked, as in summary", "lostRevenueUsd.mean")
      .option("--method <name>", "morris (screening) or sobol (parts of the variance)", "morris")
      .option("--trajectories <n>", "morris: ways through the parameters", wholeNumber(2, 1e6), 10)
      .option("--rows <n>", "sobol: rows of the two matrices", wholeNumber(2, 1e6), 128)
      .option("--scenarios <n>", "scenarios at every point, the same at each", wholeNumber(1, 1e7), 200)
      .option("--seed <n>", "seed of all draws (default: the study's)", wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option("--workers <n>", "worker threads; changes no number", wholeNumber(1, 1024), availableParallelism())
      .option("--out <file>", "also write all figures to this CSV file", fileName)
      .option("--json", "print JSON instead of the table")
      .addHelpText(
        "after",
        '\nExample:\n  breakwater sensitivity configs/two-node.yaml --parameter "hazards[id=strait-blocked].durationDays=5..40:whole" --parameter "markets[id=west].demandUnitsPerDay=80..120"',
      )
      .action(act);
  },
};

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { readYaml } = await import("../config/read-yaml.ts");
  const { parseCriterion } = await import("../config/schema/criterion-schema.ts");
  const { checkParameters, parseParameter, readParameters } = await import("./sensitivity-parameters.ts");
  const { requireDesigns, requireKnown } = await import("./options.ts");
  const { decomposeVariance, screenParameters } = await import("../studies/sensitivity.ts");
  const { sensitivityFigures, sensitivityTable } = await import("../studies/sensitivity-table.ts");
  const { sensitivityTables } = await import("./sensitivity-tables.ts");
  const { createProgress } = await import("./progress.ts");
  const { writeTable } = await import("./write-table.ts");
  const { print } = await import("./format.ts");
  const parsed = await readStudy(path);
  const { designs, settings } = parsed.study;
  const design = flags.design ?? designs[0].id;
  requireDesigns(
    [design],
    designs.map(({ id }) => id),
  );
  requireKnown("method", [flags.method], METHODS);
  // A criterion knows metrics, statistics, and what to say about a slip.
  const asked = parseCriterion(`${flags.statistic} <= 0`);
  if (typeof asked === "string" || asked.statistic === undefined || asked.statistic.endsWith("IfImpacted")) {
    const why = typeof asked === "string" ? asked : "must be a statistic over all scenarios";
    throw new CommandError(EXIT.usage, `invalid statistic '${flags.statistic}', ${why}`);
  }
  const { raw } = readYaml(path, parsed.text);
  const listed = flags.parameters === undefined ? [] : await readParameters(flags.parameters);
  const parameters = [...listed, ...flags.parameter.map(parseParameter)];
  checkParameters(parameters, raw);
  const question = {
    file: path,
    raw,
    parameters,
    design,
    metric: asked.metric,
    statistic: asked.statistic,
    scenarios: flags.scenarios,
    seed: flags.seed ?? settings.seed,
  };
  const progress = createProgress(process.stderr, "points", () => performance.now());
  const rows = await (flags.method === "sobol"
    ? decomposeVariance(question, flags.rows, flags.workers, progress.update)
    : screenParameters(question, flags.trajectories, flags.workers, progress.update)
  ).finally(progress.finish);
  if (flags.out !== undefined) await writeTable(flags.out, sensitivityTable, sensitivityFigures(rows));
  if (flags.json === true) print(JSON.stringify(rows, null, 2));
  else print(sensitivityTables(question, rows));
}
