import { type ParsedStudy, parseStudy } from "../src/config/parse-study.ts";

/** Size of a generated network: tiers from sources to markets, sites a tier. */
export interface NetworkShape {
  readonly tiers: number;
  readonly sitesPerTier: number;
  /** Suppliers of every input stock. */
  readonly suppliersPerStock: number;
  readonly horizonDays: number;
}

/**
 * A layered network for benchmarks: each site of a tier makes a product of its own tier from the product of the tier below,
 * which it gets in equal shares from several sites there; the last tier sells. Deterministic: sizes and lead times follow
 * from positions. One chokepoint, on every third lane, is blocked now and then.
 */
export function generateStudy(
  { tiers, sitesPerTier, suppliersPerStock, horizonDays }: NetworkShape,
  ratePerYear = 1,
): ParsedStudy {
  const sites: object[] = [];
  const markets: object[] = [];
  const lanes: ReturnType<typeof laneInto>[] = [];
  for (let tier = 0; tier < tiers; tier++) {
    const isLast = tier === tiers - 1;
    for (let at = 0; at < sitesPerTier; at++) {
      const id = `s${tier}-${at}`;
      const process = {
        output: `p${tier}`,
        inputs: tier === 0 ? [] : [{ product: `p${tier - 1}`, unitsPerUnit: 1 }],
        capacityUnitsPerDay: 1e6,
        conversionCostUsdPerUnit: 10,
      };
      sites.push({
        id,
        region: "r",
        processes: isLast ? [] : [process],
        stocks: [
          { product: isLast ? `p${tier - 1}` : `p${tier}`, coverDays: 5 + (at % 7), holdingCostUsdPerUnitDay: 0.01 },
        ],
      });
      if (isLast) {
        const market = { site: id, product: `p${tier - 1}`, demandUnitsPerDay: 100 + at, priceUsdPerUnit: 100 };
        markets.push({ id: `m${at}`, ...market, unmet: "backorder", patienceDays: 30 });
      }
      if (tier > 0) {
        const suppliers = new Set<number>();
        for (let supplier = 0; supplier < suppliersPerStock; supplier++) {
          suppliers.add((at * 7 + supplier * 3 + tier) % sitesPerTier);
        }
        let rank = 0;
        for (const from of suppliers) lanes.push(laneInto(tier, at, from, rank++, 1 / suppliers.size));
      }
    }
  }
  const study = {
    id: "generated",
    settings: { horizonDays, capitalCostFractionPerYear: 0.08, planner: { detectionDelayDays: 3, restockDays: 7 } },
    world: {
      regions: [{ id: "r" }],
      chokepoints: [{ id: "strait" }],
      products: Array.from({ length: tiers - 1 }, (_, tier) => ({ id: `p${tier}`, massTonnesPerUnit: 1 })),
      sites,
      lanes,
    },
    markets,
    hazards: [
      {
        id: "blocked",
        kind: "blockade",
        arrival: { ratePerYear },
        durationDays: { distribution: "lognormal", mean: 20, standardDeviation: 15 },
        targets: { chokepoints: ["strait"] },
      },
    ],
    designs: [{ id: "layered", lanes: lanes.map((lane) => lane.id) }],
  };
  return parseStudy("generated.yaml", JSON.stringify(study));
}

function laneInto(tier: number, at: number, from: number, rank: number, share: number) {
  return {
    id: `l${tier}-${at}-${rank}`,
    product: `p${tier - 1}`,
    from: `s${tier - 1}-${from}`,
    to: `s${tier}-${at}`,
    mode: "sea",
    distanceKm: 1000,
    leadTimeDays: 2 + ((at * 5 + rank * 11 + tier * 3) % 30),
    costUsdPerUnit: 1,
    share,
    via: (at + rank) % 3 === 0 ? ["strait"] : [],
  };
}
