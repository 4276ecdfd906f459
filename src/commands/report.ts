import { availableParallelism } from "node:os";
import type { CliCommand } from "./define.ts";
import { fileName } from "./options.ts";

export const report: CliCommand = {
  name: "report",
  register(program) {
    program
      .command("report")
      .description("Write the report of a finished run: one HTML file that needs no network.")
      .argument("<run>", "run folder")
      .option("--out <file>", "file to write (default: report.html in the run folder)", fileName)
      .option(
        "--exposure",
        "rank what hurts most when it is out, however long that takes (left out of small runs of large studies)",
      )
      .option("--json", "print where it lies as JSON")
      .addHelpText("after", "\nExamples:\n  breakwater report results/ev\n  breakwater report results/ev --out ev.html")
      .action(act);
  },
};

interface Flags {
  readonly out?: string;
  readonly exposure?: boolean;
  readonly json?: boolean;
}

async function act(folder: string, { out, exposure, json }: Flags): Promise<void> {
  const { writeReport } = await import("../report/write-report.ts");
  const { print } = await import("./format.ts");
  const { warnWithoutCharts } = await import("./run-report.ts");
  const written = await writeReport(folder, {
    ...(out === undefined ? {} : { path: out }),
    ...(exposure === true ? { exposure: "yes" as const } : {}),
    workers: availableParallelism(),
  });
  warnWithoutCharts(written);
  print(json === true ? JSON.stringify(written, null, 2) : written.path);
}
