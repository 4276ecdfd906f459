import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { CommandError, EXIT, StudyError } from "../errors.ts";
import type { Tls, Via } from "../silos/wire/open-transport.ts";
import { folderName, numberAbove, wholeNumber } from "./options.ts";

/** Where parties meet, and how to prove who we are there. */
export interface ViaFlags {
  readonly via?: string;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

interface Flags extends ViaFlags {
  readonly scenarios?: number;
  readonly seed?: number;
  readonly workers: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly enforce?: boolean;
  readonly silenceSeconds: number;
  readonly keepMessages?: boolean;
  readonly json?: boolean;
}

export function registerSiloRun(group: Command): void {
  const command = group
    .command("run")
    .description(
      "Run one party's part of a joint study, in step with the others: its own results in its own run folder.",
    )
    .argument("<party>", "file of the party (YAML), its contract beside it")
    .option(
      "--scenarios <n>",
      "scenarios to sample, the same for all parties (default: the contract's)",
      wholeNumber(1, 1e8),
    )
    .option(
      "--seed <n>",
      "seed of all draws, the same for all parties (default: the contract's)",
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option("--workers <n>", "worker threads; changes no number", wholeNumber(1, 1024), availableParallelism())
    .option("--out <folder>", "run folder (default: results/<study>-<configuration>-<seed>)", folderName)
    .option("--resume", "go on with an unfinished run; the same bytes as without the break")
    .option("--force", "compute anew and replace what the run folder, and the place to meet, hold of this party")
    .option("--silence-seconds <n>", "give up a party that shows no sign of life for so long", numberAbove(0), 300)
    .option("--keep-messages", "leave all messages where they lie, for breakwater silo traffic")
    .option("--enforce", "end with exit code 99 unless every criterion of the party passes")
    .option("--json", "print the manifest as JSON instead of the table");
  for (const option of viaOptions()) command.addOption(option);
  command
    .addHelpText(
      "after",
      "\nExamples:\n  breakwater silo run parts/taiwan.yaml --via folder:/srv/exchange --out results/taiwan\n  BREAKWATER_SILO_VIA=rediss://taiwan:PASSWORD@meet.example:6380 breakwater silo run parts/taiwan.yaml",
    )
    .action(act);
}

export function viaOptions(): Option[] {
  return [
    new Option("--via <address>", "where parties meet: folder:DIR, or Redis 7 as rediss://user@host:6380").env(
      "BREAKWATER_SILO_VIA",
    ),
    new Option("--tls-ca <file>", "certificate of the authority that vouches for the server (PEM)"),
    new Option("--tls-cert <file>", "our own certificate, for servers that ask for one (PEM)"),
    new Option("--tls-key <file>", "its key (PEM)"),
  ];
}

/** The address and the certificates that flags name. */
export async function readVia({ via, tlsCa, tlsCert, tlsKey }: ViaFlags): Promise<Via> {
  if (via === undefined) {
    throw new CommandError(
      EXIT.usage,
      "missing --via, where the parties meet (or BREAKWATER_SILO_VIA): folder:DIR or rediss://...",
    );
  }
  const files = { ca: tlsCa, cert: tlsCert, key: tlsKey };
  const named = Object.entries(files).filter((entry): entry is [keyof Tls, string] => entry[1] !== undefined);
  if (named.length === 0) return { address: via };
  if (!via.startsWith("rediss://")) {
    throw new CommandError(EXIT.usage, `invalid --tls-${named[0][0]}, only a rediss:// address speaks TLS`);
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new CommandError(EXIT.usage, "missing --tls-cert or --tls-key, one is of no use without the other");
  }
  const texts = named.map(async ([name, path]) => {
    const text = await readFile(path, "utf8").catch((error: Error) => {
      throw new CommandError(EXIT.missingInput, `missing --tls-${name} ${path}, ${error.message}`);
    });
    return [name, text] as const;
  });
  return { address: via, tls: Object.fromEntries(await Promise.all(texts)) as Tls };
}

async function act(path: string, flags: Flags): Promise<void> {
  const { readStudyOrPart } = await import("./read-study.ts");
  const { runStudy } = await import("../run.ts");
  const { interruptible, resumeCommand, sayHowToResume } = await import("./interrupt.ts");
  const { createProgress } = await import("./progress.ts");
  const { enforceCriteria } = await import("./enforce-criteria.ts");
  const { notify } = await import("./format.ts");
  const { showRun } = await import("./show-run.ts");
  const { createReporter } = await import("./run-report.ts");
  const { describeHello } = await import("../silos/wire/describe-hello.ts");
  const { checkParty } = await import("../silos/files/check-party.ts");
  const { createSiloExecutor } = await import("../silos/wire/executor.ts");

  const parsed = await readStudyOrPart(path);
  const { silo } = parsed.study;
  if (silo === undefined || parsed.contract === undefined) {
    throw new CommandError(
      EXIT.usage,
      `invalid party ${path}, it is a whole study: breakwater run runs it, breakwater silo split parts it`,
    );
  }
  const { problems } = checkParty(parsed);
  if (problems.length > 0) throw new StudyError(problems);
  if (flags.enforce === true && parsed.study.criteria.length === 0) {
    throw new CommandError(EXIT.usage, `invalid --enforce, ${path} states no criteria`);
  }
  const via = await readVia(flags);
  const { settings } = parsed.study;
  const asked = { scenarios: flags.scenarios ?? settings.scenarios, seed: flags.seed ?? settings.seed };
  const study = { ...parsed.study, settings: { ...settings, ...asked } };
  const workers = Math.min(flags.workers, Math.ceil(asked.scenarios / settings.blockScenarios));
  const executor = createSiloExecutor({
    via,
    contract: contractId(parsed.contract.raw),
    hello: describeHello(study, silo, parsed.contract.raw),
    workers,
    silenceSeconds: flags.silenceSeconds,
    keepsMessages: flags.keepMessages === true,
    isForced: flags.force === true,
    notify,
  });
  const progress = createProgress(process.stderr, "scenarios", () => performance.now());
  const reporter = createReporter();
  try {
    const report = await interruptible(sayHowToResume, (signal) =>
      runStudy(parsed, {
        ...asked,
        ...(flags.out === undefined ? {} : { out: flags.out }),
        resume: flags.resume === true,
        force: flags.force === true,
        workers,
        executor,
        signal,
        onProgress: progress.update,
        beforeSuccess: reporter.beforeSuccess,
      }),
    ).finally(progress.finish);
    showRun(report, flags.json === true);
    await reporter.afterwards(report);
    const left = await executor.end(asked.scenarios);
    if (left.length > 0) {
      notify(
        `warning: ${left.join(", ")} may still need messages of ${silo.party}: they are kept; the same command takes them off later`,
      );
    }
    if (flags.enforce === true) enforceCriteria(report.manifest.criteria);
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode !== EXIT.tryAgain) throw error;
    throw new CommandError(error.exitCode, `${error.message}\n  ${resumeCommand(process.argv)}`);
  } finally {
    await executor.close();
  }
}

/** What a contract calls itself. */
function contractId(raw: unknown): string {
  return (raw as { contract: { id: string } }).contract.id;
}
