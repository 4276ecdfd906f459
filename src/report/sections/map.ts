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
  type Lane = (typeof world.lanes)[number];
  const passes = (lane: Lane, id: string): boolean => lane.via.some(({ at }) => at === id);
  const masses = new Map(world.products.map(({ id, massTonnesPerUnit }) => [id, massTonnesPerUnit]));
  const hasMass = (lane: Lane): boolean => (masses.get(lane.product) ?? 0) > 0;
  /** Tonnes a day over such lanes, by design; what has no mass is left out. */
  const tonnesOver = (isMeant: (lane: Lane) => boolean): number[] => {
    const meant = world.lanes.filter((lane) => isMeant(lane) && hasMass(lane));
    return run.designs.map((id) => meant.reduce((sum, lane) => sum + (loads.get(id)?.get(lane.id) ?? 0), 0));
  };
  type Place = MapChart["places"][number];
  const placesOf = (
    kind: Place["kind"],
    items: readonly { id: string; name: string; latitude?: number; longitude?: number }[],
    designsOf: (id: string) => string[],
    loadsOf: (id: string) => number[],
  ): Place[] =>
    items.flatMap(({ id, name, latitude, longitude }) => {
      const designs = designsOf(id);
      if (latitude === undefined || longitude === undefined || designs.length === 0) return [];
      const at = [longitude, latitude] as const;
      return [{ id: `${kind}:${id}`, name, kind, at, designs, loads: loadsOf(id), struckShare: struck(kind, id) }];
    });
  /** A site holds what comes in or goes out, whichever is more: goods change their weight there. */
  const siteLoads = (id: string): number[] => {
    const out = tonnesOver(({ from }) => from === id);
    return tonnesOver(({ to }) => to === id).map((tonnes, design) => Math.max(tonnes, out[design]));
  };
  const usersOfPassage = (id: string): string[] => usersOf((lane) => passes(lane, id));
  const passageLoads = (id: string): number[] => tonnesOver((lane) => passes(lane, id));
  const places = [
    ...placesOf("site", world.sites, (id) => usersOf(({ from, to }) => from === id || to === id), siteLoads),
    ...placesOf("port", world.ports, usersOfPassage, passageLoads),
    ...placesOf("chokepoint", world.chokepoints, usersOfPassage, passageLoads),
  ];
  if (places.length < 2) return undefined;
  const positions = new Map(
    [...world.ports, ...world.chokepoints].flatMap(({ id, longitude, latitude }) =>
      longitude === undefined || latitude === undefined ? [] : [[id, [longitude, latitude] as const] as const],
    ),
  );
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
        through: lane.via.map(({ at }) => positions.get(at)).filter((at) => at !== undefined),
        designs,
        loads: own,
        loadUnit: hasMass(lane) ? ("tonnes" as const) : ("units" as const),
        struckShare: struck("lane", lane.id),
      },
    ];
  });
  return {
    id: "map",
    title: "Where it lies, and where it is struck",
    words: [
      "Lines are as wide as the largest load that a design shown sends over them when nothing happens; lines in the colour of a design are its own, grey ones are shared. Marks grow with the share of scenarios in which a hazard strikes them: circles are sites, squares ports, diamonds chokepoints. Ways are drawn from port to port and strait to strait, not as ships sail.",
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
        caption: "Places: share of scenarios that strike them, and tonnes a day through them when nothing happens",
        isOpen: false,
        head: ["Place", "Kind", "Struck in", ...run.designs],
        rows: [...places]
          .sort((left, right) => right.struckShare - left.struckShare)
          .map(({ name, kind, struckShare, loads: own }) => ({
            cells: [name, kind, showShare(struckShare), ...own.map(showLoad)],
          })),
      },
      {
        caption: "Lanes: share of scenarios that strike them, and what arrives a day when nothing happens",
        isOpen: false,
        head: ["Lane", "Struck in", "Unit", ...run.designs],
        rows: lanes.map(({ name, struckShare, loadUnit, loads: own }) => ({
          cells: [name, showShare(struckShare), loadUnit, ...own.map(showLoad)],
        })),
      },
    ],
  };
}

function showLoad(load: number): string {
  return load === 0 ? "–" : digits(load, 3);
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
