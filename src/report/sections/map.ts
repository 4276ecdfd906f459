import { digits } from "../../commands/format.ts";
import type { CompiledStudy } from "../../compile-study.ts";
import { arrivingUnits, walkFlows } from "../../model/flow.ts";
import { LANE_PROPER, type Network } from "../../model/network.ts";
import type { StruckShares } from "../count-strikes.ts";
import { showShare } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { MapChart, Section } from "../section.ts";

/** Where everything lies, how much goes where, and how often it is struck. Places without coordinates are left out. */
export function mapSection(
  run: FinishedRun,
  struck: StruckShares,
  compiled: CompiledStudy | undefined,
): Section | undefined {
  const { world } = run.study;
  const loads = new Map(
    run.designs.map((id, design) => [id, compiled === undefined ? new Map() : loadsOf(compiled, design)]),
  );
  const used = new Map(run.study.designs.map(({ id, lanes }) => [id, new Set(lanes.map(({ lane }) => lane))]));
  const usersOf = (isUsed: (lane: (typeof world.lanes)[number]) => boolean): string[] => {
    const own = world.lanes.filter(isUsed).map(({ id }) => id);
    return run.designs.filter((id) => own.some((lane) => used.get(id)?.has(lane)));
  };
  const passes = (lane: (typeof world.lanes)[number], id: string): boolean => lane.via.some(({ at }) => at === id);
  type Place = MapChart["places"][number];
  const placesOf = (
    kind: Place["kind"],
    items: readonly { id: string; name: string; latitude?: number; longitude?: number }[],
    designsOf: (id: string) => string[],
  ): Place[] =>
    items.flatMap(({ id, name, latitude, longitude }) => {
      const designs = designsOf(id);
      if (latitude === undefined || longitude === undefined || designs.length === 0) return [];
      return [
        { id: `${kind}:${id}`, name, kind, at: [longitude, latitude] as const, designs, struckShare: struck(kind, id) },
      ];
    });
  const places = [
    ...placesOf("site", world.sites, (id) => usersOf(({ from, to }) => from === id || to === id)),
    ...placesOf("port", world.ports, (id) => usersOf((lane) => passes(lane, id))),
    ...placesOf("chokepoint", world.chokepoints, (id) => usersOf((lane) => passes(lane, id))),
  ];
  if (places.length < 2) return undefined;
  const lanes = world.lanes.flatMap((lane) => {
    const designs = usersOf(({ id }) => id === lane.id);
    if (designs.length === 0) return [];
    const own = run.designs.map((id) => loads.get(id)?.get(lane.id) ?? 0);
    const name = `${lane.id} (${lane.product}, ${lane.mode})`;
    return [
      {
        name,
        from: `site:${lane.from}`,
        to: `site:${lane.to}`,
        designs,
        loads: own,
        struckShare: struck("lane", lane.id),
      },
    ];
  });
  return {
    id: "map",
    title: "Where it lies, and where it is struck",
    words: [
      "Lines are as wide as the larger of their loads is heavy when nothing happens; marks are as large as the share of scenarios in which a hazard strikes them: circles sites, squares ports, diamonds chokepoints. Lines in the colour of a design are its own; grey ones are shared.",
    ],
    charts: [
      {
        kind: "map",
        title: "Sites, ports, chokepoints and lanes",
        label: "Map of the network of each design.",
        places,
        lanes,
      },
    ],
    tables: [
      {
        caption: "Places: how often struck, and by whom used",
        isOpen: false,
        head: ["Place", "Kind", "Struck in", "Used by"],
        rows: [...places]
          .sort((left, right) => right.struckShare - left.struckShare)
          .map(({ name, kind, struckShare, designs }) => ({
            cells: [name, kind, showShare(struckShare), designs.join(", ")],
          })),
      },
      {
        caption: "Lanes: tonnes a day when nothing happens, and how often struck",
        isOpen: false,
        head: ["Lane", "Struck in", ...run.designs],
        rows: lanes.map(({ name, struckShare, loads: own }) => ({
          cells: [name, showShare(struckShare), ...own.map((load) => (load === 0 ? "–" : digits(load, 3)))],
        })),
      },
    ],
  };
}

/** Tonnes a day (units, of what has no mass) that arrive over each lane of a design at baseline, its detours left out. */
function loadsOf({ designs }: CompiledStudy, design: number): Map<string, number> {
  const { network, labels } = designs[design];
  const flow = new Float64Array(network.counts.stocks);
  walkFlows(network as Network, network.laneShare, network.processShare, flow);
  return new Map(
    labels.lanes.flatMap((id, lane): [string, number][] => {
      if (network.laneKind[lane] !== LANE_PROPER) return [];
      const units = arrivingUnits(network, flow, lane, network.laneShare[lane]);
      return [[id, units * (network.laneMassTonnesPerUnit[lane] || 1)]];
    }),
  );
}
