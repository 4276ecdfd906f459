import type { Command } from "commander";

/** A command of the CLI: how it is called and, loaded only when it is, what it does. */
export interface CliCommand {
  readonly name: string;
  /** Adds the command to the program; its action imports what it needs. */
  register(program: Command): void;
}
