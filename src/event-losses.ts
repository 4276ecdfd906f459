import { LOSS_METRICS, METRICS, metricIndex } from "./metrics/index.ts";
import { type Disruption, rootOf, type Scenario } from "./model/disruption.ts";

const COLUMNS = LOSS_METRICS.map(metricIndex);

/**
 * The largest loss that a single event of a scenario causes, for every loss metric: the loss of the scenario less that of the same
 * scenario without the event. An event is a disruption that struck by itself with all that it set off. Where there is one event
 * alone, its loss is the scenario's; without any it is 0, and so it is where leaving out any of them makes things worse.
 *
 * Source: leave-one-out loss, as in Grossi & Kunreuther (2005), Catastrophe Modeling, chapter 2, for losses that do not simply add.
 *
 * @param rerun runs and measures another scenario on the same design: [metric] into the array it is given
 * @param outcomes [metric] from `offset` on, of the scenario as a whole
 * @param scratch [metric], overwritten
 * @param target [loss metric] from `targetOffset` on
 */
export function measureEventLosses(
  rerun: (scenario: Scenario, target: Float64Array) => void,
  scenario: Scenario,
  outcomes: Float64Array,
  offset: number,
  scratch: Float64Array,
  target: Float64Array,
  targetOffset: number,
): void {
  const events = groupEvents(scenario.disruptions);
  COLUMNS.forEach((column, loss) => {
    target[targetOffset + loss] = events.length === 1 ? Math.max(0, outcomes[offset + column]) : 0;
  });
  if (events.length < 2) return;
  for (const event of events) {
    const rest = without(scenario, event);
    rerun(rest, scratch);
    COLUMNS.forEach((column, loss) => {
      const own = outcomes[offset + column] - scratch[column];
      if (!Number.isFinite(own)) throw new RangeError(`invalid event loss ${own} of ${METRICS[column].name}`);
      target[targetOffset + loss] = Math.max(target[targetOffset + loss], own);
    });
  }
}

/** Places of the disruptions of each event. */
export function groupEvents(disruptions: readonly Disruption[]): ReadonlySet<number>[] {
  const events = new Map<Disruption, Set<number>>();
  disruptions.forEach((disruption, at) => {
    const root = rootOf(disruption, { disruptions });
    events.set(root, (events.get(root) ?? new Set()).add(at));
  });
  return [...events.values()];
}

/** The scenario without an event; what set off what keeps pointing to it. */
function without(scenario: Scenario, event: ReadonlySet<number>): Scenario {
  const kept = scenario.disruptions.flatMap((_, at) => (event.has(at) ? [] : [at]));
  const placeOf = new Map(kept.map((at, place) => [at, place]));
  return {
    ...scenario,
    disruptions: kept.map((at) => {
      const { triggeredBy, ...rest } = scenario.disruptions[at];
      return triggeredBy === undefined ? rest : { ...rest, triggeredBy: placeOf.get(triggeredBy) as number };
    }),
  };
}
