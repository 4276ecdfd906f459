import type { Command } from "commander";
import { CommandError, EXIT } from "../errors.ts";
import type { MergedFigure } from "../silos/summary/merge-summaries.ts";
import type { SharedSummary } from "../silos/summary/shared-summary.ts";
import { folderName } from "./options.ts";

interface Flags {
  readonly csv?: string;
  readonly json?: boolean;
}

export function registerSiloMerge(group: Command): void {
  group
    .command("merge")
    .description("Put together what parties share of their runs: what adds up exactly, bounds for the rest.")
    .argument("<files...>", "what breakwater silo share wrote, one file a party")
    .option("--csv <file>", "write the table as CSV as well", folderName)
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  breakwater silo merge shared/*.json --csv joint.csv")
    .action(act);
}

async function act(paths: readonly string[], flags: Flags): Promise<void> {
  const { mergeSummaries } = await import("../silos/summary/merge-summaries.ts");
  const { print } = await import("./format.ts");
  const summaries = await Promise.all(paths.map(readSummary));
  checkTogether(paths, summaries, await differencesOf(summaries));
  const figures = mergeSummaries(summaries);
  if (flags.csv !== undefined) await writeCsv(flags.csv, figures);
  print(flags.json === true ? JSON.stringify(figures, null, 2) : await describe(summaries, figures));
}

async function readSummary(path: string): Promise<SharedSummary> {
  const { readFile } = await import("node:fs/promises");
  const { sharedSummarySchema } = await import("../silos/summary/shared-summary.ts");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CommandError(EXIT.missingInput, `missing ${path}, ${(error as Error).message}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new CommandError(EXIT.invalidStudy, `invalid ${path}, ${(error as Error).message}`);
  }
  const parsed = sharedSummarySchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, MOST_SHOWN)
    .map(({ path: at, message }) => `  ${at.join(".")}: ${message}`);
  throw new CommandError(EXIT.invalidStudy, [`invalid ${path}, it is no shared summary:`, ...issues].join("\n"));
}

const MOST_SHOWN = 8;

/** Differences of terms to those of the first, by summary. */
async function differencesOf(summaries: readonly SharedSummary[]): Promise<readonly (readonly string[])[]> {
  const { findDifferences } = await import("../silos/wire/differences.ts");
  return summaries.map(({ terms }) =>
    findDifferences(summaries[0].terms, terms, MOST_SHOWN).map(
      ({ path, ours, theirs }) => `${path}: ${ours} and ${theirs}`,
    ),
  );
}

function checkTogether(
  paths: readonly string[],
  summaries: readonly SharedSummary[],
  differences: readonly (readonly string[])[],
): void {
  const problems: string[] = [];
  differences.forEach((list, at) => {
    for (const difference of list)
      problems.push(`${paths[0]} and ${paths[at]} are not of one joint run, ${difference}`);
  });
  const { parties } = summaries[0].terms;
  for (const party of parties) {
    const from = paths.filter((_, at) => summaries[at].party === party);
    if (from.length === 0) problems.push(`missing the summary of party '${party}'`);
    if (from.length > 1) problems.push(`invalid summaries, ${from.join(" and ")} are both of party '${party}'`);
  }
  for (const [at, { party, terms, designs }] of summaries.entries()) {
    if (!parties.includes(party)) problems.push(`unknown party '${party}' in ${paths[at]}`);
    const lacking = terms.designs.filter((id) => designs.filter(({ design }) => design === id).length !== 1);
    for (const id of lacking) problems.push(`missing design '${id}' in ${paths[at]}, or it is there twice`);
    for (const { design, meanService } of designs) {
      if ([0, terms.horizonDays].includes(meanService.length)) continue;
      problems.push(
        `invalid meanService of design '${design}' in ${paths[at]}, ${meanService.length} days of ${terms.horizonDays}`,
      );
    }
  }
  if (problems.length > 0) throw new CommandError(EXIT.invalidStudy, problems.join("\n"));
}

async function describe(summaries: readonly SharedSummary[], figures: readonly MergedFigure[]): Promise<string> {
  const { formatTable } = await import("./format.ts");
  const { wrapText } = await import("./wrap.ts");
  const [{ terms }] = summaries;
  const notes: string[] = [];
  const noteOf = (why: string): string => {
    if (!notes.includes(why)) notes.push(why);
    return `(${notes.indexOf(why) + 1})`;
  };
  const show = (value: number | undefined): string => (value === undefined ? "" : shown(value));
  const rows = (design: string): string[][] =>
    figures
      .filter((row) => row.design === design)
      .map(({ figure, unit, value, low, high, kind, why }) => {
        return [`${figure}, ${unit}`, show(value), show(low), show(high), `${kind} ${noteOf(why)}`];
      });
  const tables = terms.designs.flatMap((design) => [
    "",
    design,
    formatTable(["figure", "value", "low", "high", "kind"], rows(design)),
  ]);
  return [
    `${terms.parties.join(", ")}: ${terms.scenarios} scenarios, seed ${terms.seed}`,
    ...(terms.sharesPrices
      ? []
      : ["no prices were shared: costs are at the values agreed on, not those of a joint run"]),
    ...tables,
    ...notes.map((note, at) => wrapText(`(${at + 1}) ${note}`, 4)),
  ].join("\n");
}

function shown(value: number): string {
  return Math.abs(value) >= 1e6 ? value.toPrecision(6) : String(Number(value.toPrecision(5)));
}

async function writeCsv(path: string, figures: readonly MergedFigure[]): Promise<void> {
  const { stringify } = await import("csv-stringify/sync");
  const { writeDurable } = await import("../outputs/durable-file.ts");
  const columns = ["design", "figure", "unit", "value", "low", "high", "kind", "why"];
  try {
    await writeDurable(path, stringify([...figures], { header: true, columns }));
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create ${path}, ${(error as Error).message}`);
  }
}
