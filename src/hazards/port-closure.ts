import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { defineHazard } from "./define.ts";

/**
 * A port handles less by severity: cargo to be unloaded queues at its gate and drains afterwards only at the port's spare
 * throughput; cargo to be loaded is not dispatched.
 */
export const portClosure = defineHazard({
  kind: "port-closure",
  summary: "Ports handle less, or nothing: arrivals queue, loading stops, congestion outlives the closure.",
  fields: {
    targets: z.strictObject({ ports: idListSchema.describe("Ports that close.") }).describe("What closes."),
  },
  effects({ targets }, view) {
    const ports = new Set(targets.ports);
    const effects: Effect[] = [];
    for (const port of view.ports) {
      if (ports.has(port.id)) effects.push({ channel: "portThroughput", index: port.index, amount: 1 });
    }
    for (const lane of view.lanes) {
      if (lane.loadPort === undefined || !ports.has(lane.loadPort)) continue;
      effects.push({ channel: "laneDispatch", index: lane.index, amount: 1 });
    }
    return effects;
  },
});
