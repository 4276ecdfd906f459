#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import * as commands from "./commands/all.ts";
import { CommandError, EXIT, type ExitCode, exitCodeOf, SimulationError, StudyError } from "./errors.ts";
import { optimiseLater } from "./executors/optimise-later.ts";
import { engineVersion } from "./version.ts";

optimiseLater();
// A promise that never settles would end the process quietly: unless something clears it, the exit code says so.
process.exitCode = EXIT.internalFault;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode = EXIT.ioError;
  });
}

const program = new Command("breakwater")
  .description(
    "Stress-test supply-chain network designs: time to recover, lost revenue and inflation, with error bars.",
  )
  .version(engineVersion())
  .addHelpText(
    "after",
    "\nFirst steps:\n  breakwater init my-study\n  breakwater check my-study/study.yaml\n  breakwater run my-study/study.yaml\n\nbreakwater help COMMAND has the flags and examples of a command.",
  )
  .showHelpAfterError("(see --help)")
  .showSuggestionAfterError()
  .exitOverride();
for (const command of Object.values(commands)) command.register(program);
for (const command of program.commands) command.exitOverride().showHelpAfterError("(see --help)");

try {
  await program.parseAsync();
  process.exitCode = EXIT.ok;
} catch (error) {
  process.exitCode = report(error);
}

/** Without arguments the help is an answer to a mistake; `--help` and `help` ask for it. */
function isHelpAskedFor({ code, exitCode }: CommanderError): boolean {
  return exitCode === 0 || (code === "commander.help" && process.argv[2] === "help");
}

/** Says what went wrong on stderr and returns the exit code for it. */
function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return isHelpAskedFor(error) ? EXIT.ok : EXIT.usage;
  const say = (text: string): boolean => process.stderr.write(`${text}\n`);
  const code = exitCodeOf(error);
  const { message, stack } = (error ?? {}) as Partial<Error>;
  const isOurs = error instanceof CommandError || error instanceof SimulationError || code !== EXIT.internalFault;
  say((isOurs ? message : stack) ?? String(error));
  if (error instanceof StudyError) {
    const count = error.problems.length;
    say(`${count} problem${count === 1 ? "" : "s"}; nothing was written`);
  }
  return code;
}
