import type { Command } from "commander";
import { CommandError, EXIT, StudyError } from "../errors.ts";
import { folderName } from "./options.ts";

interface Flags {
  readonly into: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function registerSiloSplit(group: Command): void {
  group
    .command("split")
    .description("Cut a joint study into a contract that all share and a file for each party.")
    .argument("<study>", "joint study (YAML) with silos")
    .requiredOption("--into <folder>", "folder to write contract.yaml and the files of parties into", folderName)
    .option("--force", "replace files of these names")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", "\nExample:\n  breakwater silo split joint.yaml --into parts")
    .action(act);
}

async function act(path: string, flags: Flags): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  const { existsSync } = await import("node:fs");
  const { basename, join } = await import("node:path");
  const { compileStudy } = await import("../compile-study.ts");
  const { writeDurable } = await import("../outputs/durable-file.ts");
  const { splitStudy } = await import("../silos/files/split-study.ts");
  const { writeSplit } = await import("../silos/files/write-split.ts");
  const { notify, print } = await import("./format.ts");
  const { readStudy } = await import("./read-study.ts");

  const parsed = await readStudy(path);
  if (parsed.study.silos === undefined) {
    const message = "missing silos, the study does not say which party owns which sites";
    throw new StudyError([{ file: path, line: 1, column: 1, path: "", message }]);
  }
  const split = splitStudy(parsed, compileStudy(parsed));
  const files = writeSplit(split, basename(path)).map(({ name, text }) => ({ path: join(flags.into, name), text }));
  const there = files.find((file) => existsSync(file.path));
  if (there !== undefined && flags.force !== true) {
    throw new CommandError(EXIT.cannotCreate, `cannot create ${there.path}, it exists; --force replaces it`);
  }
  try {
    await mkdir(flags.into, { recursive: true });
    for (const file of files) await writeDurable(file.path, file.text);
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create files in ${flags.into}, ${(error as Error).message}`);
  }
  const written = files.map((file) => file.path);
  if (flags.json === true) {
    print(JSON.stringify({ files: written, notes: split.notes }, null, 2));
    return;
  }
  for (const note of split.notes) notify(`note: ${note}`);
  print(written.join("\n"));
}
