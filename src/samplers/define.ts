import seedrandom from "seedrandom";

/** One uniform number in [0, 1) after the other. */
export type Uniforms = () => number;

/** Opens the stream of a hazard for a purpose ("occurrence", "onset", "duration", "severity" ...) in one scenario. */
export type OpenStream = (hazardId: string, purpose: string) => Uniforms;

/**
 * The number of strikes of a hazard, one uniform number of the purpose "occurrence" through the inverse of its law: Poisson of
 * mean `meanCount`, or one strike with `probability`. Large numbers mean many strikes.
 */
export type CountLaw = { readonly hazardId: string } & (
  | { readonly meanCount: number }
  | { readonly probability: number }
);

/** How much more often, longer and harder a hazard is to strike than it does, for importance sampling. */
export interface Tilt {
  readonly rateFactor: number;
  readonly durationFactor: number;
  readonly severityFactor: number;
}

/** What a sampler may know of a study. */
export interface SamplingTask {
  readonly seed: number;
  /** Scenarios that share one randomisation, for the methods that have replicates. */
  readonly replicateScenarios: number;
  /** Hazards that strike at random, in code-unit order of their ids. */
  readonly counts: readonly CountLaw[];
  /** Whether scenarios in which none of `counts` strikes differ: by strikes on fixed days, or by random demand. */
  readonly variesWithoutStrikes: boolean;
  /** Share of scenarios that importance sampling draws from the study's own laws. */
  readonly nominalShare: number;
  /** By hazard id. */
  readonly tilts: ReadonlyMap<string, Tilt>;
}

/** The draws of one scenario. */
export interface ScenarioDraws {
  readonly open: OpenStream;
  /** What the scenario counts, > 0 with expectation 1; to be asked when everything has been drawn. */
  weight(): number;
}

/** A way to draw scenarios. Every draw is a function of (seed, hazard, scenario, purpose, counter), never of when. */
export interface Sampler {
  readonly name: string;
  /** One sentence for users. */
  readonly summary: string;
  /** Whether scenarios may count differently. */
  readonly isWeighted: boolean;
  /** Consecutive scenarios that share one randomisation: 1 where every scenario is independent. */
  replicateSize(replicateScenarios: number): number;
  /** Makes the function that opens scenarios. */
  prepare(task: SamplingTask): (scenario: number) => ScenarioDraws;
}

/**
 * A stream of its own for a key. Keys end in NUL: the generator's string hash must not see one key as the beginning of
 * another.
 *
 * Source: Alea, J. Baagøe (2010), as in the seedrandom package; 53 bits a draw.
 */
export function keyedUniforms(seed: number, hazardId: string, scenario: number | string, purpose: string): Uniforms {
  const generator = seedrandom.alea(`${seed}\0${hazardId}\0${scenario}\0${purpose}\0`);
  return () => generator.double();
}

/** The weight of every scenario where none counts more than another. */
export const weightOfOne = (): number => 1;
