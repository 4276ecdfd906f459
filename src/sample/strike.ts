import { drawFrom } from "../distributions/index.ts";
import { drawHazardPath, type Hazard } from "../hazards/index.ts";
import type { DisruptionPath } from "../model/disruption.ts";
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
  readonly announcedDay?: number;
  readonly levels?: DisruptionPath;
}

/** Where a strike comes from. */
export type Origin = Pick<Strike, "hazard" | "time" | "path" | "parent">;

/** Where the numbers of a strike come from: a stream each where it struck by itself, one after the other where it was set off. */
export interface StrikeStreams {
  readonly duration: Uniforms;
  readonly severity: Uniforms;
  readonly recovery: Uniforms;
  readonly announcement: Uniforms;
  /** Opened only by what wanders: a stream for the steps of one strike. */
  openPath(strikePath: string): Uniforms;
}

export function drawStrike(hazard: Hazard, origin: Origin, streams: StrikeStreams, horizonDays: number): Strike {
  const durationDays = drawDuration(hazard, streams.duration, horizonDays);
  const severity = drawFrom(hazard.severity, streams.severity());
  const recoveryDays = drawRecovery(hazard, streams.recovery);
  const days = Math.min(durationDays, horizonDays - Math.floor(origin.time));
  const announcedDay = drawAnnouncement(hazard, origin, streams.announcement);
  let steps: Uniforms | undefined;
  const levels = drawHazardPath(hazard, days, () => {
    steps ??= streams.openPath(origin.path);
    return steps();
  });
  return {
    ...origin,
    durationDays,
    severity,
    recoveryDays,
    ...(announcedDay === undefined ? {} : { announcedDay }),
    ...(levels === undefined ? {} : { levels }),
  };
}

function drawDuration(hazard: Hazard, uniforms: Uniforms, horizonDays: number): number {
  if (hazard.durationDays === "permanent") return horizonDays;
  const days = Math.round(drawFrom(hazard.durationDays, uniforms()));
  return Math.min(Math.max(1, days), LONGEST_DAYS);
}

/** Nothing is announced before day 0, nor before what sets it off. */
function drawAnnouncement({ announcementLeadDays }: Hazard, { time, parent }: Origin, uniforms: Uniforms) {
  if (announcementLeadDays.distribution === "fixed" && announcementLeadDays.value === 0) return undefined;
  const leadDays = Math.min(Math.max(0, Math.round(drawFrom(announcementLeadDays, uniforms()))), LONGEST_DAYS);
  if (leadDays === 0) return undefined;
  return Math.max(Math.floor(parent?.time ?? 0), Math.floor(time) - leadDays);
}

function drawRecovery(hazard: Hazard, uniforms: Uniforms): number {
  const { durationDays, halfLifeDays } = hazard.recovery;
  if (halfLifeDays !== undefined) return Math.round(halfLifeDays * HALF_LIVES_TO_END);
  if (durationDays === undefined) return 0;
  return Math.min(Math.max(0, Math.round(drawFrom(durationDays, uniforms()))), LONGEST_DAYS);
}
