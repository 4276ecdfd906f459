import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findSampler } from "../samplers/index.ts";
import type { FinishedRun } from "./read-run.ts";

/** Share of scenarios in which a hazard strikes a site, port, chokepoint or lane. */
export type StruckShares = (kind: string, id: string) => number;

/** Reads who was struck when from the disruptions of a run, line by line: memory does not grow with them. */
export async function countStrikes(run: FinishedRun): Promise<StruckShares> {
  const targets = run.study.hazards.map((hazard) => placesStruck(run, hazard));
  const weights = await readWeights(run);
  const struck = new Map<string, number>();
  let scenario = -1;
  let places = new Set<string>();
  const finish = (): void => {
    for (const place of places) struck.set(place, (struck.get(place) ?? 0) + weights.of(scenario));
    places = new Set();
  };
  for await (const line of linesOf(run, "fact_disruption")) {
    const [own, , hazard] = line.split(",", 3).map(Number);
    if (own !== scenario) finish();
    scenario = own;
    for (const place of targets[hazard]) places.add(place);
  }
  finish();
  return (kind, id) => (struck.get(`${kind}:${id}`) ?? 0) / weights.total;
}

interface Weights {
  of(scenario: number): number;
  readonly total: number;
}

/** What each scenario counts: 1 where the sampler weights none. */
async function readWeights(run: FinishedRun): Promise<Weights> {
  const { scenarios } = run.manifest;
  const plain = { of: () => 1, total: scenarios };
  if (!findSampler(run.study.settings.sampler).isWeighted) return plain;
  const values = new Float64Array(scenarios);
  let at = -1;
  for await (const line of linesOf(run, "dim_scenario", (header) => {
    at = header.split(",").indexOf("weight");
  })) {
    const cells = line.split(",");
    values[Number(cells[0])] = Number(cells[at]);
  }
  if (at < 0) return plain;
  return { of: (scenario) => values[scenario], total: values.reduce((sum, value) => sum + value, 0) };
}

/** Records of a table whose cells hold neither commas nor line breaks, part after part. */
async function* linesOf(run: FinishedRun, table: string, onHeader?: (line: string) => void): AsyncGenerator<string> {
  const paths = run.manifest.files
    .map(({ path }) => path)
    .filter((path) => new RegExp(`^data/${table}[./]`).test(path));
  for (const path of paths) {
    let isHeader = true;
    for await (const line of createInterface({ input: createReadStream(join(run.folder, path)) })) {
      if (isHeader) onHeader?.(line);
      else if (line !== "") yield line;
      isHeader = false;
    }
  }
}

interface Targets {
  readonly targets?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** `site:x`, `port:y`, ...: what a hazard is aimed at, and the lanes that pass there. */
function placesStruck({ study }: FinishedRun, hazard: FinishedRun["study"]["hazards"][number]): string[] {
  const targets = (hazard as Targets).targets ?? {};
  const aims = (kind: string, id: string | undefined): boolean => {
    const ids = targets[kind];
    return id !== undefined && Array.isArray(ids) && ids.includes(id);
  };
  const { sites, ports, chokepoints, lanes } = study.world;
  const places = [
    ...sites
      .filter(({ id, region, cluster }) => aims("sites", id) || aims("regions", region) || aims("clusters", cluster))
      .map(({ id }) => `site:${id}`),
    ...ports.filter(({ id }) => aims("ports", id)).map(({ id }) => `port:${id}`),
    ...chokepoints.filter(({ id }) => aims("chokepoints", id)).map(({ id }) => `chokepoint:${id}`),
  ];
  const passages = new Set(
    [...ports, ...chokepoints].map(({ id }) => id).filter((id) => aims("ports", id) || aims("chokepoints", id)),
  );
  const isStruck = (lane: (typeof lanes)[number]): boolean =>
    aims("lanes", lane.id) || lane.via.some(({ at }) => passages.has(at));
  return [...places, ...lanes.filter(isStruck).map(({ id }) => `lane:${id}`)];
}
