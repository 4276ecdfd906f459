import { describe, expect, test } from "vitest";
import { createDesignRunner } from "../../src/design-runner.ts";
import { laneCarbonUsdPerUnit } from "../../src/model/carbon.ts";
import { hasOraclesInPlace, openOracle, openOracleInPlace } from "../helpers/oracle.ts";
import { compileFor, makeStudy } from "../helpers/study.ts";

/** Share of the benchmark still free in each year of the phase-in, as the case's source states it. */
const FREE = {
  2026: 0.975,
  2027: 0.95,
  2028: 0.9,
  2029: 0.775,
  2030: 0.515,
  2031: 0.39,
  2032: 0.265,
  2033: 0.14,
  2034: 0,
};

interface Import {
  readonly tonnes: number;
  readonly see: number;
  readonly benchmark: number;
  readonly price: number;
  readonly free: number;
  readonly paid?: number;
}

/** What the border adjustment of a day of imports costs: a unit is a tonne of goods, a day's demand the case's tonnes. */
function borderCost({ tonnes, see, benchmark, price, free, paid = 0 }: Import): number {
  const study = makeStudy({
    settings: { horizonDays: 5 },
    world: {
      carbonRegimes: [
        { id: "eu", priceUsdPerTonne: price },
        { id: "origin", priceUsdPerTonne: paid },
      ],
      regions: [
        { id: "abroad", carbonRegime: "origin" },
        { id: "union", carbonRegime: "eu", hasBorderAdjustment: true, borderFreeAllocationFraction: free },
      ],
      products: [
        { id: "steel", massTonnesPerUnit: 1, isBorderAdjusted: true, borderBenchmarkTonnesPerUnit: benchmark },
      ],
      sites: [
        {
          id: "mill",
          region: "abroad",
          processes: [
            { output: "steel", capacityUnitsPerDay: 1e6, conversionCostUsdPerUnit: 0, emissionsTonnesPerUnit: see },
          ],
        },
        { id: "yard", region: "union" },
      ],
      lanes: [
        {
          id: "import",
          product: "steel",
          from: "mill",
          to: "yard",
          mode: "sea",
          distanceKm: 1,
          leadTimeDays: 1,
          costUsdPerUnit: 0,
        },
      ],
    },
    markets: [
      { id: "m", site: "yard", product: "steel", demandUnitsPerDay: tonnes, priceUsdPerUnit: 1000, unmet: "lost" },
    ],
    designs: [{ id: "only", lanes: ["import"] }],
  });
  const { network } = compileFor(study);
  return tonnes * laneCarbonUsdPerUnit(network, 0, network.regimePriceUsdPerTonne);
}

describe("border adjustment", () => {
  test("certificates and cost over the phase-in 2026-2034 (CBAM-A1)", () => {
    const oracle = openOracle("CBAM-A1");
    const { tonnes, see, benchmark, cscf, price } = oracle.inputs as Record<string, number>;
    const goods = { tonnes, see, benchmark: benchmark * cscf };
    for (const [year, free] of Object.entries(FREE)) {
      // At a price of 1 the cost is the number of certificates.
      const certificates = borderCost({ ...goods, free, price: 1 });
      oracle.check(`certificates, 100 t at 2.0 tCO2/t, benchmark 1.4, year ${year}`, certificates);
    }
    for (const year of [2026, 2030, 2034] as const) {
      oracle.check(`cost at EUR 80, year ${year}`, borderCost({ ...goods, free: FREE[year], price }));
    }
    const simple = "simple exposure (no free allocation): tonnes x intensity x price";
    oracle.check(simple, borderCost({ ...goods, benchmark: 0, free: FREE[2026], price }));
    const paid = borderCost({ ...goods, free: FREE[2034], price, paid: 10 });
    oracle.check("2034 cost with origin carbon price EUR 10/t already paid", paid);
    const clean = "goods cleaner than the adjusted benchmark: certificates (SEE 1.2, 2026)";
    oracle.check(clean, borderCost({ ...goods, see: 1.2, free: FREE[2026], price: 1 }));
    oracle.close();
  });

  test("is linear in price and tonnes, and never negative", () => {
    const goods = { tonnes: 100, see: 2, benchmark: 1.4, free: 0.9 };
    const once = borderCost({ ...goods, price: 50 });
    expect(borderCost({ ...goods, price: 100 })).toBeCloseTo(2 * once, 9);
    expect(borderCost({ ...goods, tonnes: 300, price: 50 })).toBeCloseTo(3 * once, 9);
    expect(borderCost({ ...goods, price: 50, paid: 100 })).toBe(0);
    expect(borderCost({ ...goods, price: 0 })).toBe(0);
    // Paid at origin counts on all emissions, free allocation on the benchmark alone: 100 x (74/100 x 50 - 2 x 10).
    expect(borderCost({ ...goods, price: 50, paid: 10 })).toBeCloseTo(100 * (0.74 * 50 - 2 * 10), 9);
  });
});

