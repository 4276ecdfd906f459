import type { CompiledDesign } from "../../../src/compile/compile.ts";
import { compileDesign } from "../../../src/compile/compile.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { formatProblem } from "../../../src/errors.ts";
import { compileFor, indexOf, makeStudy, type StudyInput } from "../../helpers/study.ts";

type Terms = Record<string, unknown>;

/** A lane of a day and no cost, but for the terms given. */
export function lane(id: string, from: string, to: string, terms: Terms = {}): Terms {
  const plain = { product: "goods", mode: "road", distanceKm: 0, leadTimeDays: 1, costUsdPerUnit: 0 };
  return { id, from, to, ...plain, ...terms };
}

/** A process that costs nothing and has room for anything, but for the terms given. */
export function makes(output: string, inputs: Record<string, number> = {}, terms: Terms = {}): Terms {
  const bill = Object.entries(inputs).map(([product, unitsPerUnit]) => ({ product, unitsPerUnit }));
  return { output, inputs: bill, capacityUnitsPerDay: 1e9, conversionCostUsdPerUnit: 0, ...terms };
}

export function market(site: string, demandUnitsPerDay: number, terms: Terms = {}): Terms {
  return { id: `at-${site}`, site, product: "goods", demandUnitsPerDay, priceUsdPerUnit: 10, unmet: "lost", ...terms };
}

export interface SmallWorld {
  /** Processes by site; a site is in the region `here` unless it is `site@region`. */
  readonly sites: Readonly<Record<string, readonly Terms[]>>;
  readonly lanes: readonly Terms[];
  readonly markets: readonly Terms[];
  readonly stocks?: Readonly<Record<string, readonly Terms[]>>;
  readonly regions?: readonly Terms[];
  readonly carbonRegimes?: readonly Terms[];
  readonly chokepoints?: readonly Terms[];
  readonly ports?: readonly Terms[];
  readonly products?: readonly Terms[];
  readonly settings?: Terms;
  readonly hazards?: readonly Terms[];
  readonly emissions?: Terms;
  /** One design of all lanes, or these. */
  readonly designs?: readonly Terms[];
}

/** A study as an object. Products are the ones named anywhere, of a tonne each, unless they are given. */
export function studyOf(world: SmallWorld): StudyInput {
  const named = [...world.lanes, ...world.markets].map(({ product }) => product as string);
  const made = Object.values(world.sites).flatMap((processes) =>
    processes.flatMap(({ output, inputs }) => [
      output as string,
      ...(inputs as Terms[]).map((item) => item.product as string),
    ]),
  );
  const ids = [...new Set(["goods", ...named, ...made])];
  return {
    id: "small",
    settings: { horizonDays: 10, ...world.settings },
    world: {
      regions: world.regions ?? [{ id: "here" }],
      products: world.products ?? ids.map((id) => ({ id, massTonnesPerUnit: 1 })),
      sites: Object.entries(world.sites).map(([place, processes]) => {
        const [id, region = "here"] = place.split("@");
        return { id, region, processes, stocks: world.stocks?.[id] ?? [] };
      }),
      lanes: world.lanes,
      ...(world.carbonRegimes === undefined ? {} : { carbonRegimes: world.carbonRegimes }),
      ...(world.chokepoints === undefined ? {} : { chokepoints: world.chokepoints }),
      ...(world.ports === undefined ? {} : { ports: world.ports }),
      ...(world.emissions === undefined ? {} : { freightEmissionsGramsPerTonneKm: world.emissions }),
    },
    markets: world.markets,
    hazards: world.hazards ?? [],
    designs: world.designs ?? [{ id: "all", lanes: world.lanes.map(({ id }) => id) }],
  };
}

/** A compiled design whose columns are read by name of the entity. */
export interface NamedNetwork extends CompiledDesign {
  stock(
    column: "stockFlowUnitsPerDay" | "stockTargetUnits" | "stockUnitCostUsd" | "stockEmbeddedTonnesPerUnit",
    id: string,
  ): number;
  lane(column: "laneShare" | "laneCapacityUnitsPerDay" | "laneOrderDelayDays" | "laneLeadDays", id: string): number;
  process(column: "processShare" | "processCapacityUnitsPerDay", id: string): number;
  port(id: string): number;
}

export function compileSmall(world: SmallWorld, design?: string): NamedNetwork {
  const compiled = compileFor(makeStudy(studyOf(world)), design);
  const { network, labels } = compiled;
  return {
    ...compiled,
    stock: (column, id) => network[column][indexOf(labels.stocks, id)],
    lane: (column, id) => network[column][indexOf(labels.lanes, id)],
    process: (column, id) => network[column][indexOf(labels.processes, id)],
    port: (id) => network.portThroughputTonnesPerDay[indexOf(labels.ports, id)],
  };
}

/** What is wrong with the designs of a small world, without the places. */
export function complaintsOf(world: SmallWorld): string[] {
  const study = makeStudy(studyOf(world));
  return study.designs.flatMap((design) => {
    const result = compileDesign(study, design);
    return Array.isArray(result) ? result.map(({ message }) => message) : [];
  });
}

/** `file:line:column path: message` of everything wrong with the designs of a study text. */
export function locatedComplaints(text: string): string[] {
  const parsed = parseStudy("study.yaml", text);
  return parsed.study.designs.flatMap((design) => {
    const result = compileDesign(parsed.study, design);
    return Array.isArray(result) ? result.map((problem) => formatProblem(parsed.locate(problem))) : [];
  });
}
