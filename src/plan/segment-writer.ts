import { CONTROL_NAMES, type Controls, type Segments } from "../model/segments.ts";

/** Builds segments change point by change point in buffers that grow when needed and are used again. */
export interface SegmentWriter {
  /** The segments so far. */
  readonly segments: Segments;
  /** Starts a new scenario: nothing written, control values at baseline. */
  restart(): void;
  /** Starts a change point; its day is later than the last one's. */
  startChange(day: number): void;
  /** Sets the value of a control, by its CONTROL_ID; writes nothing when it already holds. */
  set(control: number, index: number, value: number): void;
  edit(kind: number, index: number, from: number, to: number, fraction: number): void;
  /** Closes the last change point. Change points at which nothing was written are left out. */
  finish(): Segments;
}

export function createSegmentWriter(baseline: Controls): SegmentWriter {
  const usual = CONTROL_NAMES.map((name) => baseline[name]);
  const current = usual.map((column) => column.slice());
  const segments: Segments = {
    count: 0,
    days: new Int32Array(16),
    writeStart: new Int32Array(17),
    editStart: new Int32Array(17),
    writeControl: new Int32Array(256),
    writeIndex: new Int32Array(256),
    writeValue: new Float64Array(256),
    editKind: new Int32Array(64),
    editIndex: new Int32Array(64),
    editFrom: new Int32Array(64),
    editTo: new Int32Array(64),
    editFraction: new Float64Array(64),
  };
  let writes = 0;
  let edits = 0;

  /** A change point at which nothing turned out to change is none. */
  function dropEmpty(): void {
    const last = segments.count - 1;
    if (last >= 0 && segments.writeStart[last] === writes && segments.editStart[last] === edits) segments.count = last;
  }

  function finish(): Segments {
    dropEmpty();
    segments.writeStart[segments.count] = writes;
    segments.editStart[segments.count] = edits;
    return segments;
  }

  return {
    segments,
    restart() {
      segments.count = 0;
      writes = 0;
      edits = 0;
      for (let control = 0; control < usual.length; control++) current[control].set(usual[control]);
    },
    startChange(day) {
      if (segments.count === segments.days.length) {
        segments.days = grow(segments.days);
        segments.writeStart = grow(segments.writeStart);
        segments.editStart = grow(segments.editStart);
      }
      finish();
      segments.days[segments.count++] = day;
    },
    set(control, index, value) {
      const column = current[control];
      if (column[index] === value) return;
      column[index] = value;
      if (writes === segments.writeControl.length) {
        segments.writeControl = grow(segments.writeControl);
        segments.writeIndex = grow(segments.writeIndex);
        segments.writeValue = grow(segments.writeValue);
      }
      segments.writeControl[writes] = control;
      segments.writeIndex[writes] = index;
      segments.writeValue[writes++] = value;
    },
    edit(kind, index, from, to, fraction) {
      if (edits === segments.editKind.length) {
        segments.editKind = grow(segments.editKind);
        segments.editIndex = grow(segments.editIndex);
        segments.editFrom = grow(segments.editFrom);
        segments.editTo = grow(segments.editTo);
        segments.editFraction = grow(segments.editFraction);
      }
      segments.editKind[edits] = kind;
      segments.editIndex[edits] = index;
      segments.editFrom[edits] = from;
      segments.editTo[edits] = to;
      segments.editFraction[edits++] = fraction;
    },
    finish,
  };
}

/** Twice as long; one longer than double for the `start` columns costs nothing. */
function grow<Column extends Int32Array | Float64Array>(column: Column): Column {
  const longer = new (column.constructor as new (length: number) => Column)(column.length * 2 + 1);
  longer.set(column);
  return longer;
}
