import { createSeatsRunner } from "./batch.ts";
import type { Study } from "./config/study.ts";
import { compileProbes, type ExposureNode, type NodeKind, probeStudy } from "./exposure-probes.ts";
import { METRICS } from "./metrics/index.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import type { Trajectory } from "./model/trajectory.ts";
import type { RunSeat, SeatsRunner } from "./pair-runner.ts";
import { chooseKernel } from "./simulate/kernel/choose.ts";

/** What it means for one design that one site, lane, port, chokepoint or region is out for its restore time. */
export interface Exposure {
  readonly design: string;
  readonly kind: NodeKind;
  readonly id: string;
  readonly name: string;
  readonly restoreTimeDays: number;
  /** Revenue lost, and still owed at the horizon, USD. */
  readonly performanceImpactUsd: number;
  /** Demand never served, in units of whatever is sold, and its value. */
  readonly lostUnits: number;
  readonly lostRevenueUsd: number;
  readonly delayedRevenueUsd: number;
  readonly openBacklogUsd: number;
  /** Performance impact over the largest of the design; 0 where nothing has an impact. */
  readonly riskExposureIndex: number;
  /** The longest outage that leaves no demand unserved, whole days; undefined if longer than any tried. */
  readonly timeToSurviveDays: number | undefined;
  readonly longestOutageDays: number;
  /** From the first day below the fail threshold to lasting recovery; undefined if that was not seen within the horizon. */
  readonly timeToRecoverDays: number | undefined;
  readonly minServiceLevel: number;
  readonly extraCostUsd: number;
  readonly peakInflationPct: number;
}

/** What a worker that measures exposure starts with. */
export interface ExposureWork {
  readonly study: Study;
  /** [design] */
  readonly structuralPricePremiumPct: readonly number[];
}

/** Its own outage, the longest one, and the search between: about so many runs, by which the kernel is chosen. */
export const RUNS_A_NODE = 8;
/** Days are the same if they differ by less than this part of a market's demand. */
const ROUNDING = 1e-9;

/** Exposure of one design of a study, see `studies/exposure.ts`; rows by impact (largest first), then kind and id. */
export function exposeDesign(study: Study, design: number, structuralPricePremiumPct: number): Exposure[] {
  const probed = compileProbes(study, study.designs[design], probeStudy(study));
  return exposeProbed(study, design, structuralPricePremiumPct, probed, () => undefined);
}

/** The same for a design compiled against its probes. */
export function exposeProbed(
  { settings, designs }: Study,
  design: number,
  structuralPricePremiumPct: number,
  { network, nodes }: ReturnType<typeof compileProbes>,
  onDone: () => void,
): Exposure[] {
  const { form } = chooseKernel("simd", [network], { scenarios: nodes.length * RUNS_A_NODE });
  const runner = createSeatsRunner(network, settings, structuralPricePremiumPct, form);
  const searches = nodes.map((node) => putOut(network, node, settings.exposure.longestOutageDays));
  const rows = runSideBySide(runner, searches, onDone).map((impact) => ({ design: designs[design].id, ...impact }));
  const largest = Math.max(0, ...rows.map((row) => row.performanceImpactUsd));
  return rows
    .map((row) => ({ ...row, riskExposureIndex: largest > 0 ? row.performanceImpactUsd / largest : 0 }))
    .sort(byImpact);
}

/** Equal impacts keep the order of the nodes: by kind, then as the study lists them. */
function byImpact(left: Exposure, right: Exposure): number {
  return right.performanceImpactUsd - left.performanceImpactUsd;
}

type Impact = Omit<Exposure, "design" | "riskExposureIndex">;

/** Asks for one run after the other, each given back in the seat that it was run in. */
type Search<Result> = Generator<Scenario, Result, RunSeat>;

