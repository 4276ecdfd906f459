import {
  CLAIM_INPUT,
  CLAIM_LANE,
  NETWORK_COLUMNS,
  type Network,
  networkByteLength,
  viewNetwork,
} from "../../model/network.ts";
import {
  CONTROL_COLUMNS,
  CONTROL_NAMES,
  type ControlName,
  EDIT_CANCEL_MAKING,
  EDIT_DESTROY,
  EDIT_INVEST,
  type Segments,
} from "../../model/segments.ts";

/** Entities that code in loops has numbers of its own for. Markets and ports keep theirs. */
const RENUMBERED = ["stocks", "lanes", "processes", "inputs"] as const;
export type Renumbered = (typeof RENUMBERED)[number];

/**
 * [entity] the number that code has for it. A day goes from stock to stock along the network, which is anywhere in an order by
 * name: where numbers follow the day, what is needed next lies behind what was needed last, and has been fetched before
 * anybody asks.
 */
export type Numbering = Readonly<Record<Renumbered, Int32Array>> & {
  /** Lanes by destination, those of a stock as before: what `stockLaneStart` tells the parts of. */
  readonly lanesByDestination: Int32Array;
};

/** [new number] the old one, of what a network lists. */
type Lists = Readonly<Record<Renumbered | "levels" | "claims" | "recyclings", readonly number[]>>;

type ColumnName = keyof typeof NETWORK_COLUMNS;

/** Columns that hold numbers of entities. Claims hold several kinds; effects of hazards keep the old ones, no code reads them. */
const REFERENCES: Partial<Record<ColumnName, Renumbered>> = {
  laneFrom: "stocks",
  laneTo: "stocks",
  laneDetourOf: "lanes",
  stockOrder: "stocks",
  processStock: "stocks",
  processSharesWith: "processes",
  inputStock: "stocks",
  inputProcess: "processes",
  marketStock: "stocks",
  portLane: "lanes",
};

/** Columns of where the part of each entity begins in a list. */
const STARTS: Partial<Record<ColumnName, keyof Lists>> = {
  stockLaneStart: "stocks",
  stockProcessStart: "stocks",
  stockLevelStart: "stocks",
  levelClaimStart: "levels",
  processInputStart: "processes",
  processRecyclingStart: "processes",
};

/**
 * Numbers stocks in the order in which they ship, lanes by origin in the order in which they are served there: to ship is the
 * longest part of the day. Processes go by stock, claims too, those of a stock as before.
 */
export function numberByDay(network: Network): { readonly network: Network; readonly numbering: Numbering } {
  const lists = listByDay(network);
  const [stocks, lanes, processes, inputs] = RENUMBERED.map((kind) => invert(lists[kind]));
  const byDestination = partsOf(lists.stocks, network.stockLaneStart);
  const lanesByDestination = Int32Array.from(byDestination, (old) => lanes[old]);
  const numbering: Numbering = { stocks, lanes, processes, inputs, lanesByDestination };
  const { counts, constants } = network;
  const own = viewNetwork(counts, constants, new ArrayBuffer(networkByteLength(counts)));
  for (const [key, [, dimension]] of Object.entries(NETWORK_COLUMNS)) {
    const name = key as ColumnName;
    const starts = STARTS[name];
    // The order of stocks is a list by itself, not a number of each.
    const list = name === "stockOrder" ? undefined : lists[dimension as keyof Lists];
    if (starts !== undefined) fillStarts(own[name], network[name], lists[starts]);
    else own[name].set(list === undefined ? network[name] : list.map((old) => network[name][old]));
    const kind = REFERENCES[name];
    if (kind !== undefined) own[name].set(own[name].map((old) => (old < 0 ? old : numbering[kind][old])));
  }
  const { claimIndex, claimKind } = own;
  claimIndex.forEach((old, claim) => {
    if (claimKind[claim] === CLAIM_LANE) claimIndex[claim] = numbering.lanes[old];
    if (claimKind[claim] === CLAIM_INPUT) claimIndex[claim] = numbering.inputs[old];
  });
  return { network: own, numbering };
}

