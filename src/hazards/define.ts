import type { z } from "zod";
import type { Effect } from "../model/channel.ts";
import type { DisruptionPath } from "../model/disruption.ts";
import type { FreightMode, Tier } from "../model/world.ts";

/** Where something is, as hazards aim at it. */
export interface PlaceView {
  readonly site: string;
  readonly region: string;
  readonly blocs: readonly string[];
  readonly cluster?: string;
}

export interface LaneView {
  readonly index: number;
  readonly product: string;
  /** Tier of the product. */
  readonly tier: Tier;
  readonly mode: FreightMode;
  readonly from: PlaceView;
  readonly to: PlaceView;
  readonly loadPort?: string;
  /** In order along the way; cargo with `passDays` days to go or fewer is past. */
  readonly chokepoints: readonly { readonly chokepoint: string; readonly passDays: number }[];
  /** Hazard whose leak through third countries this lane is: shut unless that hazard opens it. */
  readonly leakOf?: string;
}

/** A process or stock and where it is. */
export interface GoodsView {
  readonly index: number;
  readonly product: string;
  readonly place: PlaceView;
}

/** Demand at a site. */
export interface MarketView {
  readonly index: number;
  readonly id: string;
  readonly product: string;
  readonly place: PlaceView;
}

export interface NamedView {
  readonly index: number;
  readonly id: string;
}

/** What a hazard kind may look at to find what it touches in a design. */
export interface DesignView {
  readonly lanes: readonly LaneView[];
  readonly stocks: readonly GoodsView[];
  readonly processes: readonly GoodsView[];
  readonly ports: readonly NamedView[];
  readonly regimes: readonly NamedView[];
  readonly markets: readonly MarketView[];
  /** The circle of trust that the design keeps to, if it has one. */
  readonly trust?: TrustView;
}

/** Regions and blocs among which goods of a tier may flow; a share of those from outside may be allowed. */
export interface TrustView {
  readonly regions: readonly string[];
  readonly blocs: readonly string[];
  readonly tiers: readonly Tier[];
  readonly allowOutsideShare: number;
}

/** A kind of hazard: the fields it adds to a study's `hazards` entries, and what they touch. */
export interface HazardKind<Kind extends string, Fields extends z.ZodRawShape> {
  readonly kind: Kind;
  /** One sentence for users. */
  readonly summary: string;
  readonly fields: Fields;
  /** What a disruption of this kind touches in a design, once per channel and entity. */
  effects(parameters: z.output<z.ZodObject<Fields>> & { readonly id: string }, view: DesignView): Effect[];
  /** For kinds whose level wanders while they last: its path for so many days, or undefined where it stays. */
  drawPath?(
    parameters: z.output<z.ZodObject<Fields>>,
    days: number,
    uniforms: () => number,
  ): DisruptionPath | undefined;
}

/** Gives a catalogue member its full type. */
export function defineHazard<const Kind extends string, Fields extends z.ZodRawShape>(
  kind: HazardKind<Kind, Fields>,
): HazardKind<Kind, Fields> {
  return kind;
}
