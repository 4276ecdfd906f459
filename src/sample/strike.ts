import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import type { Uniforms } from "../samplers/define.ts";

/** Longer than any horizon; keeps the days of heavy-tailed draws exact integers. */
export const LONGEST_DAYS = 1_000_000;
/** ln(20) / ln(2): half-lives until 5 % is left, where an exponential recovery ends. */
const HALF_LIVES_TO_END = 4.321928094887363;

/** A disruption while its scenario is drawn. */
export interface Strike {
  /** Index of the hazard in the study's list. */
  readonly hazard: number;
  /** When it starts, days; the disruption counts the whole day. */
  readonly time: number;
  /**
   * Names the strike by how it came about, whatever else there is: "quake/0" is the first strike of hazard quake, "quake/0+1"
   * the second that this one set off itself, "quake/0>flood#0" the flood it triggered.
   */
  readonly path: string;
  readonly parent?: Strike;
  readonly durationDays: number;
  readonly severity: number;
  readonly recoveryDays: number;
}

/** Where the numbers of a strike come from: a stream each where it struck by itself, one after the other where it was set off. */
export interface StrikeStreams {
  readonly duration: Uniforms;
  readonly severity: Uniforms;
  readonly recovery: Uniforms;
}

export function drawStrike(
  hazard: Hazard,
  origin: Pick<Strike, "hazard" | "time" | "path" | "parent">,
  streams: StrikeStreams,
  horizonDays: number,
): Strike {
  return {
    ...origin,
    durationDays: drawDuration(hazard, streams.duration, horizonDays),
    severity: drawFrom(hazard.severity, streams.severity()),
    recoveryDays: drawRecovery(hazard, streams.recovery),
  };
}

function drawDuration(hazard: Hazard, uniforms: Uniforms, horizonDays: number): number {
  if (hazard.durationDays === "permanent") return horizonDays;
  const days = Math.round(drawFrom(hazard.durationDays, uniforms()));
  return Math.min(Math.max(1, days), LONGEST_DAYS);
}

function drawRecovery(hazard: Hazard, uniforms: Uniforms): number {
  const { durationDays, halfLifeDays } = hazard.recovery;
  if (halfLifeDays !== undefined) return Math.round(halfLifeDays * HALF_LIVES_TO_END);
  if (durationDays === undefined) return 0;
  return Math.min(Math.max(0, Math.round(drawFrom(durationDays, uniforms()))), LONGEST_DAYS);
}