/** Carries on as many searches at a time as a runner has seats; results in the order of the searches. */
function runSideBySide<Result>(
  runner: SeatsRunner,
  searches: readonly Search<Result>[],
  onDone: () => void,
): readonly Result[] {
  const results: Result[] = new Array(searches.length);
  const rest = searches.entries();
  let underWay: { readonly at: number; readonly search: Search<Result>; readonly scenario: Scenario }[] = [];
  for (;;) {
    while (underWay.length < runner.seats.length) {
      const { value, done } = rest.next();
      if (done) break;
      const [at, search] = value;
      underWay.push({ at, search, scenario: search.next().value as Scenario });
    }
    if (underWay.length === 0) return results;
    runner.run(underWay.map(({ scenario }) => scenario));
    underWay = underWay.flatMap(({ at, search }, seat) => {
      const { value, done } = search.next(runner.seats[seat]);
      if (done !== true) return [{ at, search, scenario: value }];
      results[at] = value;
      onDone();
      return [];
    });
  }
}

function* putOut(network: Network, node: ExposureNode, longestOutageDays: number): Search<Impact> {
  const { kind, id, name, restoreTimeDays } = node;
  const scenario = outage(node, restoreTimeDays);
  const { measurer, trajectory, undisturbed } = yield scenario;
  const outcome = new Float64Array(METRICS.length);
  measurer.measure(scenario, trajectory, outcome, 0);
  const value = (metric: string): number => outcome[METRICS.findIndex((item) => item.name === metric)];
  const lostRevenueUsd = value("lostRevenueUsd");
  const openBacklogUsd = value("openBacklogUsd");
  const impact = {
    kind,
    id,
    name,
    restoreTimeDays,
    performanceImpactUsd: lostRevenueUsd + openBacklogUsd,
    lostUnits: lostUnits(trajectory, undisturbed),
    lostRevenueUsd,
    delayedRevenueUsd: value("delayedRevenueUsd"),
    openBacklogUsd,
    timeToRecoverDays: value("recovered") === 1 ? value("timeToRecoverDays") : undefined,
    minServiceLevel: value("minServiceLevel"),
    extraCostUsd: value("extraCostUsd"),
    peakInflationPct: value("peakInflationPct"),
    longestOutageDays,
  };
  const search = searchTimeToSurvive(longestOutageDays);
  let step = search.next();
  while (step.done !== true) step = search.next(firstUnservedDay(network, yield outage(node, step.value)));
  return { ...impact, timeToSurviveDays: step.value };
}

/** The node is wholly out from day 0 for so many days, and wholly back afterwards. */
function outage({ hazards }: ExposureNode, durationDays: number): Scenario {
  const common = { onsetDay: 0, durationDays, severity: 1, profile: "step", recoveryDays: 0 } as const;
  return { index: -1, disruptions: hazards.map((hazard) => ({ hazard, ...common })) };
}

/**
 * Finds the longest outage that leaves nothing unserved. Nobody knows how long an outage will last, so that two outages are
 * alike until the shorter one ends: if the longest leaves demand unserved on day f, one of f + 1 days does as well.
 *
 * It asks for outages by yielding their days, and is answered with the first day with unserved demand, -1 if there is none.
 *
 * @returns undefined if even the longest outage leaves nothing unserved
 */
export function* searchTimeToSurvive(longestOutageDays: number): Generator<number, number | undefined, number> {
  const firstDay = yield longestOutageDays;
  if (firstDay < 0) return undefined;
  let survived = 0;
  let failed = Math.min(longestOutageDays, firstDay + 1);
  while (failed - survived > 1) {
    const days = Math.floor((survived + failed) / 2);
    if ((yield days) < 0) survived = days;
    else failed = days;
  }
  return survived;
}

/** First day on which less is served on time than in the undisturbed run, by more than rounding; -1 if there is none. */
function firstUnservedDay(network: Network, { trajectory, undisturbed }: RunSeat): number {
  const { demand, servedOnTime, markets } = trajectory;
  for (let at = 0; at < demand.length; at++) {
    const unserved = demand[at] - servedOnTime[at] - (undisturbed.demand[at] - undisturbed.servedOnTime[at]);
    const market = at % markets;
    if (unserved > ROUNDING * network.marketDemandUnitsPerDay[market]) return (at - market) / markets;
  }
  return -1;
}

function lostUnits(trajectory: Trajectory, undisturbed: Trajectory): number {
  let units = 0;
  for (let at = 0; at < trajectory.lost.length; at++) units += trajectory.lost[at] - undisturbed.lost[at];
  return units;
}
