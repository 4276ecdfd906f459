/** How a disruption fades once its outage is over. */
export const RECOVERY_PROFILES = ["step", "linear", "exponential", "s-curve"] as const;
export type RecoveryProfile = (typeof RECOVERY_PROFILES)[number];

/** How the level of a disruption wanders: `levels[step]` times severity holds from `stepDays` x step days after the onset. */
export interface DisruptionPath {
  readonly stepDays: number;
  /** Above -1; may exceed 1. */
  readonly levels: readonly number[];
}

/** One realised event of a hazard. */
export interface Disruption {
  /** Index of the hazard in the study's list, hazards in code-unit order of their ids. */
  readonly hazard: number;
  readonly onsetDay: number;
  /** Days at full severity, at least 1. */
  readonly durationDays: number;
  /** In [0, 1]. */
  readonly severity: number;
  /** How severity fades after the outage, and over how many days (0 for a step). */
  readonly profile: RecoveryProfile;
  readonly recoveryDays: number;
  /** Day on which it is announced; absent: it is not, it is seen when it strikes. */
  readonly announcedDay?: number;
  /** Whether those it strikes know when it will end. */
  readonly isEndKnown?: boolean;
  /** Position in the scenario's list of the disruption that set this one off; absent where it came by itself. */
  readonly triggeredBy?: number;
  /** Absent where the level stays at the severity. */
  readonly path?: DisruptionPath;
}

/** One sampled draw of the world: the same list for every design. */
export interface Scenario {
  readonly index: number;
  /** What it counts in every estimate, > 0 with expectation 1; left out where every scenario counts 1. */
  readonly weight?: number;
  /** By hazard, then onset. */
  readonly disruptions: readonly Disruption[];
  /**
   * [day x market] units wanted, row-major, markets as in networks, the days of the warm-up first. Absent: baseline demand
   * every day, and no warm-up.
   */
  readonly demand?: Float64Array;
}

/** First day on which anything starts, or -1 when nothing does. */
export function firstOnsetDay(scenario: Scenario): number {
  let first = -1;
  for (const { onsetDay } of scenario.disruptions) if (first < 0 || onsetDay < first) first = onsetDay;
  return first;
}

/** The disruption that began what set this one off; itself where it came by itself. */
export function rootOf(disruption: Disruption, { disruptions }: Pick<Scenario, "disruptions">): Disruption {
  let root = disruption;
  while (root.triggeredBy !== undefined) root = disruptions[root.triggeredBy];
  return root;
}
