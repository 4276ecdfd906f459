import { readFileSync } from "node:fs";
import { type ParsedStudy, parseStudy } from "../../../src/config/parse-study.ts";
import type { StudyInput } from "../../helpers/study.ts";

/** A study from a plain object, with the text it came from. */
export function parseInput(input: StudyInput): ParsedStudy {
  return parseStudy("test.yaml", JSON.stringify(input));
}

/** The smallest study, as it stands in configs. */
export function twoNode(): ParsedStudy {
  const path = new URL("../../../configs/two-node.yaml", import.meta.url);
  return parseStudy("configs/two-node.yaml", readFileSync(path, "utf8"));
}

/** The harbours again, with something that happens on a date: a time zone would move it. */
export function datedStudy(): StudyInput {
  const study = harbourStudy({ scenarios: 60, startDate: "2026-03-01" });
  const dates = ["2026-03-29", "2026-04-01"]; // the clocks of Europe change on the first of them
  study.hazards.push({ ...study.hazards[1], id: "works-closed", arrival: { dates } });
  return study;
}

/**
 * A study small enough to run in a second that still has one of everything: backorders and lost sales, a detour, a backup,
 * a port, partial severities with recovery, carbon prices, scarcity, names that CSV must quote, and scenarios in which a
 * metric is undefined, a duration censored and nothing happens at all.
 */
export function harbourStudy(settings: object = {}, extra: object = {}): StudyInput {
  return {
    id: "harbour",
    title: 'Harbours, "straits" and markets',
    settings: {
      horizonDays: 120,
      exposureDays: 60,
      scenarios: 300,
      seed: 11,
      capitalCostFractionPerYear: 0.1,
      planner: { detectionDelayDays: 2 },
      scarcity: { premiumFactor: 0.5, capFraction: 0.3 },
      ...settings,
    },
    world: {
      carbonRegimes: [{ id: "ets", priceUsdPerTonne: 80, freightModes: ["sea"] }],
      regions: [
        { id: "north", name: "The North, cold", blocs: ["home"], carbonRegime: "ets", hasBorderAdjustment: true },
        { id: "south", name: 'The "South"', blocs: ["home"] },
        { id: "far", name: "Far; 'away' | 東" },
      ],
      chokepoints: [{ id: "strait" }],
      ports: [{ id: "quay", region: "north", headroomFactor: 1.3 }],
      products: [
        { id: "ore", massTonnesPerUnit: 0.2, isStrategic: true },
        { id: "widget", massTonnesPerUnit: 0.1, isBorderAdjusted: true },
      ],
      sites: [
        {
          id: "mine",
          region: "far",
          processes: [{ output: "ore", capacityUnitsPerDay: 400, conversionCostUsdPerUnit: 3 }],
          stocks: [{ product: "ore", coverDays: 3 }],
        },
        {
          id: "quarry",
          region: "south",
          processes: [{ output: "ore", capacityUnitsPerDay: 60, conversionCostUsdPerUnit: 7 }],
        },
        {
          id: "works",
          region: "far",
          processes: [
            {
              output: "widget",
              inputs: [{ product: "ore", unitsPerUnit: 1.5 }],
              capacityUnitsPerDay: 160,
              conversionCostUsdPerUnit: 9,
              productionLeadTimeDays: 2,
              yieldFraction: 0.9,
              emissionsTonnesPerUnit: 0.4,
            },
          ],
          stocks: [{ product: "ore", coverDays: 2 }],
        },
        { id: "shop-north", region: "north", stocks: [{ product: "widget", coverDays: 4 }] },
        {
          id: "shop-south",
          region: "south",
          stocks: [{ product: "widget", coverDays: 2, holdingCostUsdPerUnitDay: 0.1 }],
        },
      ],
      lanes: [
        {
          id: "mine-works",
          product: "ore",
          from: "mine",
          to: "works",
          mode: "rail",
          distanceKm: 400,
          leadTimeDays: 2,
          costUsdPerUnit: 0.4,
        },
        {
          id: "quarry-works",
          product: "ore",
          from: "quarry",
          to: "works",
          mode: "road",
          distanceKm: 700,
          leadTimeDays: 4,
          costUsdPerUnit: 1.1,
          capacityUnitsPerDay: 60,
          backup: { activationDelayDays: 3, reservationCostUsdPerDay: 25 },
        },
        {
          id: "works-north",
          product: "widget",
          from: "works",
          to: "shop-north",
          mode: "sea",
          distanceKm: 9000,
          leadTimeDays: 8,
          costUsdPerUnit: 2,
          tariffFraction: 0.05,
          via: [{ at: "strait", atShare: 0.5 }, "quay"],
          detours: [
            { avoids: ["strait"], extraDays: 5, extraCostUsdPerUnit: 1.5, extraKm: 4000, capacityUnitsPerDay: 30 },
          ],
        },
        {
          id: "works-south",
          product: "widget",
          from: "works",
          to: "shop-south",
          mode: "sea",
          distanceKm: 5000,
          leadTimeDays: 5,
          costUsdPerUnit: 1.2,
          via: ["strait"],
        },
      ],
    },
    markets: [
      {
        id: "north",
        site: "shop-north",
        product: "widget",
        demandUnitsPerDay: 50,
        priceUsdPerUnit: 40,
        unmet: "backorder",
        patienceDays: 12,
        passThroughFraction: 0.6,
        localBloc: "home",
      },
      { id: "south", site: "shop-south", product: "widget", demandUnitsPerDay: 30, priceUsdPerUnit: 35, unmet: "lost" },
    ],
    hazards: [
      {
        id: "strait-blocked",
        kind: "blockade",
        arrival: { probability: 0.3 },
        durationDays: { distribution: "uniform", min: 5, max: 40 },
        severity: { distribution: "uniform", min: 0.3, max: 1 },
        recovery: { profile: "linear", durationDays: 10 },
        targets: { chokepoints: ["strait"] },
        warRiskFreightFactor: 3,
      },
      {
        id: "works-down",
        kind: "site-outage",
        arrival: { ratePerYear: 3 },
        durationDays: { distribution: "exponential", mean: 12 },
        recovery: { profile: "exponential", halfLifeDays: 2 },
        targets: { sites: ["works"] },
      },
      {
        id: "quay-shut",
        kind: "port-closure",
        arrival: { probability: 0.2 },
        durationDays: "permanent",
        targets: { ports: ["quay"] },
      },
      {
        id: "carbon-jump",
        kind: "carbon-price-shock",
        arrival: { probability: 0.25 },
        durationDays: 30,
        targets: { carbonRegimes: ["ets"] },
        change: { addUsdPerTonne: 60 },
      },
    ],
    designs: [
      { id: "lean", name: 'Lean, "just in time"', lanes: ["mine-works", "quarry-works", "works-north", "works-south"] },
      {
        id: "buffered",
        extends: "lean",
        name: '"Buffered"',
        planner: { restockDays: 4 },
        stocks: [{ site: "shop-north", product: "widget", coverDays: 20 }],
      },
    ],
    ...extra,
  };
}
