import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createRendezvous } from "../../bench/rendezvous.ts";
import { type CompiledStudy, compileStudy } from "../../src/compile-study.ts";
import { type ParsedStudy, parseStudy } from "../../src/config/parse-study.ts";
import type { Study } from "../../src/config/study.ts";
import type { Hazard } from "../../src/hazards/index.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { CHANNELS } from "../../src/model/channel.ts";
import { LANE_OUTBOUND, type Network } from "../../src/model/network.ts";
import { checkParty } from "../../src/silos/files/check-party.ts";
import { checkTogether } from "../../src/silos/files/check-together.ts";
import { splitStudy } from "../../src/silos/files/split-study.ts";
import { writeSplit } from "../../src/silos/files/write-split.ts";
import { createPartyRunner } from "../../src/silos/party-runner.ts";
import { toPartyStudy } from "../../src/silos/party-study.ts";
import { drawSilos, makePartable, partStudy } from "../helpers/part-study.ts";
import { drawStudy, rollDice } from "../helpers/random-study.ts";

/*
 * Files of parties mean what the joint study means: the network that a party compiles from its file and the contract is the one it
 * gets when the joint study is cut in memory, number by number, to the bit. That parts cut in memory run like the whole is
 * another test's.
 */

/** A resolved study as a file would write it. */
function toText({ designs, ...study }: Study): string {
  const own = <Overlay extends { readonly isInherited: boolean }>(list: readonly Overlay[]): unknown[] =>
    list.map(({ isInherited: _, ...overlay }) => overlay);
  const written = designs.map((design) => ({
    ...design,
    stocks: own(design.stocks),
    processes: own(design.processes),
    sites: own(design.sites),
  }));
  return JSON.stringify({ ...study, hazards: study.hazards.map(writtenHazard), designs: written });
}

/** A sanction that was made to reach nothing of others may have nothing left to aim at: it strikes as before, and touches nothing. */
function writtenHazard(hazard: Hazard): unknown {
  if (hazard.kind !== "sanction") return hazard;
  const targets = Object.fromEntries(
    Object.entries(hazard.targets).filter(([, ids]) => ids !== undefined && ids.length > 0),
  );
  if (Object.keys(targets).length > 0) return { ...hazard, targets };
  const { targets: _, ...strikes } = hazard;
  return { ...strikes, kind: "elsewhere" };
}

/** Clusters are drawn without a thought of parties, who cannot lend each other capacity. */
function withoutPooling(study: Study): Study {
  const strip = <Planner extends { readonly clusterPooling?: unknown }>({
    clusterPooling: _,
    ...planner
  }: Planner): Omit<Planner, "clusterPooling"> => planner;
  return {
    ...study,
    settings: { ...study.settings, planner: strip(study.settings.planner) },
    designs: study.designs.map((design) => ({ ...design, planner: strip(design.planner) })),
  };
}

/** Policies of the whole network are in no party's file. */
function withoutPoliciesOfWhole(study: Study): Study {
  return { ...study, designs: makePartable(study).designs };
}

interface SplitFiles {
  readonly joint: ParsedStudy;
  readonly parties: readonly ParsedStudy[];
}

function throughFiles(text: string): SplitFiles {
  const joint = parseStudy("joint.yaml", text);
  const [contract, ...files] = writeSplit(splitStudy(joint, compileStudy(joint)), "joint.yaml");
  const beside = { file: "contract.yaml", text: contract.text };
  return { joint, parties: files.map((file) => parseStudy(file.name, file.text, () => beside)) };
}

/** Index columns, by what they count in: files leave out what a party does not use, so that it has another number. */
const COUNTED: Readonly<Record<string, "regimes" | "regions" | "products">> = {
  laneFreightRegimeFrom: "regimes",
  laneFreightRegimeTo: "regimes",
  laneBorderRegime: "regimes",
  laneOriginRegime: "regimes",
  processRegime: "regimes",
  processRegion: "regions",
  processProduct: "products",
  processTrustProduct: "products",
  laneTrustProduct: "products",
};
/** Compared by name below, or of metrics that no party has alone. */
const ELSEWHERE = new Set([
  "regimePriceUsdPerTonne",
  "marketLocalRegion",
  "hazardEffectStart",
  "effectChannel",
  "effectIndex",
  "effectAmount",
  "effectPassDays",
]);

/** When an importer calls a backup or a faster way is its own affair: the exporter's file does not say. */
const IMPORTERS = new Set([
  "laneBackupPriority",
  "laneActivationDelayDays",
  "laneQualificationDays",
  "laneQualificationUsd",
]);

