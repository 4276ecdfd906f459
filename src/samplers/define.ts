/** One uniform number in [0, 1) after the other. */
export type Uniforms = () => number;

/** Opens the stream of a hazard for a purpose ("arrival", "duration", "severity" ...) in one scenario. */
export type OpenStream = (hazardId: string, purpose: string) => Uniforms;

/** A way to draw scenarios. Every draw is a function of (seed, hazard, scenario, purpose, counter), never of when. */
export interface Sampler {
  readonly name: string;
  /** One sentence for users. */
  readonly summary: string;
  openScenario(seed: number, scenario: number): OpenStream;
}
