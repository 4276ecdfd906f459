import highsLoader from "highs";
import type { RiskInstance } from "./risk-exposure.ts";

/** Best possible reaction to the loss of a node, as a linear program. */
export interface RiskProgram {
  /** Least margin lost while `node` makes nothing for so many periods. */
  performanceImpact(instance: RiskInstance, node: string, periods: number): number;
  /** Longest loss of `node` without any lost demand; Infinity where it is not needed. */
  timeToSurvive(instance: RiskInstance, node: string): number;
}

/**
 * The two linear programs of the risk-exposure method, solved by HiGHS. Variables: units made by every node, units sent over
 * every arc, units lost of every product; all inventory may be used, nothing is timed within the outage.
 *
 * Source: Simchi-Levi et al. (2015), Interfaces 45(5), models for TTR and TTS.
 */
export async function loadRiskProgram(): Promise<RiskProgram> {
  // The package declares its types for CommonJS only, where the loader is a property.
  const highs = await (highsLoader as unknown as typeof highsLoader.default)();
  const solve = (problem: string): number => {
    const { Status, ObjectiveValue } = highs.solve(problem);
    if (Status === "Unbounded" || Status === "Primal infeasible or unbounded") return Number.POSITIVE_INFINITY;
    if (Status !== "Optimal") throw new Error(`no optimum: ${Status}\n${problem}`);
    return ObjectiveValue;
  };
  return {
    performanceImpact(instance, node, periods) {
      const objective = Object.entries(instance.products).map(([id, { f }]) => `${f} lost_${id}`);
      return solve(program(`Minimize\n ${objective.join(" + ")}`, instance, node, periods));
    },
    timeToSurvive(instance, node) {
      const nothingLost = Object.keys(instance.products).map((id) => `lost_${id} = 0`);
      return solve(program("Maximize\n periods", instance, node, undefined, nothingLost));
    },
  };
}

/** @param periods length of the outage, a variable where it is not given */
function program(
  objective: string,
  { nodes, products, arcs_supplier_customer_material_units: arcs }: RiskInstance,
  out: string,
  periods: number | undefined,
  more: readonly string[] = [],
): string {
  const rows: string[] = [];
  for (const [id, { s, c }] of Object.entries(nodes)) {
    const sent = arcs.flatMap(([from, to]) => (from === id ? [`sent_${from}_${to}`] : []));
    const product = products[id];
    const sold = product === undefined ? "" : ` + ${product.d} periods - lost_${id}`;
    rows.push(`${sent.length === 0 ? "" : sent.join(" + ")}${sold} - made_${id} <= ${s}`);
    rows.push(id === out ? `made_${id} = 0` : `made_${id} - ${c} periods <= 0`);
    const materials = new Set(arcs.flatMap(([, to, material]) => (to === id ? [material] : [])));
    for (const material of materials) {
      const suppliers = arcs.filter(([, to, what]) => to === id && what === material);
      rows.push(`${suppliers[0][3]} made_${id} ${suppliers.map(([from]) => `- sent_${from}_${id}`).join(" ")} <= 0`);
    }
  }
  for (const [id, { d }] of Object.entries(products)) rows.push(`lost_${id} - ${d} periods <= 0`);
  if (periods !== undefined) rows.push(`periods = ${periods}`);
  const constraints = [...rows, ...more].map((row, index) => ` row${index}: ${row.replace(/^ \+ /, "")}`);
  return `${objective}\nSubject To\n${constraints.join("\n")}\nEnd\n`;
}
