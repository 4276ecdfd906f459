import type { CliCommand } from "./define.ts";
import { registerSiloCheck } from "./silo-check.ts";
import { registerSiloSplit } from "./silo-split.ts";

export const silo: CliCommand = {
  name: "silo",
  register(program) {
    const group = program
      .command("silo")
      .description("One stress test of a network whose parts stay private.")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater silo split joint.yaml --into parts\n  breakwater silo check parts\n\nbreakwater silo help COMMAND has the flags and examples of a command.",
      );
    for (const register of [registerSiloSplit, registerSiloCheck]) register(group);
    for (const command of group.commands) command.exitOverride().showHelpAfterError("(see --help)");
  },
};