/** A compiled design with names in place of the numbers that may differ. */
function describeDesign(
  { study, designs }: CompiledStudy,
  design: number,
  hazards: ReadonlySet<string>,
): Record<string, unknown> {
  const { network, labels } = designs[design];
  const products = study.world.products.map(({ id }) => id);
  const nameOf = (kind: "regimes" | "regions" | "products", index: number): string => {
    const names = kind === "products" ? products : labels[kind];
    return index < 0 ? "none" : names[index];
  };
  const columns = Object.entries(network).flatMap(([name, column]): [string, unknown][] => {
    if (!ArrayBuffer.isView(column) || ELSEWHERE.has(name)) return [];
    const isKnown = (lane: number): boolean => !IMPORTERS.has(name) || network.laneBoundary[lane] !== LANE_OUTBOUND;
    const values = [...(column as Float64Array)].map((value, index) => (isKnown(index) ? value : "unknown"));
    const kind = COUNTED[name];
    return [[name, kind === undefined ? values : values.map((index) => nameOf(kind, index as number))]];
  });
  const {
    regimes: _r,
    regions: _g,
    products: _p,
    hazards: _h,
    effects: _e,
    marketRegions: _m,
    ...counts
  } = network.counts as Network["counts"] & { marketRegions?: number };
  return {
    ...Object.fromEntries(columns),
    counts,
    constants: { ...network.constants, fixedCostUsdPerDay: "below" },
    stocks: labels.stocks.map((key) => key.replace(/^counterparty\.\d+/, "counterparty")),
    lanes: labels.lanes,
    processes: labels.processes,
    markets: labels.markets,
    ports: labels.ports,
    prices: Object.fromEntries(
      [...new Set([...network.processRegime, ...network.laneFreightRegimeTo, ...network.laneBorderRegime])]
        .filter((regime) => regime >= 0)
        .map((regime) => [labels.regimes[regime], network.regimePriceUsdPerTonne[regime]]),
    ),
    effects: effectsOf(study, network, (regime) => nameOf("regimes", regime), hazards),
  };
}

const STOCK_CHANNELS: ReadonlySet<number> = new Set([
  CHANNELS.stockOrder,
  CHANNELS.stockSpoilage,
  CHANNELS.stockDestruction,
]);
const REGIME_CHANNELS: ReadonlySet<number> = new Set([CHANNELS.regimeAdd, CHANNELS.regimeFactor]);

function pays(network: Network, regime: number): boolean {
  const { processRegime, laneFreightRegimeFrom, laneFreightRegimeTo, laneBorderRegime, laneOriginRegime } = network;
  const isBorder = laneBorderRegime.some((border, lane) => border >= 0 && laneOriginRegime[lane] === regime);
  const columns = [processRegime, laneFreightRegimeFrom, laneFreightRegimeTo, laneBorderRegime];
  return isBorder || columns.some((column) => column.includes(regime));
}

/** What known hazards touch, by name; regimes by theirs. */
function effectsOf(
  study: Study,
  network: Network,
  regimeOf: (index: number) => string,
  known: ReadonlySet<string>,
): unknown {
  return Object.fromEntries(
    study.hazards.flatMap(({ id }, hazard) => {
      const [from, to] = [network.hazardEffectStart[hazard], network.hazardEffectStart[hazard + 1]];
      const effects = Array.from({ length: to - from }, (_, at) => at).flatMap((at) => {
        const channel = network.effectChannel[from + at];
        const index = network.effectIndex[from + at];
        const touched = REGIME_CHANNELS.has(channel) ? regimeOf(index) : index;
        // A price that nothing here pays is no concern.
        if (REGIME_CHANNELS.has(channel) && !pays(network, index)) return [];
        // What stands for others holds nothing that could be touched.
        if (STOCK_CHANNELS.has(channel) && network.stockParty[index] !== 0) return [];
        return [[channel, touched, network.effectAmount[from + at], network.effectPassDays[from + at]]];
      });
      return known.has(id) && effects.length > 0 ? [[id, effects]] : [];
    }),
  );
}

/** What the parties make of some scenarios, run beside each other: [party][scenario x design x metric]. */
async function runBeside(parties: readonly CompiledStudy[], scenarios: number): Promise<Float64Array[]> {
  const meet = createRendezvous();
  return Promise.all(
    parties.map(async (compiled) => {
      const study = toPartyStudy(compiled);
      const run = createPartyRunner(study, meet(study.silo.party));
      return (await run(0, scenarios)).outcomes;
    }),
  );
}

/** How many disruptions there were, and when the first, depends on which one hears of. */
const HEARSAY = new Set(["disruptionCount", "firstOnsetDay"]);

