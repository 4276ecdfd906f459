import type { NetworkLabels } from "../compile/labels.ts";
import type { CompiledStudy } from "../compile-study.ts";
import { isBelow } from "../metrics/define.ts";
import { METRICS } from "../metrics/index.ts";
import type { Network } from "../model/network.ts";
import {
  CONTROL_NAMES,
  EDIT_CANCEL,
  EDIT_CANCEL_MAKING,
  EDIT_DESTROY,
  EDIT_DISCOUNT,
  EDIT_HOLD,
  EDIT_INVEST,
  EDIT_RELEASE,
  type Segments,
} from "../model/segments.ts";
import type { Replay, ReplayDay } from "../replay.ts";
import { describeControl } from "./describe-control.ts";
import { count, digits, formatTable, LEAST_SHOWN, percent, usd } from "./format.ts";

/** One line of the story of a scenario. */
export interface ReplayEvent {
  readonly day: number;
  readonly text: string;
}

/** What struck, when it ended, and what the network and its planner did, in the order of days. */
export function eventLog({ study, designs }: CompiledStudy, design: number, replay: Replay): ReplayEvent[] {
  const { network, labels } = designs[design];
  const events: ReplayEvent[] = [];
  const { disruptions } = replay.scenario;
  for (const { hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy } of disruptions) {
    const { id, kind } = study.hazards[hazard];
    const isEndSeen = onsetDay + durationDays < study.settings.horizonDays;
    const fading = recoveryDays > 0 && isEndSeen ? `, then fades over ${count(recoveryDays, "day")}` : "";
    const length = isEndSeen ? `for ${count(durationDays, "day")}` : "to the horizon";
    const cause = triggeredBy === undefined ? undefined : disruptions[triggeredBy];
    const origin = cause === undefined ? "" : `, set off by ${study.hazards[cause.hazard].id} of day ${cause.onsetDay}`;
    events.push({
      day: onsetDay,
      text: `${id} (${kind}) strikes at severity ${digits(severity, 3)} ${length}${fading}${origin}`,
    });
  }
  events.push(...changeEvents(replay.segments, network, labels));
  const { failBelowFraction } = study.settings.service;
  const failDay = replay.days.findIndex(({ service }) => isBelow(service, failBelowFraction));
  if (failDay >= 0) events.push({ day: failDay, text: `service falls below ${failBelowFraction}` });
  return events.sort((left, right) => left.day - right.day);
}

/** Change points in words: what each says of lanes, ports, processes and plans, entities with the same change together. */
function changeEvents(segments: Segments, network: Network, labels: NetworkLabels): ReplayEvent[] {
  const events: ReplayEvent[] = [];
  for (let change = 0; change < segments.count; change++) {
    const groups = new Map<string, string[]>();
    const say = (what: string, id: string): void => {
      groups.set(what, [...(groups.get(what) ?? []), id]);
    };
    for (let write = segments.writeStart[change]; write < segments.writeStart[change + 1]; write++) {
      const index = segments.writeIndex[write];
      const described = describeControl(
        CONTROL_NAMES[segments.writeControl[write]],
        index,
        segments.writeValue[write],
        network,
        labels,
      );
      if (described !== undefined) say(described.what, described.id);
    }
    for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
      const fraction = percent(segments.editFraction[edit] * 100);
      const index = segments.editIndex[edit];
      switch (segments.editKind[edit]) {
        case EDIT_HOLD:
          say(`${fraction} of the goods before the passage are held`, labels.lanes[index]);
          break;
        case EDIT_RELEASE:
          say(`${fraction} of the held goods go on`, labels.lanes[index]);
          break;
        case EDIT_CANCEL:
          say(`${fraction} of the unshipped backlog is cancelled`, labels.lanes[index]);
          break;
        case EDIT_CANCEL_MAKING:
          say(`${fraction} of the wanted production is cancelled`, labels.processes[index]);
          break;
        case EDIT_DISCOUNT:
          if (segments.editFraction[edit] === 0) break; // nobody else was asked for them
          say(`${fraction} of the held goods stop counting as on order`, labels.lanes[index]);
          break;
        case EDIT_DESTROY:
          say(`${fraction} of what is on hand is destroyed`, labels.stocks[index]);
          break;
        case EDIT_INVEST:
          say("invested in capacity or a supplier", usd(segments.editFraction[edit]));
          break;
      }
    }
    for (const [what, ids] of groups) {
      events.push({ day: segments.days[change], text: `${what}: ${[...new Set(ids)].join(", ")}` });
    }
  }
  return events;
}

/** Day by day; undisturbed days are left out unless asked for. */
export function dayTable({ days }: Replay, allDays: boolean): string {
  const isDisturbed = ({ service, priceIndex, ...day }: ReplayDay): boolean =>
    Math.abs(service - 1) > 5e-4 ||
    Math.abs(priceIndex - 1) > 5e-5 ||
    [day.servedLateUsd, day.lostUsd, day.backorderUsd, day.heldUsd, day.waitingUsd].some((usd) => usd >= LEAST_SHOWN);
  const shown = allDays ? days : days.filter(isDisturbed);
  if (shown.length === 0) return "No day was disturbed.";
  const isDemandConstant = days.every(({ demandUsd }) => demandUsd === days[0].demandUsd);
  return formatTable(
    [
      "day",
      "service",
      "price\nindex",
      ...(isDemandConstant ? [] : ["demand"]),
      "served\non time",
      "served\nlate",
      "lost",
      "waiting\ndemand",
      "on hand",
      "under way",
      "held",
      "at gates",
    ],
    shown.map((day) => [
      String(day.day),
      percent(day.service * 100),
      day.priceIndex.toFixed(4),
      ...(isDemandConstant ? [] : [tight(day.demandUsd)]),
      tight(day.servedOnTimeUsd),
      tight(day.servedLateUsd),
      tight(day.lostUsd),
      tight(day.backorderUsd),
      tight(day.onHandUsd),
      tight(day.underWayUsd),
      tight(day.heldUsd),
      tight(day.waitingUsd),
    ]),
  );
}

/** Eleven columns have no room for a blank before the unit. */
function tight(value: number): string {
  return usd(value).replace(" ", "");
}

export function outcomeTable({ outcome }: Replay): string {
  return formatTable(
    ["metric", "value", "unit"],
    METRICS.map(({ name, kind, unit }, index) => [name, showOutcome(outcome[index], kind === "flag"), unit]),
  );
}

function showOutcome(value: number, isFlag: boolean): string {
  if (isFlag) return value === 1 ? "true" : "false";
  return Number.isNaN(value) ? "n/a" : String(value);
}

/** Metric values by name; null where undefined. */
export function outcomeRecord({ outcome }: Replay): Record<string, number | boolean | null> {
  return Object.fromEntries(
    METRICS.map(({ name, kind }, index) => {
      const value = outcome[index];
      return [name, kind === "flag" ? value === 1 : Number.isNaN(value) ? null : value];
    }),
  );
}
