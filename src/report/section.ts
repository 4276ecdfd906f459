/** A part of the report: words, charts, and behind every chart the table it is drawn from. */
export interface Section {
  /** Anchor; letters and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly charts: readonly Chart[];
  readonly tables: readonly ReportTable[];
}

/** Text only; the page escapes every cell. */
export interface ReportTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly ReportRow[];
  /** Stands open; others fold behind their caption. */
  readonly isOpen: boolean;
  /** Stays folded on paper: long, and told elsewhere. */
  readonly isLeftOutOfPrint?: boolean;
}

export interface ReportRow {
  /** The row disappears when this design is filtered out. */
  readonly design?: string;
  readonly cells: readonly string[];
}

/** [x, y], or [x, y, low, high] with the interval of y. */
export type Point = readonly [x: number, y: number] | readonly [x: number, y: number, low: number, high: number];

interface ChartBase {
  readonly title: string;
  /** One sentence for those who cannot see the chart. */
  readonly label: string;
}

/** A figure a design with its interval, one below the other. */
export interface IntervalChart extends ChartBase {
  readonly kind: "intervals";
  readonly unit: string;
  /** Neither value nor ends: not available. A low end without a high one: open upwards. */
  readonly rows: readonly { design: string; value?: number; low?: number; high?: number }[];
}

export interface LineChart extends ChartBase {
  readonly kind: "lines";
  readonly xName: string;
  readonly yName: string;
  readonly isXLog: boolean;
  readonly isStep: boolean;
  /** A panel a design instead of all over each other. */
  readonly isPanelled: boolean;
  /** The upright axis need not begin at 0. */
  readonly isYScaled: boolean;
  readonly series: readonly { design: string; points: readonly Point[] }[];
}

export interface ScatterChart extends ChartBase {
  readonly kind: "scatter";
  readonly xName: string;
  readonly yName: string;
  readonly points: readonly { design: string; x: number; y: number; low?: number; high?: number; isMarked: boolean }[];
}

/** Bars of parts that add up, one bar a design. */
export interface StackChart extends ChartBase {
  readonly kind: "stack";
  readonly unit: string;
  readonly designs: readonly string[];
  readonly parts: readonly { name: string; values: readonly number[] }[];
}

/** Places and ways between them; latitude and longitude in degrees. */
export interface MapChart extends ChartBase {
  readonly kind: "map";
  readonly places: readonly {
    id: string;
    name: string;
    kind: "site" | "port" | "chokepoint";
    at: readonly [longitude: number, latitude: number];
    /** Designs that use it. */
    designs: readonly string[];
    /** What passes in a day when nothing happens, by design as the report lists them; none where it is not known. */
    loads: readonly number[];
    /** Share of scenarios in which a hazard strikes it. */
    struckShare: number;
  }[];
  readonly lanes: readonly {
    name: string;
    from: string;
    to: string;
    designs: readonly string[];
    /** Ports and chokepoints with a place of their own, in the order of the way. */
    through: readonly (readonly [longitude: number, latitude: number])[];
    /** What arrives in a day when nothing happens, by design as the report lists them. */
    loads: readonly number[];
    loadUnit: "tonnes" | "units";
    struckShare: number;
  }[];
}

export type Chart = IntervalChart | LineChart | ScatterChart | StackChart | MapChart;
