import type { CliCommand } from "./define.ts";
import { registerSiloCheck } from "./silo-check.ts";
import { registerSiloMerge } from "./silo-merge.ts";
import { registerSiloRun } from "./silo-run.ts";
import { registerSiloShare } from "./silo-share.ts";
import { registerSiloSplit } from "./silo-split.ts";
import { registerSiloTraffic } from "./silo-traffic.ts";

export const silo: CliCommand = {
  name: "silo",
  register(program) {
    const group = program
      .command("silo")
      .description("One stress test of a network whose parts stay private.")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater silo split joint.yaml --into parts\n  breakwater silo check parts\n  breakwater silo run parts/taiwan.yaml --via folder:/srv/exchange\n  breakwater silo share results/taiwan --into shared/taiwan.json\n  breakwater silo merge shared/*.json\n\nbreakwater silo help COMMAND has the flags and examples of a command.",
      );
    const commands = [
      registerSiloSplit,
      registerSiloCheck,
      registerSiloRun,
      registerSiloTraffic,
      registerSiloShare,
      registerSiloMerge,
    ];
    for (const register of commands) register(group);
    for (const command of group.commands) command.exitOverride().showHelpAfterError("(see --help)");
  },
};
