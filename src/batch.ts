import { openShares, shareScenario, sharesLength } from "./attribute-scenario.ts";
import { openNetworks, type SharedNetworks } from "./compile/share-networks.ts";
import { createDesignRunner } from "./design-runner.ts";
import { SimulationError } from "./errors.ts";
import { measureEventLosses } from "./event-losses.ts";
import type { CommonCause } from "./hazards/common-cause.ts";
import type { Hazard } from "./hazards/index.ts";
import { openUniforms } from "./math/keyed-uniforms.ts";
import { BeyondGridError, type CollectedCurves, collectCurves } from "./measure/collect-curves.ts";
import { LOSS_METRICS, METRICS } from "./metrics/index.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import { type OutcomeMemory, ownMemory } from "./model/outcome-memory.ts";
import type { Settings } from "./model/settings.ts";
import type { Market } from "./model/world.ts";
import { createPairRunner, generatePairCode, type SeatsRunner } from "./pair-runner.ts";
import { createScenarioSampler } from "./sample/scenario-sampler.ts";
import { findSampler } from "./samplers/index.ts";
import { chooseKernel, type KernelName } from "./simulate/kernel/choose.ts";
import type { KernelForm } from "./simulate/kernel/kernel.ts";
import type { Compiled } from "./wasm/instantiate.ts";

/** All a thread needs to compute any scenario of a study. Plain values and one shared buffer: it can be posted. */
export interface BatchStudy {
  readonly settings: Settings;
  readonly hazards: readonly Hazard[];
  readonly markets: readonly Market[];
  readonly commonCauses: readonly CommonCause[];
  readonly networks: SharedNetworks;
  /** [design] */
  readonly designIds: readonly string[];
  readonly structuralPricePremiumPct: readonly number[];
  /** Who simulates, by size unless given; changes no number. */
  readonly kernel?: KernelName;
}

/** Numbers of one disruption in `BlockOutcome.disruptions`. */
export const DISRUPTION_FIELDS = [
  "scenario",
  "hazard",
  "onsetDay",
  "durationDays",
  "recoveryDays",
  "severity",
  "triggeredBy", // -1: by itself
] as const;

/** Scenarios that are sampled together and then run, design by design. */
const STRETCH_SCENARIOS = 64;

/** Outcomes of the scenarios [from, to) of a study, for every design. Arrays are the receiver's to keep. */
export interface BlockOutcome extends CollectedCurves {
  readonly from: number;
  readonly to: number;
  /** [scenario] what each counts, 1 unless the sampler weights. */
  readonly weights: Float64Array;
  /** [scenario x design x metric], row-major. */
  readonly outcomes: Float64Array;
  /** [scenario x design x loss metric] the largest loss of a single event; empty unless the study asks for it. */
  readonly eventLosses: Float64Array;
  /** `Shares` of the scenarios that are attributed, see `attributedRows`; empty unless the study asks for it. */
  readonly attribution: Float64Array;
  /** [disruption x DISRUPTION_FIELDS]. */
  readonly disruptions: Float64Array;
}

/** Rows, one a scenario and design, of scenarios [from, to) whose costs are shared among hazards: those of the first scenarios. */
export function attributedRows({ attribution }: Settings, from: number, to: number, designs: number): number {
  return Math.max(0, Math.min(to, attribution?.scenarios ?? 0) - from) * designs;
}

/**
 * Makes the function that computes blocks of a study: sample -> plan -> simulate -> measure, every scenario for every
 * design. What it returns depends on the study and the scenario numbers alone; `memory` says where it comes to lie.
 */