/** The parts of each owner, one owner after the other. */
function partsOf(owners: readonly number[], starts: Int32Array): number[] {
  return owners.flatMap((owner) => {
    const from = starts[owner];
    return Array.from({ length: starts[owner + 1] - from }, (_, part) => from + part);
  });
}

function listByDay(network: Network): Lists {
  const stocks = [...network.stockOrder].reverse();
  const processes = partsOf(stocks, network.stockProcessStart);
  const levels = partsOf(stocks, network.stockLevelStart);
  const claims = partsOf(levels, network.levelClaimStart);
  const { claimKind, claimIndex } = network;
  return {
    stocks,
    lanes: claims.filter((claim) => claimKind[claim] === CLAIM_LANE).map((claim) => claimIndex[claim]),
    processes,
    inputs: partsOf(processes, network.processInputStart),
    levels,
    claims,
    recyclings: partsOf(processes, network.processRecyclingStart),
  };
}

function invert(list: readonly number[]): Int32Array {
  const numbers = new Int32Array(list.length);
  list.forEach((old, number) => {
    numbers[old] = number;
  });
  return numbers;
}

/** Where parts begin that lie one behind the other in the order of `list`. */
function fillStarts(own: Int32Array | Float64Array, old: Int32Array | Float64Array, list: readonly number[]): void {
  own[0] = 0;
  list.forEach((owner, number) => {
    own[number + 1] = own[number] + old[owner + 1] - old[owner];
  });
}

/** Columns of controls, by the numbers that code has. */
export function renumberControls<Column extends Float64Array | Uint8Array>(
  controls: Readonly<Record<ControlName, Column>>,
  numbering: Numbering,
): Record<ControlName, Column> {
  const columns = (Object.keys(CONTROL_COLUMNS) as ControlName[]).map((name) => {
    const own = controls[name].slice() as Column;
    numbersOf(numbering, CONTROL_COLUMNS[name][1])?.forEach((number, old) => {
      own[number] = controls[name][old];
    });
    return [name, own];
  });
  return Object.fromEntries(columns) as Record<ControlName, Column>;
}

/** The same change points for a network whose entities have other numbers. */
export function renumberSegments(segments: Segments, numbering: Numbering): Segments {
  const { count, writeStart, editStart } = segments;
  if (count === 0) return segments;
  const writeIndex = segments.writeIndex.slice(0, writeStart[count]);
  const editIndex = segments.editIndex.slice(0, editStart[count]);
  writeIndex.forEach((old, write) => {
    const numbers = CONTROL_NUMBERS[segments.writeControl[write]];
    if (numbers !== undefined) writeIndex[write] = numbering[numbers][old];
  });
  editIndex.forEach((old, edit) => {
    const kind = segments.editKind[edit];
    if (kind === EDIT_INVEST) return;
    const numbers = kind === EDIT_CANCEL_MAKING ? "processes" : kind === EDIT_DESTROY ? "stocks" : "lanes";
    editIndex[edit] = numbering[numbers][old];
  });
  return { ...segments, writeIndex, editIndex };
}

const isRenumbered = (dimension: string): dimension is Renumbered => RENUMBERED.includes(dimension as Renumbered);

/** [control] */
const CONTROL_NUMBERS = CONTROL_NAMES.map((name): Renumbered | undefined => {
  const [, dimension]: readonly [string, string] = CONTROL_COLUMNS[name];
  return isRenumbered(dimension) ? dimension : undefined;
});

/** [old number] the new one, of entities of a dimension; undefined where they keep theirs. */
export function numbersOf(numbering: Numbering | undefined, dimension: string): Int32Array | undefined {
  return isRenumbered(dimension) ? numbering?.[dimension] : undefined;
}
