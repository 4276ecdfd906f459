import type { Network } from "../../model/network.ts";
import type { ControlName, Controls } from "../../model/segments.ts";
import type { I32 } from "../../wasm/value.ts";
import type { FixedControls } from "./fixed-controls.ts";

type ColumnOf<Type> = { [Name in keyof Network]: Network[Name] extends Type ? Name : never }[keyof Network];
export type WholeColumn = ColumnOf<Int32Array> & string;
export type NumberColumn = ColumnOf<Float64Array> & string;

/**
 * What is known of a network while its code is generated. Of an entity with code of its own everything the network says of
 * it; of one that a loop goes through what all of them have in common: a network without a port has no code for ports.
 */
export interface KnownValues {
  whole(column: WholeColumn, index: I32): number | undefined;
  number(column: NumberColumn, index: I32): number | undefined;
  /** Whether something is so of a lane, or of a process. */
  is(entities: "lanes" | "processes", index: I32, isSo: (entity: number) => boolean): boolean | undefined;
  /** Of controls that no scenario moves. */
  control(column: ControlName, index: I32): number | undefined;
}

export function createKnownValues(
  network: Network,
  baseline: Controls,
  fixed: FixedControls,
  isUnrolled: boolean,
): KnownValues {
  const common = new Map<string, number | undefined>();
  const inCommon = (name: string, find: () => number | undefined): number | undefined => {
    if (!common.has(name)) common.set(name, find());
    return common.get(name);
  };
  const ofNetwork = (column: WholeColumn | NumberColumn, index: I32): number | undefined =>
    isUnrolled && index.constant !== undefined
      ? network[column][index.constant]
      : inCommon(column, () => onlyValue(network[column]));
  return {
    whole: ofNetwork,
    number: ofNetwork,
    is(entities, index, isSo) {
      if (isUnrolled && index.constant !== undefined) return isSo(index.constant);
      const count = network.counts[entities];
      let so = 0;
      for (let entity = 0; entity < count; entity++) if (isSo(entity)) so += 1;
      return so === 0 || so === count ? so > 0 : undefined;
    },
    control(column, index) {
      if (isUnrolled && index.constant !== undefined) {
        return fixed[column][index.constant] === 1 ? baseline[column][index.constant] : undefined;
      }
      return inCommon(column, () => (fixed[column].includes(0) ? undefined : onlyValue(baseline[column])));
    },
  };
}

/** The value of a column that has only one. */
function onlyValue(column: Int32Array | Float64Array): number | undefined {
  return column.length > 0 && column.every((value) => value === column[0]) ? column[0] : undefined;
}
