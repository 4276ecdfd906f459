import type { CompiledStudy } from "../compile-study.ts";
import { dispatchedUnits, madeUnits } from "../model/flow.ts";
import { LANE_DETOUR, LANE_EXPEDITE, LANE_LEAK, LANE_OUTBOUND, LANE_PROPER } from "../model/network.ts";
import { digits, formatTable, percent, usd } from "./format.ts";

/** What each design costs and is made of, undisturbed. */
export function baselineTable({ study, designs }: CompiledStudy): string {
  return formatTable(
    [
      "design",
      "structural\npremium",
      "cost\na day",
      "landed",
      "holding",
      "fixed",
      "goods",
      "tCO2e\na day",
      "local\ncontent",
      "lanes",
    ],
    study.designs.map(({ id }, index) => {
      const { structure } = designs[index];
      return [
        id,
        percent(structure.premiumPct),
        usd(structure.costUsdPerDay),
        usd(structure.landedCostUsdPerDay),
        usd(structure.holdingCostUsdPerDay),
        usd(structure.fixedCostUsdPerDay),
        usd(structure.goodsUsd),
        digits(structure.emissionsTonnesPerDay, 3),
        percent(structure.localContentShare * 100),
        String(structure.lanes),
      ];
    }),
  );
}

/** What every policy of every design measures at baseline, beside its limit; undefined where no design has any. */
export function policyTable({ study, designs }: CompiledStudy): string | undefined {
  const rows = designs.flatMap(({ policies }, design) =>
    policies.map(({ policy, what, value, sense, limit, unit }): string[] => {
      const show = (figure: number): string =>
        unit === "fraction" ? percent(figure * 100) : `${Number(figure.toPrecision(4))} ${unit}`;
      return [study.designs[design].id, policy, what, show(value), `${sense} ${show(limit)}`];
    }),
  );
  return rows.length === 0 ? undefined : formatTable(["design", "policy", "what", "figure", "limit"], rows, 3);
}

/** Landed cost of a unit in every market and design, beside the market's price. */
export function landedCostTable({ study, designs }: CompiledStudy): string {
  const { markets } = designs[0].labels;
  return formatTable(
    ["design", ...markets],
    [
      ...study.designs.map(({ id }, index) => [
        id,
        ...markets.map((_, market) => digits(designs[index].network.marketUnitCostUsd[market], 6)),
      ]),
      ["(price)", ...markets.map((_, market) => digits(designs[0].network.marketPriceUsdPerUnit[market], 6))],
    ],
  );
}

const LANE_KINDS: Readonly<Record<number, string>> = {
  [LANE_PROPER]: "lane",
  [LANE_DETOUR]: "detour",
  [LANE_LEAK]: "leak",
  [LANE_EXPEDITE]: "expedite",
};

/** Baseline flow and capacity of every lane and process of a design. */
export function flowTable({ designs }: CompiledStudy, design: number): string {
  const { network, labels } = designs[design];
  const flow = network.stockFlowUnitsPerDay;
  const row = (kind: string, id: string, units: number, capacity: number): string[] => [
    kind,
    id,
    digits(units, 5),
    digits(capacity, 5),
    capacity > 0 ? percent((units / capacity) * 100) : "",
  ];
  const lanes = labels.lanes.map((id, lane) => {
    const kind = network.laneBackupPriority[lane] > 0 ? "backup" : LANE_KINDS[network.laneKind[lane]];
    // What another party orders is agreed on.
    const isOutbound = network.laneBoundary[lane] === LANE_OUTBOUND;
    const ordered = dispatchedUnits(network, flow, lane, network.laneShare[lane]);
    const units = isOutbound ? network.laneBoundaryUnitsPerDay[lane] : ordered;
    return row(kind, id, units, network.laneCapacityUnitsPerDay[lane]);
  });
  const processes = labels.processes.map((id, process) =>
    row(
      network.processStandbyPriority[process] > 0 ? "standby" : "process",
      id,
      madeUnits(network, flow, process, network.processShare[process]),
      network.processCapacityUnitsPerDay[process],
    ),
  );
  return formatTable(["", "id", "units a day", "capacity", "used"], [...processes, ...lanes], 2);
}
