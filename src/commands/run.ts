import { availableParallelism } from "node:os";
import { Option } from "commander";
import type { ParsedStudy } from "../config/parse-study.ts";
import { CommandError, EXIT } from "../errors.ts";
import type { Executor } from "../executors/define.ts";
import { KERNELS, type KernelName } from "../simulate/kernel/choose.ts";
import type { CliCommand } from "./define.ts";
import { commaList, folderName, numberWithin, redisOption, wholeNumber } from "./options.ts";
import { type ShardFlag, shardFlag } from "./shard-of.ts";

interface Flags {
  readonly scenarios?: number;
  readonly seed?: number;
  readonly designs?: string[];
  readonly precision?: number;
  readonly workers: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly enforce?: boolean;
  readonly shard?: ShardFlag;
  readonly executor: "pool" | "queue";
  readonly kernel?: KernelName;
  readonly redis?: string;
  readonly json?: boolean;
  readonly excel?: boolean;
  readonly parquet?: boolean;
  readonly duckdb?: boolean;
}

export const run: CliCommand = {
  name: "run",
  register(program) {
    program
      .command("run")
      .description("Run a study: every scenario on every design, results as CSV in a run folder.")
      .argument("<study>", "study file (YAML)")
      .option("--scenarios <n>", "scenarios to sample (default: the study's)", wholeNumber(1, 1e8))
      .option("--seed <n>", "seed of all draws (default: the study's)", wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option(
        "--precision <fraction>",
        "run on until half-widths of 95 % intervals are this part of the values (default: the study's)",
        numberWithin(0.0001, 1),
      )
      .option("--designs <ids>", "only these designs, separated by commas", commaList)
      .option("--workers <n>", "worker threads; changes no number", wholeNumber(1, 1024), availableParallelism())
      .option("--out <folder>", "run folder (default: results/<study>-<configuration>-<seed>)", folderName)
      .option("--resume", "go on with an unfinished run of the same study; the same bytes as without the break")
      .addOption(
        new Option("--shard <i/K>", "compute one share of the scenarios, for merge; auto in an array job").argParser(
          shardFlag,
        ),
      )
      .addOption(new Option("--executor <name>", "who computes").choices(["pool", "queue"]).default("pool"))
      .addOption(
        new Option(
          "--kernel <name>",
          "who simulates; changes no number (default: simd where code is worth compiling)",
        ).choices(KERNELS),
      )
      .addOption(redisOption())
      .option("--force", "compute anew and replace what the run folder holds")
      .option("--enforce", "end with exit code 99 unless every criterion of the study passes")
      .option("--json", "print the manifest as JSON instead of the table")
      .option("--excel", "also copies for spreadsheets in excel/, as breakwater export makes them")
      .option("--parquet", "also Parquet files in parquet/")
      .option("--duckdb", "also one database, run.duckdb; needs the package @duckdb/node-api")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater run configs/ev-battery.yaml\n  breakwater run configs/ev-battery.yaml --scenarios 10000 --workers 8 --out results/ev",
      )
      .action(act);
  },
};

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudy } = await import("./read-study.ts");
  const { requireDesigns } = await import("./options.ts");
  const { runStudy } = await import("../run.ts");
  const { interruptible, sayHowToResume } = await import("./interrupt.ts");
  const { shareOf } = await import("./shard-of.ts");
  const { createPool } = await import("../executors/pool.ts");
  const { createProgress } = await import("./progress.ts");
  const { enforceCriteria } = await import("./enforce-criteria.ts");
  const { notify } = await import("./format.ts");
  const { showRun } = await import("./show-run.ts");
  const { createReporter } = await import("./run-report.ts");
  const { EXPORT_FORMATS, exportRun } = await import("../outputs/export-run.ts");

  const parsed = await readStudy(path);
  const known = parsed.study.designs.map((design) => design.id);
  requireDesigns(flags.designs ?? [], known);
  if (flags.enforce === true && parsed.study.criteria.length === 0) {
    throw new CommandError(EXIT.usage, `invalid --enforce, ${path} states no criteria`);
  }
  const formats = EXPORT_FORMATS.filter((format) => flags[format] === true);
  if (formats.length > 0 && flags.shard !== undefined) {
    throw new CommandError(EXIT.usage, `invalid --${formats[0]}, a shard is exported once it is merged`);
  }
  const progress = createProgress(process.stderr, "scenarios", () => performance.now());
  // More workers than blocks would start for nothing.
  const { scenarios: usual, blockScenarios } = parsed.study.settings;
  const isOpenEnded = (flags.precision ?? parsed.study.settings.precision) !== undefined;
  const blocks = isOpenEnded ? flags.workers : Math.ceil((flags.scenarios ?? usual) / blockScenarios);
  const workers = Math.min(flags.workers, blocks);
  const { shard: shardFlag, ...asked } = flags;
  const pool = createPool({ workers, studyFile: path, stays: true, recycles: true });
  const executor = flags.executor === "queue" ? await openQueue(parsed, flags, notify) : pool;
  const reporter = createReporter(workers, executor);
  try {
    const report = await interruptible(sayHowToResume, (signal) =>
      runStudy(parsed, {
        ...asked,
        ...(shardFlag === undefined ? {} : { shard: shareOf(shardFlag, process.env) }),
        workers: flags.executor === "queue" ? 0 : workers,
        executor,
        signal,
        onProgress: progress.update,
        onAnswered: reporter.onAnswered,
        beforeSuccess: reporter.beforeSuccess,
      }),
    ).finally(progress.finish);
    showRun(report, flags.json === true);
    for (const format of formats) notify(`copies in ${await exportRun(report.folder, report.manifest, format)}`);
    await reporter.afterwards(report);
    if (flags.enforce === true) enforceCriteria(report.manifest.criteria);
  } finally {
    await pool.close();
  }
}

async function openQueue(study: ParsedStudy, flags: Flags, notify: (text: string) => void): Promise<Executor> {
  if (flags.redis === undefined) {
    throw new CommandError(EXIT.usage, "missing --redis URL (or BREAKWATER_REDIS_URL), the queue needs a server");
  }
  if (flags.kernel !== undefined) {
    throw new CommandError(EXIT.usage, "invalid --kernel with --executor queue, workers elsewhere choose theirs");
  }
  const { createQueue } = await import("../executors/queue.ts");
  return createQueue({ url: flags.redis, study, overrides: flags, notify });
}
