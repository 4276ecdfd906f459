import { type CompiledDesign, compileDesign } from "./compile/compile.ts";
import type { Study } from "./config/study.ts";
import { SimulationError } from "./errors.ts";
import { type Hazard, hazardSchema } from "./hazards/index.ts";
import type { Design } from "./model/design.ts";

/** What can be out, in the order in which equals are listed. */
export const NODE_KINDS = ["site", "lane", "port", "chokepoint", "region"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** Something of the world that is put out of action, and the hazards that do it. */
export interface ExposureNode {
  readonly kind: NodeKind;
  readonly id: string;
  readonly name: string;
  readonly restoreTimeDays: number;
  /** Indices into the hazards of `probeStudy`. */
  readonly hazards: readonly number[];
}

/** Everything of a study's world that can be out, each with the hazards that put it out. */
export interface Probes {
  readonly nodes: readonly ExposureNode[];
  readonly hazards: readonly Hazard[];
}

/**
 * Says how each site, lane, port, chokepoint and region is put out of action, by the kinds of hazards a study uses too. A
 * site: what `settings.exposure.pauses` names. A port: nothing is unloaded or loaded. A chokepoint: nothing starts through
 * it, and what is before it stands still. A region: all its sites and ports. A lane: nothing starts over it or its detours;
 * what is under way arrives.
 */
export function probeStudy({ world, settings }: Study): Probes {
  const { restoreTimeDays, pauses } = settings.exposure;
  const hazards: Hazard[] = [];
  const nodes: ExposureNode[] = [];
  const probe = (kind: string, fields: object): number => {
    const id = `probe-${hazards.length}`;
    return hazards.push(hazardSchema.parse({ id, kind, arrival: { days: [0] }, durationDays: 1, ...fields })) - 1;
  };
  const add = (kind: NodeKind, item: Restorable, ...probes: number[]): void => {
    const { id, name = id } = item;
    nodes.push({ kind, id, name, restoreTimeDays: item.restoreTimeDays ?? restoreTimeDays, hazards: probes });
  };
  for (const site of world.sites) add("site", site, probe("site-outage", { targets: { sites: [site.id] }, pauses }));
  for (const lane of world.lanes) {
    const targets = { sites: [lane.from], products: [lane.product] };
    add("lane", lane, probe("site-outage", { targets, pauses: ["dispatch"] }));
  }
  for (const port of world.ports) add("port", port, probe("port-closure", { targets: { ports: [port.id] } }));
  for (const chokepoint of world.chokepoints) {
    add("chokepoint", chokepoint, probe("blockade", { targets: { chokepoints: [chokepoint.id] } }));
  }
  for (const region of world.regions) {
    const sites = probe("site-outage", { targets: { regions: [region.id] }, pauses });
    const ports = world.ports.filter((port) => port.region === region.id).map(({ id }) => id);
    add("region", region, sites, ...(ports.length === 0 ? [] : [probe("port-closure", { targets: { ports } })]));
  }
  return { nodes, hazards };
}

interface Restorable {
  readonly id: string;
  readonly name?: string;
  readonly restoreTimeDays?: number;
}

/**
 * Compiles a design against the probes instead of the study's hazards.
 *
 * @returns the network, whose effects are this caller's own, and the nodes that touch anything in it
 */
export function compileProbes(study: Study, design: Design, probes: Probes): CompiledDesign & Pick<Probes, "nodes"> {
  const compiled = compileDesign({ ...study, hazards: probes.hazards }, design);
  if (Array.isArray(compiled)) {
    throw new SimulationError(compiled.map(({ message }) => message).join("; "), undefined, design.id);
  }
  for (const node of probes.nodes) if (node.kind === "lane") keepLane(compiled, node);
  const { hazardEffectStart, effectAmount } = compiled.network;
  const touches = (hazard: number): boolean =>
    effectAmount.subarray(hazardEffectStart[hazard], hazardEffectStart[hazard + 1]).some((amount) => amount > 0);
  return { ...compiled, nodes: probes.nodes.filter(({ hazards }) => hazards.some(touches)) };
}

/** A lane's probe stops all its origin sends of the product: takes away what concerns other lanes. */
function keepLane({ network, labels }: CompiledDesign, { id, hazards }: ExposureNode): void {
  const { hazardEffectStart, effectIndex, effectAmount, laneDetourOf } = network;
  for (let effect = hazardEffectStart[hazards[0]]; effect < hazardEffectStart[hazards[0] + 1]; effect++) {
    const lane = effectIndex[effect];
    const owner = laneDetourOf[lane] >= 0 ? laneDetourOf[lane] : lane;
    if (labels.lanes[owner] !== id) effectAmount[effect] = 0;
  }
}
