import { CONTROL_COLUMNS, type Controls } from "../../model/segments.ts";
import { RINGS, type RingKind, type RunColumn, STATE_COLUMNS, type State } from "../state.ts";
import { type Numbering, numbersOf } from "./numbering.ts";
import { SCENARIOS } from "./records.ts";

/** Gives both scenarios the state of one run. */
export function spread(single: State, pair: State, numbering?: Numbering): void {
  const copy = (name: RunColumn, own: Float64Array, pairs: Float64Array): void => {
    const places = placesOf(name, single, pair, numbering);
    const stride = pair.strides[name];
    own.forEach((value, at) => {
      const place = (places?.[at] ?? at) * stride;
      pairs.fill(value, place, place + SCENARIOS);
    });
  };
  for (const name of Object.keys(STATE_COLUMNS) as (keyof typeof STATE_COLUMNS)[]) copy(name, single[name], pair[name]);
  for (const name of Object.keys(CONTROL_COLUMNS) as (keyof Controls)[]) {
    copy(name, single.controls[name], pair.controls[name]);
  }
}

/** [place in a column of one run] the place in that of two that lie side by side; undefined where it is the same. */
export function placesOf(
  name: RunColumn,
  single: State,
  pair: State,
  numbering: Numbering | undefined,
): Int32Array | undefined {
  const kind = (Object.keys(RINGS) as RingKind[]).find((own) => slotsOf(own).includes(name));
  if (kind === undefined) return numbersOf(numbering, dimensionOf(name));
  const from = single.rings[kind];
  const to = pair.rings[kind];
  const numbers = numbersOf(numbering, RINGS[kind].entities);
  const places = new Int32Array(from.length.reduce((slots, length) => slots + length, 0));
  from.length.forEach((length, entity) => {
    const own = numbers?.[entity] ?? entity;
    for (let slot = 0; slot < length; slot++) {
      places[from.start[entity] + slot * from.step[entity]] = to.start[own] + slot * to.step[own];
    }
  });
  return places;
}

/** Columns of the slots of rings, what is held included. */
function slotsOf(kind: RingKind): readonly string[] {
  return kind === "lane" ? [...RINGS.lane.columns, "held", "heldUsd"] : RINGS[kind].columns;
}

function dimensionOf(name: string): string {
  const tables: Readonly<Record<string, readonly [string, string]>> = { ...STATE_COLUMNS, ...CONTROL_COLUMNS };
  return tables[name][1];
}
