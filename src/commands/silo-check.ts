import type { Command } from "commander";
import { CommandError, EXIT, StudyError, type StudyProblem } from "../errors.ts";
import type { CheckedParty } from "../silos/files/check-party.ts";

export function registerSiloCheck(group: Command): void {
  group
    .command("check")
    .description("Prove that files of parties fit their contract and, where all are there, each other.")
    .argument(
      "<paths...>",
      "folder with the files of all parties, or files of parties: one alone is held against its contract",
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  breakwater silo check configs/silos/semiconductors\n  breakwater silo check configs/silos/semiconductors/taiwan.yaml",
    )
    .action(act);
}

async function act(paths: readonly string[], flags: { readonly json?: boolean }): Promise<void> {
  const { checkParty, isPart } = await import("../silos/files/check-party.ts");
  const { checkTogether } = await import("../silos/files/check-together.ts");
  const { notify, print } = await import("./format.ts");
  const { readStudyOrPart } = await import("./read-study.ts");
  const { wrapText } = await import("./wrap.ts");
  const { contractCounts, contractTable, describeFit, partyCounts, partyTable } = await import("./silo-tables.ts");

  const { files, areAll } = await partyFiles(paths);
  const problems: StudyProblem[] = [];
  const checked: CheckedParty[] = [];
  for (const file of files) {
    try {
      const parsed = await readStudyOrPart(file);
      if (!isPart(parsed)) {
        const message =
          "invalid file, it is a whole study and not the part of one party; breakwater silo split makes these";
        throw new StudyError([{ file, line: 1, column: 1, path: "", message }]);
      }
      const party = checkParty(parsed);
      checked.push(party);
      problems.push(...party.problems);
    } catch (error) {
      if (!(error instanceof StudyError)) throw error;
      problems.push(...error.problems);
    }
  }
  // Files that cannot be read would be missed by all others: what does not fit is said once they can.
  if (areAll && checked.length === files.length) problems.push(...checkTogether(checked));
  if (problems.length > 0) throw new StudyError(once(problems));
  for (const warning of new Set(checked.flatMap(({ warnings }) => warnings))) notify(`warning: ${warning}`);
  const [{ part }] = checked;
  if (flags.json === true) {
    const parties = checked.map((party) => ({ party: party.part.silo.party, ...partyCounts(party) }));
    print(JSON.stringify({ contract: contractCounts(part), parties }, null, 2));
    return;
  }
  print(wrapText(describeFit(checked, areAll)));
  print(`\nShared: in the contract, read by all\n${contractTable(part)}`);
  print(`\nPrivate: in the file of one party\n${partyTable(checked)}`);
}

/** Files of parties, and whether they claim to be all. */
async function partyFiles(paths: readonly string[]): Promise<{ files: readonly string[]; areAll: boolean }> {
  const { readdir, stat } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { isPartyText } = await import("../config/silo/is-party-text.ts");
  const { readStudyText } = await import("./read-study.ts");
  const files: string[] = [];
  let hasFolder = false;
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push(path);
      continue;
    }
    hasFolder = true;
    const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
    const found: string[] = [];
    for (const name of names) {
      const file = join(path, name);
      if (isPartyText(await readStudyText(file))) found.push(file);
    }
    if (found.length === 0) {
      throw new CommandError(EXIT.missingInput, `missing files of parties in ${path}, none there states silo`);
    }
    files.push(...found);
  }
  return { files, areAll: hasFolder || files.length > 1 };
}

/** What every file says of the contract is said once. */
function once(problems: readonly StudyProblem[]): StudyProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ file, line, column, path, message }) => {
    const key = [file, line, column, path, message].join("\0");
    return !seen.has(key) && seen.add(key);
  });
}
