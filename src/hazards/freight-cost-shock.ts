import { numberIn } from "../schema/number-in.ts";
import { defineHazard } from "./define.ts";
import { isConcerned, laneTargetFields } from "./lane-targets.ts";

/** Freight becomes dearer or cheaper by a factor; severity scales the difference to 1. Goods under way keep their terms. */
export const freightCostShock = defineHazard({
  kind: "freight-cost-shock",
  summary: "Freight on lanes becomes dearer, or cheaper: fuel, box rates, insurance.",
  fields: {
    ...laneTargetFields,
    factor: numberIn("(0, 1000]").describe("Factor on freight cost at severity 1."),
  },
  effects({ targets, modes, factor }, view) {
    return view.lanes
      .filter((lane) => isConcerned(lane, targets, modes))
      .map(({ index }) => ({ channel: "laneFreight", index, amount: factor - 1 }));
  },
});
