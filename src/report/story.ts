import { eventLog, type ReplayEvent } from "../commands/replay-tables.ts";
import type { CompiledStudy } from "../compile-study.ts";
import { isBelow } from "../metrics/define.ts";
import type { Replay } from "../replay.ts";
import { showShare } from "./number.ts";

/**
 * The log of a scenario without its repetitions: of changes of the same things that differ in their figures only (a closure
 * that fades moves every share every day) the first stands. Service is followed to its lowest day and back.
 */
export function tellStory(compiled: CompiledStudy, design: number, replay: Replay): ReplayEvent[] {
  const told = new Set<string>();
  const events = eventLog(compiled, design, replay).filter(({ text }) => {
    if (text.includes(" strikes at severity ")) return true;
    const kind = kindOf(text);
    if (told.has(kind)) return false;
    told.add(kind);
    return true;
  });
  return [...events, ...serviceEvents(compiled, replay)].sort((left, right) => left.day - right.day);
}

/** The text without its figures; ids, which stand behind the colon, keep theirs. */
export function kindOf(text: string): string {
  const plain = text.replace(/\$[\d.]+( [kMBT])?/g, "#");
  const colon = plain.indexOf(": ");
  const end = colon < 0 ? plain.length : colon;
  return plain.slice(0, end).replace(/[\d.]+ %|\b\d[\d.]*\b/g, "#") + plain.slice(end);
}

/** The lowest day and the day from which service holds again; neither where it never failed. */
function serviceEvents({ study }: CompiledStudy, { days }: Replay): ReplayEvent[] {
  const { failBelowFraction, recoverAtFraction } = study.settings.service;
  const lowest = days.reduce((least, { service }, day) => (service < days[least].service ? day : least), 0);
  if (!isBelow(days[lowest].service, failBelowFraction)) return [];
  const last = days.findLastIndex(({ service }) => isBelow(service, recoverAtFraction));
  const back: ReplayEvent =
    last === days.length - 1
      ? { day: last, text: `the horizon ends at a service level of ${showShare(days[last].service)}` }
      : { day: last + 1, text: `service is at or above ${showShare(recoverAtFraction)} for the rest of the horizon` };
  return [{ day: lowest, text: `service at its lowest: ${showShare(days[lowest].service)}` }, back];
}
