import { type CompiledStudy, compileStudy } from "../../compile-study.ts";
import type { ParsedContract, ParsedStudy } from "../../config/parse-study.ts";
import { asList, asMap } from "../../config/raw-values.ts";
import { readYaml } from "../../config/read-yaml.ts";
import type { YamlSource } from "../../config/yaml-source.ts";
import { StudyError, type StudyProblem } from "../../errors.ts";
import { dispatchedUnits } from "../../model/flow.ts";
import type { BoundaryBaseline, BoundaryLane, Silo } from "../../model/silo.ts";
import { isDemandVariable } from "../../model/world.ts";
import { listNames, quote } from "../../schema/show.ts";

/** The file of one party, read with its contract. */
export interface PartyPart extends ParsedStudy {
  readonly contract: ParsedContract;
  readonly silo: Silo;
  /** The party's file, and its contract. */
  readonly source: YamlSource;
  readonly contractSource: YamlSource;
}

export interface CheckedParty {
  readonly part: PartyPart;
  /** Absent where its designs cannot be compiled. */
  readonly compiled?: CompiledStudy;
  readonly problems: readonly StudyProblem[];
  readonly warnings: readonly string[];
}

/** Figures of two files count as the same within this: each side sums in an order of its own. */
const ROUNDING = 1e-9;

export function isPart(parsed: ParsedStudy): parsed is ParsedStudy & { readonly contract: ParsedContract } {
  return parsed.contract !== undefined && parsed.study.silo !== undefined;
}

/**
 * Checks a party's file against its contract: what its designs order and what its goods are worth is what the contract says. Of
 * other parties nothing is known.
 */
export function checkParty(parsed: ParsedStudy): CheckedParty {
  if (!isPart(parsed)) throw new RangeError("missing silo");
  const contract = readYaml(parsed.contract.file, parsed.contract.text);
  const source = readYaml(parsed.file, parsed.text);
  const part: PartyPart = { ...parsed, silo: parsed.study.silo as Silo, source, contractSource: contract };
  const problems: StudyProblem[] = [];
  if (part.study.markets.some(isDemandVariable) && !part.silo.hasVariableDemand) {
    const message = `invalid value false, party ${quote(part.silo.party)} has a market whose demand is random or seasonal, and all must warm up for it`;
    problems.push(contract.problemAt(["contract", "hasVariableDemand"], message));
  }
  let compiled: CompiledStudy;
  try {
    compiled = compileStudy(parsed);
  } catch (error) {
    if (error instanceof StudyError) return { part, problems: [...problems, ...error.problems], warnings: [] };
    throw error;
  }
  for (const lane of part.silo.lanes) {
    for (const [design, ways] of Object.entries(lane.baselines)) {
      const index = compiled.study.designs.findIndex(({ id }) => id === design);
      problems.push(...checkLane(part, contract, compiled, index, lane, ways));
    }
  }
  return { part, compiled, problems, warnings: [...compiled.warnings, ...warnIdleHazards(part, compiled)] };
}

/** A hazard in a party's own file that touches nothing of it is most likely aimed at the wrong thing. */
function warnIdleHazards({ source, silo }: PartyPart, { study, designs }: CompiledStudy): string[] {
  const own = new Set(asList(asMap(source.raw).hazards).map((hazard) => asMap(hazard).id));
  return study.hazards.flatMap(({ id }, hazard) => {
    const isIdle = designs.every(({ network: { hazardEffectStart: start } }) => start[hazard] === start[hazard + 1]);
    return own.has(id) && isIdle ? [`hazard '${id}' touches nothing of party '${silo.party}' in any design`] : [];
  });
}

