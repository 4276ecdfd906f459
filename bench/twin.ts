import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { baselineControls } from "../src/model/baseline.ts";
import { allocateTrajectory, COST_KINDS } from "../src/model/trajectory.ts";
import { simulate } from "../src/simulate/reference.ts";
import { allocateState, resetState } from "../src/simulate/state.ts";
import { bySimd, chosenForm, HORIZON_DAYS, type KernelCase, kernelCase, undisturbed } from "./kernel.ts";
import { cpuSeconds, median, medianRatio } from "./measure.ts";

const ROUNDS = 5;
/** Most the twin's sums may differ from ours, as a fraction: it adds up in another order in places. */
const TOLERANCE = 1e-9;
/**
 * Without fused multiply-add, which would be another arithmetic. `-march=native` is left out: on the processors we tried it made
 * no difference to scalar code and AVX-512 forms made vectors slower.
 */
const COMMON_FLAGS = ["-O3", "-std=c++17", "-ffp-contract=off"];

const SCALAR = { lanes: 1, flags: [] };
const AVX2 = { lanes: 4, flags: ["-mavx2"] };
const BUILDS = [
  { name: "C++ -O3, scalar", ...SCALAR, isGeneral: true },
  { name: "C++ -O3 -mavx2, four scenarios a vector", ...AVX2, isGeneral: true },
  { name: "the scalar twin, for such networks only", ...SCALAR, isGeneral: false },
  { name: "the AVX2 twin, for such networks only", ...AVX2, isGeneral: false },
] as const;

