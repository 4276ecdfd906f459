/**
 * Parties of a joint study: each owns sites and knows what is theirs alone. A lane between sites of two parties is a
 * **boundary lane**: it belongs to the party of its destination (who pays freight and duty and owns the goods on the way); orders over
 * it are passed on a day later, and it has a lead time of a day or more.
 */
export interface Silos {
  /** Whether goods cross a boundary with their cost; else each side books them at the value the contract states. */
  readonly sharesPrices: boolean;
  readonly parties: readonly { readonly id: string; readonly sites: readonly string[] }[];
}

/** What the study of one party says of itself and of its neighbours: the party's view of a joint study. */
export interface Silo {
  readonly party: string;
  readonly sharesPrices: boolean;
  /** All parties of the contract, in its order. */
  readonly parties: readonly string[];
  /** Whether any party has a market whose demand is random or seasonal: then all of them warm up. */
  readonly hasVariableDemand: boolean;
  /** Boundary lanes that start or end at this party, in the order of the contract. */
  readonly lanes: readonly BoundaryLane[];
}

/** A lane between two parties, as both know it. */
export interface BoundaryLane {
  readonly lane: string;
  /** Parties at its ends. */
  readonly from: string;
  readonly to: string;
  /** Site that stands for the other party in this party's world. */
  readonly stubSite: string;
  /** What flows over it at baseline, by design, then by way: the lane's id, `lane~1` and so on for its other ways. */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, BoundaryBaseline>>>>;
}

/** Agreed figures of one way of a boundary lane in one design. Doubles, written so that they read back to the bit. */
export interface BoundaryBaseline {
  /** Dispatched a day at baseline: what the other side's plans count on. */
  readonly unitsPerDay: number;
  readonly capacityUnitsPerDay: number;
  /** Value of a unit at its origin, freight and duty excluded. */
  readonly usdPerUnit: number;
  /** Embodied emissions of a unit at its origin, tCO2e. */
  readonly embeddedTonnesPerUnit: number;
}