export function createBatchRunner(
  study: BatchStudy,
  code?: readonly Compiled[],
): (from: number, to: number, memory?: OutcomeMemory) => BlockOutcome {
  const { settings } = study;
  const sampleScenario = createScenarioSampler(study);
  const { isWeighted } = findSampler(settings.sampler);
  const networks = openNetworks(study.networks);
  const runners = createRunners(study, networks, code);
  const width = runners[0].seats.length;
  const days = settings.horizonDays;
  const scratch = new Float64Array(METRICS.length);

  return function runBatch(from, to, memory = ownMemory) {
    const rows = (to - from) * runners.length;
    const outcomes = memory.floats(rows * METRICS.length);
    const disruptions: number[] = [];
    const eventLosses = memory.floats(settings.eventLosses ? rows * LOSS_METRICS.length : 0);
    const shareRows = attributedRows(settings, from, to, runners.length);
    const attribution = memory.floats(sharesLength(shareRows, study.hazards.length));
    const shares = openShares(attribution, shareRows, study.hazards.length);
    const weights = memory.floats(to - from);
    const curves = collectCurves(runners.length, days, rows, isWeighted, memory);

    /** Runs scenarios from `first` on side by side; leaves outcomes and curves. */
    function runScenarios(runner: SeatsRunner, design: number, scenarios: readonly Scenario[], first: number): void {
      runner.run(scenarios);
      for (let seat = 0; seat < scenarios.length; seat++) {
        const { measurer, trajectory } = runner.seats[seat];
        const row = (first + seat - from) * runners.length + design;
        measurer.measure(scenarios[seat], trajectory, outcomes, row * METRICS.length);
        checkOutcome(outcomes, row * METRICS.length);
        curves.add(row, design, measurer.curves.service, measurer.curves.priceIndex);
      }
    }

    /** Design by design: the processor's caches hold what one of them needs, not what all do. */
    function runStretch(scenarios: readonly Scenario[], first: number): void {
      runners.forEach((runner, design) => {
        for (let at = 0; at < scenarios.length; at += width) {
          try {
            runScenarios(runner, design, scenarios.slice(at, at + width), first + at);
          } catch (error) {
            runOneByOne(scenarios, first);
            throw simulationError(error, study.designIds[design], first + at);
          }
        }
      });
    }

    /** Where something went wrong: throws what does first, in the order of rows. */
    function runOneByOne(scenarios: readonly Scenario[], first: number): void {
      forRows(first, scenarios, (runner, _row, design, seat) => {
        runScenarios(runner, design, [scenarios[seat]], first + seat);
      });
    }

    /** Calls back for every scenario from `first` on and every design, in the order of rows. */
    function forRows(
      first: number,
      scenarios: readonly Scenario[],
      call: (runner: SeatsRunner, row: number, design: number, seat: number) => void,
    ): void {
      for (let seat = 0; seat < scenarios.length; seat++) {
        runners.forEach((runner, design) => {
          try {
            call(runner, (first + seat - from) * runners.length + design, design, seat);
          } catch (error) {
            throw simulationError(error, study.designIds[design], first + seat);
          }
        });
      }
    }

    for (let first = from; first < to; first += STRETCH_SCENARIOS) {
      const scenarios: Scenario[] = [];
      for (let index = first; index < Math.min(to, first + STRETCH_SCENARIOS); index++) {
        const scenario = sampleScenario(index);
        scenarios.push(scenario);
        weights[index - from] = scenario.weight ?? 1;
        listDisruptions(scenario, index, disruptions);
      }
      runStretch(scenarios, first);
      if (!settings.eventLosses && shareRows === 0) continue;
      // Behind the curves: the same measurers measure the scenarios without some of their disruptions.
      forRows(first, scenarios, (runner, row, design, seat) => {
        const scenario = scenarios[seat];
        const [{ measurer, trajectory }] = runner.seats;
        const rerun = (other: Scenario, target: Float64Array): void => {
          runner.run([other]);
          measurer.measure(other, trajectory, target, 0);
        };
        if (settings.eventLosses) {
          const offset = row * METRICS.length;
          measureEventLosses(rerun, scenario, outcomes, offset, scratch, eventLosses, row * LOSS_METRICS.length);
        }
        if (settings.attribution !== undefined && row < shareRows) {
          const measure = (part: Scenario): Float64Array => {
            rerun(part, scratch);
            return scratch;
          };
          const uniforms = openUniforms("attribution", settings.seed, scenario.index, study.designIds[design]);
          shareScenario(measure, networks[design], scenario, settings.attribution, uniforms, shares, row);
        }
      });
    }
    return {
      from,
      to,
      weights,
      outcomes,
      eventLosses,
      attribution,
      disruptions: Float64Array.from(disruptions),
      ...curves.finish(),
    };
  };
}

/** Generates the code of each design where that is what simulates, for runners in whatever thread; nothing where it is not. */
export function* generateCode({ settings, kernel = "simd", networks: shared }: BatchStudy): Generator<Compiled> {
  const networks = openNetworks(shared);
  const { form } = chooseKernel(kernel, networks, settings);
  if (form === undefined) return;
  for (const network of networks) yield generatePairCode(network, settings, form);
}

/** A runner for every design, all with the same number of seats. */
function createRunners(
  { settings, structuralPricePremiumPct, kernel = "simd" }: BatchStudy,
  networks: readonly Network[],
  code: readonly Compiled[] = [],
): SeatsRunner[] {
  const { form } = chooseKernel(kernel, networks, settings);
  return networks.map((network, design) =>
    createSeatsRunner(network, settings, structuralPricePremiumPct[design], form, code[design]),
  );
}

/** A design made ready to run scenarios, on generated code of a form where one is given. */
export function createSeatsRunner(
  network: Network,
  settings: Settings,
  structuralPricePremiumPct: number,
  form: KernelForm | undefined,
  code?: Compiled,
): SeatsRunner {
  if (form !== undefined) return createPairRunner(network, settings, structuralPricePremiumPct, form, code);
  const runner = createDesignRunner(network, settings, structuralPricePremiumPct);
  return { seats: [runner], run: ([scenario]) => runner.run(scenario) };
}

/** Appends the numbers of a scenario's disruptions, see DISRUPTION_FIELDS. */
export function listDisruptions({ disruptions }: Scenario, index: number, list: number[]): void {
  for (const { hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy = -1 } of disruptions) {
    list.push(index, hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy);
  }
}

/** What went wrong in a scenario of a design, with both named. */
export function simulationError(error: unknown, designId: string, scenario: number): SimulationError {
  if (error instanceof SimulationError) return error;
  const what = error instanceof Error ? error.message : String(error);
  const isOfStudy = error instanceof BeyondGridError;
  return new SimulationError(`${what}, design '${designId}' in scenario ${scenario}`, scenario, designId, isOfStudy);
}

/** A value that cannot be is a fault of the engine: it stops the run instead of becoming a number in a table. */
export function checkOutcome(outcomes: Float64Array, offset: number): void {
  for (let metric = 0; metric < METRICS.length; metric++) {
    const value = outcomes[offset + metric];
    const { name, isOptional } = METRICS[metric];
    if (Number.isFinite(value) || (isOptional === true && Number.isNaN(value))) continue;
    throw new RangeError(`invalid ${name} ${value}`);
  }
}
