/** One uniform number in [0, 1) after the other. */
export type Uniforms = () => number;

/**
 * Opens the stream of a hazard for a purpose in one scenario: "occurrence" (one number: how often it strikes), "onset",
 * "duration", "severity" and "recovery" (one number a strike, in the order drawn).
 */
export type OpenStream = (hazardId: string, purpose: string) => Uniforms;

/** A way to draw scenarios. Every draw is a function of (seed, hazard, scenario, purpose, counter), never of when. */
export interface Sampler {
  readonly name: string;
  /** One sentence for users. */
  readonly summary: string;
  openScenario(seed: number, scenario: number): OpenStream;
}
