import type { CompiledStudy } from "../compile-study.ts";
import { createDesignRunner, type DesignRunner } from "../design-runner.ts";
import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import { type Criterion, compares } from "../model/criterion.ts";
import type { Disruption } from "../model/disruption.ts";

/** The shortest disruption of one severity that makes a design fail a criterion. */
export interface ReverseRow {
  readonly design: string;
  readonly criterion: string;
  readonly hazard: string;
  readonly severity: number;
  /** Whole days at full severity; undefined where even the longest tried does not. */
  readonly durationDays: number | undefined;
  readonly longestDays: number;
  /** Value of the metric at that duration, or at the longest tried; undefined where its end was not seen. */
  readonly value: number | undefined;
  /** Whether no other severity of this hazard fails with a smaller product of severity and days. */
  readonly isSmallest: boolean;
}

export interface ReverseOptions {
  /** Severities tried, each in (0, 1]. */
  readonly severities: readonly number[];
  readonly longestDays: number;
  readonly onsetDay: number;
}

/** Half-lives until 5 % is left, where an exponential recovery ends. */
const HALF_LIVES_TO_END = 4.321928094887363;

/**
 * The reverse question: how bad must one disruption of a hazard be, by itself, for a design to fail? For every severity the
 * shortest duration is searched at which the single scenario breaks the criterion's threshold; together they are the
 * frontier between what the design withstands and what it does not.
 *
 * No chance is involved: one strike on the onset day, with the hazard's own recovery at its median, and nothing that it may
 * set off. A statistic of a criterion is read as the metric of this one scenario, a probability as its event. The search
 * doubles the duration until the criterion fails and halves what is left; it finds the shortest failing duration wherever a
 * longer disruption is never milder.
 *
 * @returns rows by design, criterion, hazard, severity; hazards that touch nothing of a design have none
 */
export function reverseStress(
  { study, designs }: CompiledStudy,
  criteria: readonly Criterion[],
  hazardIds: readonly string[],
  options: ReverseOptions,
  onProgress?: (done: number, total: number) => void,
): ReverseRow[] {
  const asked = study.hazards.flatMap((hazard, number) => (hazardIds.includes(hazard.id) ? [{ hazard, number }] : []));
  const total = designs.length * criteria.length * asked.length;
  let done = 0;
  return study.designs.flatMap(({ id }, design) => {
    const { network, structure } = designs[design];
    const runner = createDesignRunner(network, study.settings, structure.pricePremiumPct);
    return criteria.flatMap((criterion) =>
      asked.flatMap(({ hazard, number }) => {
        onProgress?.(++done, total);
        if (network.hazardEffectStart[number] === network.hazardEffectStart[number + 1]) return [];
        const strike = strikeOf(hazard, number, options.onsetDay);
        const rows = options.severities.map((severity) => ({
          design: id,
          criterion: criterion.text,
          hazard: hazard.id,
          severity,
          longestDays: options.longestDays,
          ...shortestFailure(runner, criterion, { ...strike, severity }, options.longestDays),
        }));
        const smallest = rows.reduce(
          (least, { severity, durationDays = Number.POSITIVE_INFINITY }) => Math.min(least, severity * durationDays),
          Number.POSITIVE_INFINITY,
        );
        return rows.map((row) => ({
          ...row,
          isSmallest: row.durationDays !== undefined && row.severity * row.durationDays === smallest,
        }));
      }),
    );
  });
}

function shortestFailure(
  runner: DesignRunner,
  criterion: Criterion,
  strike: Omit<Disruption, "durationDays">,
  longestDays: number,
): { durationDays: number | undefined; value: number | undefined } {
  const valueAt = (days: number): number => measure(runner, criterion.metric, { ...strike, durationDays: days });
  const shown = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
  const fails = (days: number): boolean => isBroken(criterion, valueAt(days));
  const search = searchShortest(longestDays, fails);
  return { durationDays: search, value: shown(valueAt(search ?? longestDays)) };
}

/**
 * The shortest of the durations 1 ... longest that fails, taking it that what fails keeps failing between two doublings.
 *
 * @returns undefined where no doubling, nor the longest, fails
 */
export function searchShortest(longest: number, fails: (days: number) => boolean): number | undefined {
  let passed = 0;
  let failed = 1;
  while (!fails(failed)) {
    if (failed === longest) return undefined;
    passed = failed;
    failed = Math.min(longest, failed * 2);
  }
  while (failed - passed > 1) {
    const middle = Math.floor((passed + failed) / 2);
    if (fails(middle)) failed = middle;
    else passed = middle;
  }
  return failed;
}

/** Infinity for a duration whose end the horizon cuts off. */
function measure(runner: DesignRunner, name: string, disruption: Disruption): number {
  const scenario = { index: -1, disruptions: [disruption] };
  const outcome = new Float64Array(METRICS.length);
  runner.run(scenario);
  runner.measurer.measure(scenario, runner.trajectory, outcome, 0);
  const metric = metricIndex(name);
  const { seenBy } = METRICS[metric];
  const isCut = seenBy !== undefined && outcome[metricIndex(seenBy)] === 0;
  return isCut ? Number.POSITIVE_INFINITY : outcome[metric];
}

/**
 * Whether one scenario breaks a criterion: its value does not keep to the threshold; or the event happens that the criterion
 * wants to be rare, or does not that it wants to be frequent. What a scenario does not define breaks nothing.
 */
export function isBroken({ event, comparison, threshold }: Criterion, value: number): boolean {
  if (Number.isNaN(value)) return false;
  if (event === undefined) return !compares(value, comparison, threshold);
  const wantsRare = comparison === "<=" || comparison === "<";
  return compares(value, event.comparison, event.value) === wantsRare;
}

/** Statistics that one scenario has: those that say where the metric lies. */
export function isReversible({ statistic }: Criterion): boolean {
  return (
    statistic === undefined || /^(mean|restrictedMean|probability|p\d+|var\d+|cvar\d+)(IfImpacted)?$/.test(statistic)
  );
}

function strikeOf({ recovery }: Hazard, hazard: number, onsetDay: number): Omit<Disruption, "durationDays"> {
  const { profile, durationDays, halfLifeDays } = recovery;
  const days =
    halfLifeDays !== undefined
      ? halfLifeDays * HALF_LIVES_TO_END
      : durationDays === undefined
        ? 0
        : drawFrom(durationDays, 0.5);
  return { hazard, onsetDay, severity: 1, profile, recoveryDays: Math.max(0, Math.round(days)) };
}