/** One boundary lane in one design. */
function checkLane(
  { silo, study }: PartyPart,
  contract: YamlSource,
  compiled: CompiledStudy,
  design: number,
  boundary: BoundaryLane,
  ways: Readonly<Record<string, BoundaryBaseline>>,
): StudyProblem[] {
  const { network, labels } = compiled.designs[design];
  const id = study.designs[design].id;
  const position = asList(asMap(contract.raw).boundary).findIndex((lane) => asMap(lane).id === boundary.lane);
  const path = ["boundary", position, "designs", id];
  const problems: StudyProblem[] = [];
  const add = (keys: PropertyKey[], message: string): void => {
    problems.push(
      contract.problemAt([...path, ...keys], `${message} (design ${quote(id)}, party ${quote(silo.party)})`),
    );
  };
  const isInbound = boundary.to === silo.party;
  const first = labels.lanes.indexOf(boundary.lane);
  if (first < 0) {
    const who = isInbound ? "nothing there uses or passes on what it brings" : "nothing there makes or passes it on";
    add([], `invalid lane ${quote(boundary.lane)}, ${who}`);
    return problems;
  }
  const own = labels.lanes.slice(first, first + network.laneDetourCount[first] + 1);
  const extra = own.filter((way) => !Object.hasOwn(ways, way));
  const lacking = Object.keys(ways).filter((way) => !own.includes(way));
  if (extra.length > 0)
    add(["ways"], `missing way ${listNames(extra.map(quote))}, by the file of the party the lane has it`);
  for (const way of lacking)
    add(["ways", way], `invalid way ${quote(way)}, by the file of the party the lane does not have it`);

  const compare = (way: string, key: keyof BoundaryBaseline, own: number, what: string): void => {
    const agreed = ways[way][key];
    if (Math.abs(agreed - own) <= ROUNDING * Math.max(agreed, own)) return;
    add(["ways", way, key], `invalid value ${agreed}, by the file of the party ${what} ${own}`);
  };
  own.forEach((way, number) => {
    if (!Object.hasOwn(ways, way)) return;
    const lane = first + number;
    const { capacityUnitsPerDay, unitsPerDay } = ways[way];
    if (unitsPerDay > capacityUnitsPerDay * (1 + ROUNDING)) {
      add(
        ["ways", way, "capacityUnitsPerDay"],
        `invalid value ${capacityUnitsPerDay}, less than unitsPerDay ${unitsPerDay}`,
      );
    }
    if (isInbound) {
      const units = dispatchedUnits(network, network.stockFlowUnitsPerDay, lane, network.laneShare[lane]);
      compare(way, "unitsPerDay", units, "it orders");
      return;
    }
    const origin = network.laneFrom[lane];
    if (silo.sharesPrices) compare(way, "usdPerUnit", network.stockUnitCostUsd[origin], "a unit costs");
    compare(way, "embeddedTonnesPerUnit", network.stockEmbeddedTonnesPerUnit[origin], "a unit embodies");
  });
  if (!isInbound) return problems;
  const isBackup = network.laneBackupPriority[first] > 0;
  const says = asMap(asMap(asMap(asList(asMap(contract.raw).boundary)[position]).designs)[id]).isBackup === true;
  if (isBackup !== says) {
    add(["isBackup"], `invalid value ${says}, by the file of the party it is ${isBackup ? "a backup" : "none"}`);
  }
  const stated = statedCapacity(study, design, boundary.lane);
  const agreed = ways[boundary.lane]?.capacityUnitsPerDay;
  if (stated !== undefined && agreed !== undefined && stated !== agreed) {
    add(
      ["ways", boundary.lane, "capacityUnitsPerDay"],
      `invalid value ${agreed}, by the file of the party the lane carries ${stated}`,
    );
  }
  return problems;
}

/** What a party says its lane carries, where it says so. */
function statedCapacity({ world, designs }: ParsedStudy["study"], design: number, lane: string): number | undefined {
  const overlay = designs[design].lanes.find((entry) => entry.lane === lane);
  return overlay?.capacityUnitsPerDay ?? world.lanes.find(({ id }) => id === lane)?.capacityUnitsPerDay;
}