describe("freight emissions", () => {
  test.skipIf(!hasOraclesInPlace)(
    "of two truck legs, well to wheel and tank to wheel (CO2-A1; skipped where ../shared/reference is missing)",
    () => {
      const oracle = openOracleInPlace("CO2-A1");
      const { mass_kg: mass, legs } = oracle.inputs as {
        mass_kg: number;
        legs: { km: number; wtw_kg_per_tkm: number; ttw_kg_per_tkm?: number }[];
      };
      const [first, second] = legs;
      const wellToWheel = legs.map((leg) => leg.wtw_kg_per_tkm);
      // A kilogram a tonne-km makes emissions in kg the tonne-km themselves.
      const tonneKm = legEmissions(mass, [first.km, second.km], [1, 1]);
      const emissions = legEmissions(mass, [first.km, second.km], wellToWheel);
      oracle.check("tonne-km of 230 kg over 700 km", legEmissions(230, [700, 1], [1, 1]).legs[0]);
      oracle.check("leg 1 tkm: 87 kg x 423 km", tonneKm.legs[0]);
      oracle.check("leg 2 tkm: 87 kg x 321 km", tonneKm.legs[1]);
      oracle.check("shipment tkm", tonneKm.day);
      oracle.check("leg 1 WTW kgCO2e at 0.100 kg/tkm", emissions.legs[0]);
      oracle.check("leg 2 WTW kgCO2e at 0.170 kg/tkm", emissions.legs[1]);
      oracle.check("shipment WTW kgCO2e", emissions.day);
      const tank = legEmissions(mass, [first.km, second.km], [wellToWheel[0], second.ttw_kg_per_tkm as number]);
      oracle.check("leg 2 TTW kgCO2e at 0.153 kg/tkm", tank.legs[1]);
      oracle.close();
    },
  );
});

/** A shipment a day over two legs, each with a mode of its own so that each can have its intensity: kg CO2e by leg and day. */
function legEmissions(
  massKg: number,
  km: readonly [number, number],
  kgPerTonneKm: readonly number[],
): { legs: number[]; day: number } {
  const modes = ["road", "rail"] as const;
  const sites = ["start", "hub", "end"];
  const lane = (leg: 0 | 1): object => ({
    id: `leg-${leg}`,
    product: "parcel",
    from: sites[leg],
    to: sites[leg + 1],
    mode: modes[leg],
    distanceKm: km[leg],
    leadTimeDays: 1,
    costUsdPerUnit: 0,
  });
  const study = makeStudy({
    settings: { horizonDays: 3 },
    world: {
      regions: [{ id: "here" }],
      freightEmissionsGramsPerTonneKm: { road: 1000 * kgPerTonneKm[0], rail: 1000 * kgPerTonneKm[1] },
      products: [{ id: "parcel", massTonnesPerUnit: massKg / 1000 }],
      sites: [
        {
          id: "start",
          region: "here",
          processes: [{ output: "parcel", capacityUnitsPerDay: 10, conversionCostUsdPerUnit: 0 }],
        },
        { id: "hub", region: "here" },
        { id: "end", region: "here" },
      ],
      lanes: [lane(0), lane(1)],
    },
    markets: [{ id: "m", site: "end", product: "parcel", demandUnitsPerDay: 1, priceUsdPerUnit: 1, unmet: "lost" }],
    designs: [{ id: "only", lanes: ["leg-0", "leg-1"] }],
  });
  const { network, labels } = compileFor(study);
  const runner = createDesignRunner(network, study.settings, 0);
  return {
    legs: [0, 1].map((leg) => 1000 * network.laneFreightTonnesPerUnit[labels.lanes.indexOf(`leg-${leg}`)]),
    day: 1000 * runner.undisturbed.dayEmissionsTonnes[0],
  };
}
