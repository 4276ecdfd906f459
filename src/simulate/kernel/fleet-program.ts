import type { Network } from "../../model/network.ts";
import type { Controls } from "../../model/segments.ts";
import { compile } from "../../wasm/instantiate.ts";
import type { BoundaryColumns } from "../cross-boundary.ts";
import { fixedControls } from "./fixed-controls.ts";
import { layOutFleet } from "./fleet-layout.ts";
import { generateFleet } from "./generate-fleet.ts";
import type { KernelForm } from "./kernel.ts";
import type { FleetLayout } from "./layout.ts";
import { atFixedPoint, type PairProgram } from "./pair.ts";
import { SCENARIOS } from "./records.ts";

/** Code of a network that goes in step with others and what it starts from: made once for as many fleets as one likes. */
export interface FleetProgram extends PairProgram {
  readonly columns: BoundaryColumns;
  readonly fleet: FleetLayout;
}

/** @param days the longest run, warm-up or horizon */
export function compileFleet(
  network: Network,
  baseline: Controls,
  days: number,
  form: KernelForm,
  columns: BoundaryColumns,
): FleetProgram {
  const layout = layOutFleet(network, days);
  const { fleet } = layout;
  if (fleet === undefined) throw new RangeError("missing fleet, the layout has one pair");
  const fixed = fixedControls(network, baseline);
  const module = compile(generateFleet({ network, layout, form, baseline, fixed }, columns));
  return { network, days, layout, fleet, fixed, module, start: atFixedPoint(network, baseline), columns };
}

/**
 * Runs that one fleet of a program may have: two at least.
 *
 * @param bytes that its memory may have
 */
export function mostRuns({ fleet, columns, network, days }: FleetProgram, bytes: number): number {
  const ofRun = 8 * (columns.count + days * network.counts.markets);
  return SCENARIOS * Math.max(1, Math.floor(bytes / (fleet.pairBytes + SCENARIOS * ofRun)));
}
