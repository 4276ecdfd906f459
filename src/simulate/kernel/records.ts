import type { NetworkCounts } from "../../model/network.ts";
import { CONTROL_COLUMNS } from "../../model/segments.ts";
import { TOTAL_COLUMNS } from "../../model/trajectory.ts";
import { STATE_COLUMNS } from "../state.ts";

/** Scenarios that a vector of two doubles computes side by side. */
export const SCENARIOS = 2;

/** Columns that hold a number of each scenario side by side: [entity x scenario]. */
export type PairColumn = keyof typeof STATE_COLUMNS | keyof typeof CONTROL_COLUMNS | keyof typeof TOTAL_COLUMNS;

/**
 * What a step uses together lies together: one record an entity, its columns side by side. Records of up to eight columns have
 * a length that is a power of two; what is seldom used is in a record of its own, so that cache lines carry what is needed.
 */
const RECORDS: readonly (readonly PairColumn[])[] = [
  ["onHand", "onHandUsd", "onOrder", "newlyOwed", "unitCostUsd", "stockTargetUnits", "stockOrderLimit", "saleUnits"],
  ["reserve", "reserveUsd", "refillOrdered", "stockReleaseLimit", "stockRefillLimit", "stockSpoilage", "stockSpoiled"],
  [
    "backlog",
    "laneShare",
    "laneDispatchLimit",
    "laneFreightUsdPerUnit",
    "laneShipped",
    "laneTariffFraction",
    "laneCarbonUsdPerUnit",
    "laneEntryLimit",
  ],
  ["waiting", "waitingUsd", "laneReceiptLimit", "laneExtraDays", "delayedOrder"],
  ["laneSpoilage", "laneSpoiled", "discounted"],
  ["moving", "movingUsd"],
  ["held", "heldUsd"],
  [
    "wanted",
    "planned",
    "processShare",
    "processCapacity",
    "madeToday",
    "processMade",
    "processCarbonUsdPerUnit",
    "processExtraCapacity",
  ],
  ["processExtraUsdPerUnit"],
  ["inProgress", "inProgressUsd"],
  ["inputFill"],
  ["collected"],
  ["demandToday", "backorder", "marketFill", "marketDemandFactor"],
  ["relativePrice"],
  ["riseOfLag"],
  ["backorderOfDay"],
  ["portRoom", "portLimit"],
  ["goodsUsd"],
];

/** Bytes of a column in a record: a number of each scenario. */
export const PAIR_BYTES = 8 * SCENARIOS;
/** Where a column begins, the bytes from an entity's number to the next one's, and how many entities there are. */
export interface ColumnPlace {
  readonly base: number;
  readonly stride: number;
  readonly count: number;
}
export type PairPlaces = Readonly<Record<PairColumn, ColumnPlace>>;

/** Entities of every column by its table, to find how many records there are. */
const DIMENSIONS: Readonly<Record<PairColumn, string>> = Object.fromEntries(
  [STATE_COLUMNS, CONTROL_COLUMNS, TOTAL_COLUMNS].flatMap((table) =>
    Object.entries(table).map(([name, [, dimension]]) => [name, dimension]),
  ),
) as Record<PairColumn, string>;

/**
 * @param take takes so many bytes of memory and says where they begin
 * @param isSorted whether entities lie in the order in which the day comes by: then columns are read from end to end, and one
 *   that a step does without costs nothing where it lies by itself
 */
export function layOutRecords(counts: NetworkCounts, take: (bytes: number) => number, isSorted = false): PairPlaces {
  const lengths: Readonly<Record<string, number>> = { ...counts, one: 1 };
  const records = isSorted ? RECORDS.flatMap(apart) : RECORDS;
  const places = records.flatMap((columns) => {
    const stride = PAIR_BYTES << Math.ceil(Math.log2(columns.length));
    const count = lengths[DIMENSIONS[columns[0]]];
    const first = take(stride * count);
    return columns.map((column, at) => [column, { base: first + PAIR_BYTES * at, stride, count }]);
  });
  const pairs = Object.fromEntries(places) as PairPlaces;
  const missing = Object.keys(DIMENSIONS).find((column) => pairs[column as PairColumn] === undefined);
  if (missing !== undefined) throw new RangeError(`missing column ${missing}, no record has it`);
  return pairs;
}

/** Units and their money stay together. */
function apart(columns: readonly PairColumn[]): readonly (readonly PairColumn[])[] {
  return columns.length > 2 ? columns.map((column) => [column]) : [columns];
}
