import { compileStudy } from "../../src/compile-study.ts";
import { parseStudy } from "../../src/config/parse-study.ts";
import type { Exposure } from "../../src/expose.ts";
import { measureExposure } from "../../src/studies/exposure.ts";

/** A risk-exposure instance: `s` inventory, `c` capacity a period, `d` demand a period, `f` margin a unit. */
export interface RiskInstance {
  readonly nodes: Readonly<Record<string, { readonly s: number; readonly c: number }>>;
  readonly products: Readonly<Record<string, { readonly d: number; readonly f: number }>>;
  readonly arcs_supplier_customer_material_units: readonly (readonly [string, string, string, number])[];
}

const AMPLE = 1e6;

/*
 * An instance as a study. A node is a site that makes one product and holds its inventory of it; an arc is a same-day lane;
 * margin is price. A node that is out stops making and goes on shipping what it holds, as the linear program has it, which
 * is what `pauses: [production]` says. Suppliers of the same material share by capacity. Inventory is in steady state the
 * target: cover = inventory / flow.
 */
export function riskStudy(
  { nodes, products, arcs_supplier_customer_material_units: arcs }: RiskInstance,
  restoreTimeDays: Readonly<Record<string, number>>,
  horizonDays = 160,
): string {
  const flow = new Map<string, number>();
  const productOf = (node: string): string => arcs.find(([from]) => from === node)?.[2] ?? `goods-${node}`;
  const rivals = (from: string, to: string): string[] =>
    arcs.filter(([, customer, material]) => customer === to && material === productOf(from)).map(([node]) => node);
  const share = (from: string, to: string): number =>
    nodes[from].c / rivals(from, to).reduce((sum, node) => sum + nodes[node].c, 0);
  const flowOf = (node: string): number => {
    const known = flow.get(node);
    if (known !== undefined) return known;
    let units = products[node]?.d ?? 0;
    for (const [from, to, , perUnit] of arcs) if (from === node) units += flowOf(to) * perUnit * share(from, to);
    flow.set(node, units);
    return units;
  };
  const lanes = arcs.map(([from, to, product]) => ({
    id: `${from}-${to}`,
    product,
    from,
    to,
    mode: "road",
    distanceKm: 1,
    leadTimeDays: 0,
    costUsdPerUnit: 0,
    share: share(from, to),
    capacityUnitsPerDay: AMPLE,
  }));
  const sites = Object.entries(nodes).map(([id, { s, c }]) => {
    const inputs = new Map(
      arcs.filter(([, to]) => to === id).map(([, , product, unitsPerUnit]) => [product, unitsPerUnit]),
    );
    return {
      id,
      region: "here",
      restoreTimeDays: restoreTimeDays[id],
      processes: [
        {
          output: productOf(id),
          inputs: [...inputs].map(([product, unitsPerUnit]) => ({ product, unitsPerUnit })),
          capacityUnitsPerDay: c,
          conversionCostUsdPerUnit: 0,
        },
      ],
      stocks: [{ product: productOf(id), coverDays: s / flowOf(id) }],
    };
  });
  return JSON.stringify({
    id: "risk",
    settings: {
      horizonDays,
      planner: { detectionDelayDays: 0 },
      exposure: { pauses: ["production"], restoreTimeDays: 1 },
    },
    world: {
      regions: [{ id: "here" }],
      products: [...new Set(Object.keys(nodes).map(productOf))].map((id) => ({ id, massTonnesPerUnit: 1 })),
      sites,
      lanes,
    },
    markets: Object.entries(products).map(([id, { d, f }]) => ({
      id,
      site: id,
      product: productOf(id),
      demandUnitsPerDay: d,
      priceUsdPerUnit: f,
      unmet: "lost",
    })),
    designs: [{ id: "instance", lanes: lanes.map(({ id }) => id) }],
  });
}

/** What the engine of `breakwater exposure` says about every node of an instance. */
export function exposeInstance(
  instance: RiskInstance,
  restoreTimeDays: Readonly<Record<string, number>>,
): Map<string, Exposure> {
  const compiled = compileStudy(parseStudy("risk.yaml", riskStudy(instance, restoreTimeDays)));
  const sites = measureExposure(compiled).filter(({ kind }) => kind === "site");
  return new Map(sites.map((row) => [row.id, row]));
}
