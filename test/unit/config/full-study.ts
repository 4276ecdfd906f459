import { expect } from "vitest";
import { type ParsedStudy, parseStudy } from "../../../src/config/parse-study.ts";
import { StudyError, type StudyProblem } from "../../../src/errors.ts";

/** A study with an entry in every list and a reference of every kind; each line can be told from the others. */
export const FULL_STUDY = `id: full
title: Every list has an entry
settings:
  horizonDays: 100
  exposureDays: 50
  scenarios: 10
  seed: 1
  startDate: 2026-01-01
  referenceDesign: plain
  planner: { detectionDelayDays: 1, restockDays: 2 }
  service: { failBelowFraction: 0.9, recoverAtFraction: 0.95 }
world:
  carbonRegimes:
    - { id: ets, priceUsdPerTonne: 80, freightModes: [sea] }
  regions:
    - { id: asia, blocs: [apec] }
    - { id: europe, blocs: [union], carbonRegime: ets, hasBorderAdjustment: true }
  chokepoints:
    - { id: canal }
    - { id: cape }
  ports:
    - { id: pearl, region: asia, headroomFactor: 1.5 }
    - { id: delta, region: europe }
  products:
    - { id: ore, massTonnesPerUnit: 1 }
    - { id: cell, massTonnesPerUnit: 0.5, isBorderAdjusted: true }
  sites:
    - id: mine
      region: asia
      cluster: hills
      processes:
        - { output: ore, capacityUnitsPerDay: 100, conversionCostUsdPerUnit: 1 }
    - id: plant
      region: asia
      latitude: 31
      processes:
        - output: cell
          inputs: [{ product: ore, unitsPerUnit: 2 }]
          capacityUnitsPerDay: 40
          conversionCostUsdPerUnit: 3
      stocks:
        - { product: ore, coverDays: 2 }
    - id: store
      region: europe
      stocks:
        - { product: cell, coverDays: 5 }
  lanes:
    - { id: rail, product: ore, from: mine, to: plant, mode: rail, distanceKm: 500, leadTimeDays: 2, costUsdPerUnit: 1 }
    - id: ship
      product: cell
      from: plant
      to: store
      mode: sea
      distanceKm: 20000
      leadTimeDays: 30
      costUsdPerUnit: 2
      via: [pearl, { at: canal, atShare: 0.7 }, delta]
      detours:
        - { avoids: [canal], via: [cape], extraDays: 10 }
    - id: plane
      product: cell
      from: plant
      to: store
      mode: air
      distanceKm: 9000
      leadTimeDays: 1
      costUsdPerUnit: 20
      capacityUnitsPerDay: 5
      backup: { activationDelayDays: 3 }
markets:
  - { id: drivers, site: store, product: cell, demandUnitsPerDay: 10, priceUsdPerUnit: 90, unmet: lost, localBloc: union }
hazards:
  - id: war
    kind: blockade
    arrival: { ratePerYear: 0.1 }
    durationDays: { distribution: lognormal, mean: 30, standardDeviation: 20 }
    targets: { chokepoints: [canal], regions: [europe] }
  - id: strike
    kind: port-closure
    arrival: { probability: 0.5 }
    durationDays: 7
    recovery: { profile: linear, durationDays: 5 }
    targets: { ports: [delta] }
  - id: quake
    kind: site-outage
    arrival: { days: [3, 40] }
    durationDays: permanent
    severity: 0.5
    targets: { sites: [mine], clusters: [hills], products: [ore] }
  - id: ban
    kind: export-ban
    arrival: { dates: [2026-02-01] }
    durationDays: 60
    targets: { fromRegions: [asia], toBlocs: [union] }
  - id: levy
    kind: carbon-price-shock
    arrival: { probability: 0.1 }
    durationDays: 90
    targets: { carbonRegimes: [ets] }
    change: { factor: 2 }
  - id: duty
    kind: tariff-shock
    arrival: { probability: 0.2 }
    durationDays: 200
    targets: { toRegions: [europe] }
    addFraction: 0.25
  - id: low-water
    kind: lead-time-shock
    arrival: { probability: 0.2 }
    durationDays: 40
    targets: { chokepoints: [canal, cape] }
    extraDays: 5
  - id: fuel
    kind: freight-cost-shock
    arrival: { probability: 0.2 }
    durationDays: 90
    targets: { regions: [asia, europe] }
    factor: 2.5
  - id: boom
    kind: demand-shock
    arrival: { probability: 0.2 }
    durationDays: 30
    targets: { products: [cell] }
    factor: 1.5
  - id: heat
    kind: cold-chain-failure
    arrival: { probability: 0.2 }
    durationDays: 5
    targets: { sites: [store] }
    addSpoilageFractionPerDay: 0.1
  - id: boycott
    kind: sanction
    arrival: { probability: 0.2 }
    durationDays: 61
    targets: { sites: [plant], blocs: [union] }
designs:
  - id: plain
    lanes: [rail, ship]
  - id: guarded
    extends: plain
    lanes: [{ lane: plane, capacityUnitsPerDay: 4 }]
    stocks: [{ site: store, product: cell, coverDays: 9 }]
    processes: [{ site: plant, output: cell, capacityUnitsPerDay: 30 }]
    sites: [{ site: store, fixedCostUsdPerDay: 12 }]
`;

/** An edit of the study: what stands there once, and what takes its place. */
export type Edit = readonly [find: string, put: string];

/** The study with some edits; each must find its text exactly once. */
export function edited(edits: readonly Edit[], text = FULL_STUDY): string {
  return edits.reduce((current, [find, put]) => {
    const pieces = current.split(find);
    if (pieces.length !== 2) throw new Error(`'${find}' stands ${pieces.length - 1} times in the study`);
    return pieces.join(put);
  }, text);
}

/** All problems of a text, none where it is a valid study. */
export function problemsOf(text: string): readonly StudyProblem[] {
  try {
    parseStudy("study.yaml", text);
    return [];
  } catch (error) {
    if (error instanceof StudyError) return error.problems;
    throw error;
  }
}

export function parse(text: string): ParsedStudy {
  return parseStudy("study.yaml", text);
}

/**
 * Expects exactly these complaints (`path: message`) about an edited study, in the order of the marks « in the edits, each
 * at the place of its mark.
 */
export function expectComplaints(edits: readonly Edit[], complaints: readonly string[], text = FULL_STUDY): void {
  const marked = edited(edits, text);
  const places: string[] = [];
  let plain = "";
  for (const [index, line] of marked.split("\n").entries()) {
    let rest = line;
    for (let at = rest.indexOf("«"); at >= 0; at = rest.indexOf("«")) {
      places.push(`study.yaml:${index + 1}:${at + 1}`);
      rest = rest.slice(0, at) + rest.slice(at + 1);
    }
    plain += `${index === 0 ? "" : "\n"}${rest}`;
  }
  expect(places, "a mark for every complaint").toHaveLength(complaints.length);
  const expected = complaints.map((complaint, index) => `${places[index]} ${complaint}`);
  const found = problemsOf(plain).map(
    ({ file, line, column, path, message }) => `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`,
  );
  expect(found).toEqual(expected);
}
