import type { Columns } from "./columns.ts";

/**
 * The values the simulator reads during a segment: between two change points they are constant. `Limit` columns are
 * units (tonnes for ports) a day, Infinity where nothing limits.
 */
export const CONTROL_COLUMNS = {
  laneShare: ["f64", "lanes"], // effective share of the destination's orders
  laneDispatchLimit: ["f64", "lanes"],
  laneEntryLimit: ["f64", "lanes"], // what may start moving; more than that waits at the origin end of the lane
  laneReceiptLimit: ["f64", "lanes"],
  laneFreightUsdPerUnit: ["f64", "lanes"],
  laneCarbonUsdPerUnit: ["f64", "lanes"], // freight emissions and border adjustment
  laneTariffFraction: ["f64", "lanes"],
  laneExtraDays: ["f64", "lanes"], // whole days longer for what is dispatched
  laneSpoilage: ["f64", "lanes"], // fraction a day of what is under way
  stockSpoilage: ["f64", "stocks"], // fraction of what is on hand overnight
  stockReleaseLimit: ["f64", "stocks"], // units a day out of the reserve, 0 while it is kept
  stockRefillLimit: ["f64", "stocks"], // units a day into it
  stockTargetUnits: ["f64", "stocks"],
  stockOrderLimit: ["f64", "stocks"],
  processShare: ["f64", "processes"], // effective share of the output stock's orders
  processCapacity: ["f64", "processes"], // good units a day
  processExtraCapacity: ["f64", "processes"], // surge and borrowed capacity beyond that, good units a day
  processExtraUsdPerUnit: ["f64", "processes"], // what a unit made with it costs more
  processCarbonUsdPerUnit: ["f64", "processes"],
  portLimit: ["f64", "ports"],
  marketDemandFactor: ["f64", "markets"],
} as const;

export type ControlName = keyof typeof CONTROL_COLUMNS;
export type Controls = Columns<typeof CONTROL_COLUMNS>;
export const CONTROL_NAMES = Object.keys(CONTROL_COLUMNS) as ControlName[];
/** Number of a control column, as segments refer to it. */
export const CONTROL_ID = Object.fromEntries(CONTROL_NAMES.map((name, id) => [name, id])) as Record<
  ControlName,
  number
>;

/** Edits of the state at a change point: what a change of plan does to goods and orders already on their way. */
export const EDIT_HOLD = 0; // stop `fraction` of the goods moving in slots [from, to] days to go
export const EDIT_RELEASE = 1; // let `fraction` of the goods held there go on
export const EDIT_CANCEL = 2; // withdraw `fraction` of the lane's unshipped backlog
export const EDIT_DISCOUNT = 3; // count all but `fraction` of the held goods as on order
export const EDIT_CANCEL_MAKING = 4; // withdraw `fraction` of what a process is wanted to make
export const EDIT_DESTROY = 5; // destroy `fraction` of what a stock has on hand, its reserve included
export const EDIT_INVEST = 6; // spend `fraction` USD once

/**
 * What happens to a network in one scenario, as a list of change points. Owned by the planner that made it and valid until
 * its next call: nothing is copied.
 */
export interface Segments {
  /** Change points in use; every array may be longer. */
  count: number;
  /** [change point] ascending. */
  days: Int32Array;
  /** [change point + 1] first write and first edit of each change point. */
  writeStart: Int32Array;
  editStart: Int32Array;
  /** [write] */
  writeControl: Int32Array;
  writeIndex: Int32Array;
  writeValue: Float64Array;
  /** [edit] */
  editKind: Int32Array;
  editIndex: Int32Array; // lane; process for EDIT_CANCEL_MAKING, stock for EDIT_DESTROY, none for EDIT_INVEST
  editFrom: Int32Array;
  editTo: Int32Array;
  editFraction: Float64Array;
}

/** Segments of one's own, cut to what is in use: those of a planner are valid until its next call. */
export function copySegments(segments: Segments): Segments {
  const { count, writeStart, editStart } = segments;
  const writes = count === 0 ? 0 : writeStart[count];
  const edits = count === 0 ? 0 : editStart[count];
  return {
    count,
    days: segments.days.slice(0, count),
    writeStart: writeStart.slice(0, count + 1),
    editStart: editStart.slice(0, count + 1),
    writeControl: segments.writeControl.slice(0, writes),
    writeIndex: segments.writeIndex.slice(0, writes),
    writeValue: segments.writeValue.slice(0, writes),
    editKind: segments.editKind.slice(0, edits),
    editIndex: segments.editIndex.slice(0, edits),
    editFrom: segments.editFrom.slice(0, edits),
    editTo: segments.editTo.slice(0, edits),
    editFraction: segments.editFraction.slice(0, edits),
  };
}
