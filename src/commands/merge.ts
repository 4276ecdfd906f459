import type { CliCommand } from "./define.ts";
import { folderName } from "./options.ts";

interface Flags {
  readonly out?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const merge: CliCommand = {
  name: "merge",
  register(program) {
    program
      .command("merge")
      .description("Put shards together: the same bytes as one run of the whole study.")
      .argument("<runs...>", "run folders of all shards, in any order")
      .option("--out <folder>", "run folder (default: results/<study>-<configuration>-<seed>)", folderName)
      .option("--resume", "go on with a merge that was cut off")
      .option("--force", "merge anew and replace what the run folder holds")
      .option("--json", "print the manifest as JSON instead of the table")
      .addHelpText("after", "\nExample:\n  breakwater merge results/part-1 results/part-2 --out results/whole")
      .action(act);
  },
};

async function act(folders: readonly string[], flags: Flags): Promise<void> {
  const { mergeShards } = await import("../merge.ts");
  const { interruptible, sayHowToResume } = await import("./interrupt.ts");
  const { createProgress } = await import("./progress.ts");
  const { showRun } = await import("./show-run.ts");
  const { createReporter } = await import("./run-report.ts");
  const reporter = createReporter();
  const progress = createProgress(process.stderr, "scenarios", () => performance.now());
  const report = await interruptible(sayHowToResume, (signal) =>
    mergeShards(folders, { ...flags, signal, onProgress: progress.update, beforeSuccess: reporter.beforeSuccess }),
  ).finally(progress.finish);
  showRun(report, flags.json === true);
  await reporter.afterwards(report);
}