/** Generated code against the same day in C++, undisturbed, where a compiler is present. */
export async function benchTwin(): Promise<{ name: string; value: string }[]> {
  const compiler = ["g++", "clang++"].find((name) => spawnSync(name, ["--version"]).status === 0);
  if (compiler === undefined) return [{ name: "native twin", value: "not measured, no C++ compiler here" }];
  const folder = mkdtempSync(join(tmpdir(), "breakwater-twin-"));
  try {
    const programs = BUILDS.map(({ lanes, flags, isGeneral }, build) => {
      const program = join(folder, `twin-${build}`);
      const defined = [`-DLANES=${lanes}`, `-DGENERAL=${isGeneral ? 1 : 0}`];
      execFileSync(compiler, [...COMMON_FLAGS, ...flags, ...defined, "-o", program, sourceFile()]);
      return program;
    });
    const rows: { name: string; value: string }[] = [];
    for (const shape of [
      { tiers: 6, sitesPerTier: 12, suppliersPerStock: 2 },
      { tiers: 6, sitesPerTier: 100, suppliersPerStock: 5 },
    ]) {
      rows.push(...(await compare(undisturbed(kernelCase(shape)), folder, programs)));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(one: KernelCase, folder: string, programs: readonly string[]) {
  const { network } = one;
  const lanes = network.counts.lanes;
  const file = join(folder, "network.txt");
  writeFileSync(file, describe(one));
  const runSimd = bySimd(one, chosenForm(network));
  const expected = totals(one);
  // Both simulate scenarios x repeats; what is compared is the time of one scenario.
  const simd: number[] = [];
  const native: number[][] = programs.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    // The programs start with a round that does not count; so does the code here.
    runSimd();
    simd.push((await cpuSeconds(runSimd)) / (2 * one.repeats));
    programs.forEach((program, build) => {
      const repeats = Math.max(1, Math.round((2 * one.repeats) / BUILDS[build].lanes));
      const [time, ...found] = execFileSync(program, [file, "1", String(repeats)], { encoding: "utf8" })
        .trim()
        .split(" ")
        .map(Number);
      check(expected, found);
      native[build].push(time / (repeats * BUILDS[build].lanes));
    });
  }
  return programs.map((_, build) => ({
    name: `${BUILDS[build].name}, ${lanes} lanes`,
    value: `${((median(native[build]) / (lanes * HORIZON_DAYS)) * 1e9).toFixed(1)} ns a lane and day; simd is ${medianRatio(native[build], simd).toFixed(2)} times as fast`,
  }));
}

/** What a run adds up to: units sold, and money of every kind. */
function totals({ network, plans, demand }: KernelCase): Readonly<Record<string, number>> {
  const run = allocateTrajectory(HORIZON_DAYS, network.counts);
  simulate(network, baselineControls(network), plans[0], demand, allocateState(network), run);
  const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);
  const costs = ["production", "freight", "tariff", "carbon", "holding"] as const;
  const costOf = (kind: (typeof costs)[number]): number =>
    sum(run.dayCostUsd.filter((_, at) => at % COST_KINDS.length === COST_KINDS.indexOf(kind)));
  return {
    "units sold": sum(run.servedOnTime) + sum(run.servedLate),
    "cost of sales": sum(run.soldCostUsd),
    ...Object.fromEntries(costs.map((kind) => [kind, costOf(kind)])),
    emissions: sum(run.dayEmissionsTonnes),
  };
}

/** The twin must have done the same work: goods and money. */
function check(expected: Readonly<Record<string, number>>, found: readonly number[]): void {
  for (const [at, [what, total]] of Object.entries(expected).entries()) {
    const isSame = total === 0 ? found[at] === 0 : Math.abs(found[at] / total - 1) < TOLERANCE;
    if (!isSame) throw new Error(`invalid twin, its ${what} came to ${found[at]} instead of ${total}`);
  }
}

/** What the twin reads, in its order: a name, a length, the numbers. */
function describe({ network, demand }: KernelCase): string {
  const state = allocateState(network);
  const controls = baselineControls(network);
  resetState(network, controls, state);
  const { stocks, lanes, processes, markets, laneSlots, marketSlots } = network.counts;
  const { stockLevelStart, levelClaimStart, constants } = network;
  if (network.counts.levels !== stocks || constants.restockDays === 1) throw new Error("invalid network for the twin");
  const claimStart = Array.from({ length: stocks + 1 }, (_, stock) => levelClaimStart[stockLevelStart[stock]]);
  const columns: Record<string, ArrayLike<number>> = {
    sizes: [HORIZON_DAYS, stocks, lanes, processes, markets, laneSlots, marketSlots],
    stockOrder: network.stockOrder,
    stockLaneStart: network.stockLaneStart,
    stockProcessStart: network.stockProcessStart,
    claimStart,
    claimKind: network.claimKind,
    claimIndex: network.claimIndex,
    laneFrom: network.laneFrom,
    laneTo: network.laneTo,
    laneLeadDays: network.laneLeadDays,
    laneRingStart: network.laneRingStart,
    laneRingLength: network.laneRingLength,
    processInputStart: network.processInputStart,
    inputStock: network.inputStock,
    inputProcess: network.inputProcess,
    marketStock: network.marketStock,
    marketRingStart: network.marketRingStart,
    marketRingLength: network.marketRingLength,
    constants: [constants.restockDays, constants.capitalCostFractionPerDay],
    inputUnitsPerUnit: network.inputUnitsPerUnit,
    processConversionUsdPerUnit: network.processConversionUsdPerUnit,
    processTonnesPerUnit: network.processTonnesPerUnit,
    laneFreightTonnesPerUnit: network.laneFreightTonnesPerUnit,
    stockHoldingUsdPerUnitDay: network.stockHoldingUsdPerUnitDay,
    demand: demand.subarray(0, markets),
    onHand: state.onHand,
    onHandUsd: state.onHandUsd,
    onOrder: state.onOrder,
    unitCostUsd: state.unitCostUsd,
    moving: state.moving,
    movingUsd: state.movingUsd,
    goodsUsd: state.goodsUsd,
    laneShare: controls.laneShare,
    laneDispatchLimit: controls.laneDispatchLimit,
    laneEntryLimit: controls.laneEntryLimit,
    laneReceiptLimit: controls.laneReceiptLimit,
    laneFreightUsdPerUnit: controls.laneFreightUsdPerUnit,
    laneCarbonUsdPerUnit: controls.laneCarbonUsdPerUnit,
    laneTariffFraction: controls.laneTariffFraction,
    stockTargetUnits: controls.stockTargetUnits,
    stockOrderLimit: controls.stockOrderLimit,
    processShare: controls.processShare,
    processCapacity: controls.processCapacity,
    processCarbonUsdPerUnit: controls.processCarbonUsdPerUnit,
  };
  const text = (value: number): string => (value === Number.POSITIVE_INFINITY ? "inf" : String(value));
  return Object.entries(columns)
    .map(([name, values]) => `${name} ${values.length} ${Array.from(values, text).join(" ")}\n`)
    .join("");
}

/** The source beside this file; compiled JavaScript lies in dist/bench. */
function sourceFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here.replace(/([/\\])dist([/\\])bench$/, "$1bench"), "twin.cpp");
}
