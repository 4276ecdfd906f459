/** The part of a study a problem is about; the configuration stage finds the line it stands on. */
export interface EntityRef {
  readonly list:
    | "lanes"
    | "sites"
    | "processes"
    | "stocks"
    | "ports"
    | "chokepoints"
    | "markets"
    | "designs"
    | "hazards"
    | "policies";
  /** Id; `site/product` for processes and stocks, the key for policies. */
  readonly id: string;
  /** The key at fault, where one is. */
  readonly key?: string;
  /** Entry of a policy that is a list. */
  readonly entry?: number;
}

/** Something wrong with a design that only shows once it is put together. */
export interface DesignProblem {
  readonly design: string;
  readonly at: EntityRef;
  readonly message: string;
}