/** Compares what parties get from files with what they get when cut in memory, metric by metric, to the bit. */
async function expectSameRuns(
  inMemory: readonly CompiledStudy[],
  files: SplitFiles,
  scenarios: number,
  what: string,
): Promise<void> {
  const [twins, owns] = [
    await runBeside(inMemory, scenarios),
    await runBeside(
      files.parties.map((parsed) => compileStudy(parsed)),
      scenarios,
    ),
  ];
  owns.forEach((own, party) => {
    const named = (outcomes: Float64Array): unknown =>
      [...outcomes]
        .map((value, at) => [METRICS[at % METRICS.length].name, value])
        .filter(([name]) => !HEARSAY.has(name as string));
    expect(named(own), `${what}, party ${party}`).toEqual(named(twins[party]));
  });
}

/** Compares each party of a study cut in files with the same cut in memory. */
function expectSame(inMemory: readonly CompiledStudy[], files: SplitFiles, what: string): void {
  files.parties.forEach((parsed, party) => {
    const own = compileStudy(parsed);
    const twin = inMemory[party];
    expect(own.study.markets, what).toEqual(twin.study.markets);
    // How many scenarios are computed at a time changes no number.
    const { blockScenarios } = own.study.settings;
    expect(own.study.settings).toEqual({ ...twin.study.settings, blockScenarios });
    const { lanes, ...silo } = own.study.silo as NonNullable<Study["silo"]>;
    const { lanes: inMemoryLanes, ...inMemorySilo } = twin.study.silo as NonNullable<Study["silo"]>;
    expect(silo).toEqual(inMemorySilo);
    // The cut in memory lists lanes that no design uses as well.
    const used = inMemoryLanes.filter(({ baselines }) => Object.keys(baselines).length > 0);
    expect(lanes.map(({ stubSite: _, ...lane }) => lane)).toEqual(used.map(({ stubSite: _, ...lane }) => lane));
    const byId = new Map(twin.study.hazards.map((hazard) => [hazard.id, hazard]));
    const ids = new Set(own.study.hazards.map(({ id }) => id));
    for (const hazard of own.study.hazards) {
      const other = byId.get(hazard.id);
      if (other === undefined) continue;
      const { arrival, durationDays, severity, recovery, announcementLeadDays, isEndKnown, triggers } = other;
      expect(hazard, what).toMatchObject({
        arrival,
        durationDays,
        severity,
        recovery,
        announcementLeadDays,
        isEndKnown,
        triggers,
      });
    }
    own.designs.forEach((_, design) => {
      // What is unknown to this party must touch nothing of it.
      const all = new Set([...ids, ...byId.keys()]);
      expect(describeDesign(own, design, all), `${what}, ${silo.party}, design ${design}`).toEqual(
        describeDesign(twin, design, all),
      );
    });
  });
}

/** Cuts that are compared, and how many of them are run as well. */
const STUDIES = 15;
const RUNS = 3;

test("networks from files are those of the cut in memory, to the bit, and the files fit: random studies, every feature on", async () => {
  let checked = 0;
  let boundaries = 0;
  for (let number = 1; checked < STUDIES && number < 1000; number++) {
    const drawn = drawStudy(number, { features: "all" });
    if (drawn === undefined) continue;
    const whole = withoutPooling(makePartable(drawn.study));
    const count = [2, 3, 5][number % 3];
    const silos = drawSilos(rollDice(number), whole, count, number % 2 === 0);
    if (silos === undefined) continue;
    let parted: ReturnType<typeof partStudy>;
    try {
      parted = partStudy(whole, silos);
    } catch {
      continue; // designs that cannot be
    }
    const files = throughFiles(toText({ ...whole, silos }));
    const what = `study ${number} in ${count} parties`;
    expectSame(parted.parties, files, what);
    const parties = files.parties.map(checkParty);
    const problems = [...parties.flatMap((party) => party.problems), ...checkTogether(parties)];
    expect(
      problems.map(({ message }) => message),
      what,
    ).toEqual([]);
    if (checked < RUNS) await expectSameRuns(parted.parties, files, 2, what);
    boundaries += parties.reduce((sum, { part }) => sum + part.silo.lanes.length, 0);
    checked += 1;
  }
  expect(checked).toBe(STUDIES);
  expect(boundaries).toBeGreaterThan(4 * STUDIES);
}, 300_000);

test("and of the semiconductor study in four parties", () => {
  const joint = parseStudy(
    "joint.yaml",
    readFileSync(new URL("../../configs/silos/semiconductors/joint.yaml", import.meta.url), "utf8"),
  );
  const files = throughFiles(joint.text);
  const inMemory = partStudy(withoutPoliciesOfWhole(joint.study), joint.study.silos as NonNullable<Study["silos"]>);
  expectSame(inMemory.parties, files, "semiconductors");
}, 60_000);
