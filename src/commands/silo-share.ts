import { type Command, Option } from "commander";
import { CommandError, EXIT } from "../errors.ts";
import type { Settings } from "../model/settings.ts";
import type { Silo } from "../model/silo.ts";
import type { Market } from "../model/world.ts";
import type { PartyRun, RunStatistic } from "../silos/summary/share-summary.ts";
import { folderName, numberAbove, wholeNumber } from "./options.ts";

interface Flags {
  readonly into: string;
  readonly leastScenarios: number;
  readonly noiseFraction?: number;
  readonly noiseSeed?: string;
  readonly force?: boolean;
}

export function registerSiloShare(group: Command): void {
  group
    .command("share")
    .description("Write what a party tells the others of its own run: statistics, never a scenario.")
    .argument("<run>", "run folder of the party")
    .requiredOption("--into <file>", "file to write (JSON)", folderName)
    .option("--least-scenarios <n>", "leave out what rests on fewer scenarios than this", wholeNumber(1, 1e8), 10)
    .option(
      "--noise-fraction <f>",
      "add noise to means, its standard deviation as a fraction of theirs",
      numberAbove(0),
    )
    .addOption(
      new Option("--noise-seed <text>", "the party's own secret that noise follows from").env(
        "BREAKWATER_SILO_NOISE_SEED",
      ),
    )
    .option("--force", "replace the file")
    .addHelpText(
      "after",
      "\nExample:\n  breakwater silo share results/taiwan --into shared/taiwan.json --least-scenarios 20",
    )
    .action(act);
}

async function act(folder: string, flags: Flags): Promise<void> {
  const { existsSync } = await import("node:fs");
  const { shareSummary } = await import("../silos/summary/share-summary.ts");
  const { writeDurable } = await import("../outputs/durable-file.ts");
  const { count, notify, print } = await import("./format.ts");
  const { noiseFraction = 0, noiseSeed = "", leastScenarios } = flags;
  if (noiseFraction > 0 && noiseSeed === "") {
    throw new CommandError(
      EXIT.usage,
      "missing --noise-seed (or BREAKWATER_SILO_NOISE_SEED), a secret of the party's own",
    );
  }
  if (existsSync(flags.into) && flags.force !== true) {
    throw new CommandError(EXIT.cannotCreate, `cannot create ${flags.into}, it exists; --force replaces it`);
  }
  const run = await readPartyRun(folder);
  const shared = shareSummary(run, { leastScenarios, noiseFraction, noiseSeed });
  const text = `${JSON.stringify(shared, null, 1)}\n`;
  try {
    await writeDurable(flags.into, text);
  } catch (error) {
    throw new CommandError(EXIT.cannotCreate, `cannot create ${flags.into}, ${(error as Error).message}`);
  }
  const withheld = new Set(shared.designs.flatMap((design) => design.withheld));
  for (const why of withheld) notify(`withheld: ${why}`);
  const [{ means }] = shared.designs;
  print(
    `${flags.into}: ${count(shared.designs.length, "design")}, ${count(Object.keys(means).length, "mean")} each, ${text.length} bytes`,
  );
}

/** Reads what a party's finished run says. Throws 66 where there is none, 64 where it is not that of a party. */
async function readPartyRun(folder: string): Promise<PartyRun> {
  const { readFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { METRICS } = await import("../metrics/index.ts");
  const { inspectFolder } = await import("../outputs/run-folder.ts");
  const { readTable } = await import("../outputs/read-table.ts");
  const { snakeCase } = await import("../outputs/table.ts");
  const { dimDesign, dimMetric } = await import("../outputs/tables/dimensions.ts");
  const { serviceCurve } = await import("../outputs/tables/service-curve.ts");
  const { summary } = await import("../outputs/tables/summary.ts");
  const found = await inspectFolder(folder);
  if (found.kind !== "complete") {
    const why = found.kind === "free" ? "there is no such folder, or it is empty" : "it holds an unfinished run";
    throw new CommandError(EXIT.missingInput, `missing run ${folder}, ${why}`);
  }
  const { manifest } = found;
  const resolved = JSON.parse(await readFile(join(folder, "study.resolved.json"), "utf8")) as {
    readonly silo?: Silo;
    readonly settings: Settings;
    readonly markets: readonly Market[];
    readonly hazards: readonly { readonly kind: string }[];
  };
  const { silo, settings, markets, hazards } = resolved;
  if (silo === undefined) {
    throw new CommandError(
      EXIT.usage,
      `invalid run ${folder}, it is that of a whole study: breakwater silo run makes a party's`,
    );
  }
  const [designs, metrics, statistics, curves] = await Promise.all([
    readTable(folder, dimDesign),
    readTable(folder, dimMetric),
    readTable(folder, summary),
    readTable(folder, serviceCurve),
  ]);
  if (designs === undefined || metrics === undefined || statistics === undefined || curves === undefined) {
    throw new CommandError(
      EXIT.missingInput,
      `missing tables in ${folder}, written by version ${manifest.run.engineVersion}; run it again`,
    );
  }
  const names = new Map(METRICS.map(({ name }) => [snakeCase(name), name]));
  const metricNames = metrics.map(({ metric }) => names.get(String(metric)) ?? String(metric));
  const ids = designs.map(({ design }) => String(design));
  return {
    party: silo.party,
    terms: {
      parties: silo.parties,
      sharesPrices: silo.sharesPrices,
      designs: ids,
      seed: manifest.seed,
      scenarios: manifest.scenarios,
      horizonDays: settings.horizonDays,
      exposureDays: settings.exposureDays,
      engineVersion: manifest.run.engineVersion,
    },
    statistics: statistics.map(
      (row): RunStatistic => ({
        design: ids[row.design_id as number],
        metric: metricNames[row.metric_id as number],
        statistic: String(row.statistic),
        value: row.value as number | undefined,
      }),
    ),
    designs: designs.map((row, design) => ({
      design: ids[design],
      costUsdPerDay: row.cost_usd_per_day as number,
      revenueUsdPerDay: row.revenue_usd_per_day as number,
      isDemandDisturbed:
        silo.hasVariableDemand ||
        markets.some(({ priceElasticity = 0 }) => priceElasticity !== 0) ||
        hazards.some(({ kind }) => kind === "demand-shock"),
      basketWeight: markets.reduce(
        (sum, { basketWeight, demandUnitsPerDay, priceUsdPerUnit }) =>
          sum + (basketWeight ?? demandUnitsPerDay * priceUsdPerUnit),
        0,
      ),
      meanService: curves
        .filter((point) => point.design_id === design && point.curve === "service_level")
        .map((point) => point.mean as number),
    })),
  };
}
