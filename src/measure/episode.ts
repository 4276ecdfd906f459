import { type Episode, isBelow } from "../metrics/define.ts";
import type { ServiceThresholds } from "../model/settings.ts";

/**
 * Finds when service failed (first day at or after the onset below the fail threshold) and recovered (first day from then on
 * from which it holds at the recovery threshold for `holdDays` days; fewer days left than that is not recovered).
 *
 * @param service [day]
 */
export function findEpisode(service: Float64Array, firstOnsetDay: number, thresholds: ServiceThresholds): Episode {
  const failDay = firstOnsetDay < 0 ? -1 : findFailDay(service, firstOnsetDay, thresholds.failBelowFraction);
  if (failDay < 0) return { firstOnsetDay, failDay, recoverDay: -1 };
  let heldSince = -1;
  for (let day = failDay; day < service.length; day++) {
    if (isBelow(service[day], thresholds.recoverAtFraction)) heldSince = -1;
    else if (heldSince < 0) heldSince = day;
    if (heldSince >= 0 && day - heldSince + 1 >= thresholds.holdDays) {
      return { firstOnsetDay, failDay, recoverDay: heldSince };
    }
  }
  return { firstOnsetDay, failDay, recoverDay: -1 };
}

function findFailDay(service: Float64Array, from: number, failBelow: number): number {
  for (let day = from; day < service.length; day++) {
    if (isBelow(service[day], failBelow)) return day;
  }
  return -1;
}
