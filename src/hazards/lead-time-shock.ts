import { numberIn } from "../schema/number-in.ts";
import { defineHazard } from "./define.ts";
import { isConcerned, laneTargetFields } from "./lane-targets.ts";

/** What is dispatched takes longer, by whole days that severity scales. Goods under way keep their day of arrival. */
export const leadTimeShock = defineHazard({
  kind: "lead-time-shock",
  summary: "Lanes take longer: congestion, low water in a canal, slow borders.",
  fields: {
    ...laneTargetFields,
    extraDays: numberIn("[1, 1000] whole").describe("Days longer at severity 1; times severity, rounded."),
  },
  effects({ targets, modes, extraDays }, view) {
    return view.lanes
      .filter((lane) => isConcerned(lane, targets, modes))
      .map(({ index }) => ({ channel: "laneExtraDays", index, amount: extraDays }));
  },
});
