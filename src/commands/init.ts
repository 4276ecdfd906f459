import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";

const STUDY_FILE = "study.yaml";

export const init: CliCommand = {
  name: "init",
  register(program) {
    program
      .command("init")
      .description("Write a commented study to start from; it runs as it is.")
      .argument("[folder]", "folder to write study.yaml into", ".")
      .option("--json", "print what was written as JSON")
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater init\n  breakwater init my-network && breakwater run my-network/study.yaml",
      )
      .action(act);
  },
};

async function act(folder: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { writeDurable } = await import("../outputs/durable-file.ts");
  const { print } = await import("./format.ts");
  const { STARTER_STUDY } = await import("./starter-study.ts");
  const path = join(folder, STUDY_FILE);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new CommandError(EXIT.cannotCreate, `cannot create ${path}, it exists; name another folder`);
  try {
    await mkdir(folder, { recursive: true });
    await writeDurable(path, STARTER_STUDY);
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create ${path}, ${(error as Error).message}`);
  }
  print(
    json === true ? JSON.stringify({ path }) : `${path}\n\nNext:\n  breakwater check ${path}\n  breakwater run ${path}`,
  );
}
