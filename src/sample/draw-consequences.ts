import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import type { Settings } from "../model/settings.ts";
import type { OpenStream, Uniforms } from "../samplers/define.ts";
import { drawStrike, LONGEST_DAYS, type Origin, type Strike } from "./strike.ts";

/** What the strikes of a study set off. */
export interface Consequences {
  /** Whether strikes of a hazard ever set anything off. */
  readonly isPossible: readonly boolean[];
  /** The strikes that a strike sets off directly: those of its own hazard, then its triggers in their order. */
  draw(strike: Strike, openStream: OpenStream): Strike[];
}

/**
 * Strikes set off by strikes. All numbers of such a strike come from a stream of its own, opened by its path: adding a
 * trigger, or one hazard more, moves no other draw.
 *
 * Self-excitation is drawn by its clusters: each strike sets off a Poisson number of further ones with mean `branchingRatio`,
 * each after an exponential delay, and these do the same. That is the Hawkes process with intensity
 * rate + sum over earlier strikes of (branchingRatio / decayDays) exp(-age / decayDays). Like strikes by rate they lie within
 * the exposure. Triggered strikes belong to what set them off and may come any time before the horizon.
 *
 * Source: A. G. Hawkes & D. Oakes, "A cluster process representation of a self-exciting process", Journal of Applied
 * Probability 11 (1974) 493-503.
 */
export function prepareConsequences(settings: Settings, hazards: readonly Hazard[]): Consequences {
  const indexOf = new Map(hazards.map(({ id }, index) => [id, index]));
  const { exposureDays, horizonDays } = settings;

  function born(origin: Origin, uniforms: Uniforms, openStream: OpenStream): Strike {
    const hazard = hazards[origin.hazard];
    const openPath = (path: string): Uniforms => openStream(hazard.id, `path of ${path}`);
    const streams = { duration: uniforms, severity: uniforms, recovery: uniforms, announcement: uniforms, openPath };
    return drawStrike(hazard, origin, streams, horizonDays);
  }

  function excited(strike: Strike, openStream: OpenStream): Strike[] {
    const { id, arrival } = hazards[strike.hazard];
    if (arrival.selfExciting === undefined || arrival.selfExciting.branchingRatio === 0) return [];
    const { branchingRatio, decayDays } = arrival.selfExciting;
    const u = openStream(id, `set off by ${strike.path}`)();
    const count = drawFrom({ distribution: "poisson", mean: branchingRatio }, u);
    const strikes: Strike[] = [];
    for (let number = 0; number < count; number++) {
      const path = `${strike.path}+${number}`;
      const uniforms = openStream(id, path);
      const time = strike.time - decayDays * Math.log(1 - uniforms()); // 1 - u lies in (0, 1]
      if (time < exposureDays) {
        strikes.push(born({ hazard: strike.hazard, time, path, parent: strike }, uniforms, openStream));
      }
    }
    return strikes;
  }

  function triggered(strike: Strike, openStream: OpenStream): Strike[] {
    const { triggers } = hazards[strike.hazard];
    return triggers.flatMap(({ hazard: id, probability, delayDays }, position) => {
      const sameBefore = triggers.slice(0, position).filter((trigger) => trigger.hazard === id).length;
      const path = `${strike.path}>${id}#${sameBefore}`;
      const uniforms = openStream(id, path);
      if (1 - uniforms() > probability) return [];
      const delay = Math.min(Math.max(0, Math.round(drawFrom(delayDays, uniforms()))), LONGEST_DAYS);
      const time = Math.floor(strike.time) + delay;
      if (time >= horizonDays) return [];
      return [born({ hazard: indexOf.get(id) as number, time, path, parent: strike }, uniforms, openStream)];
    });
  }

  return {
    isPossible: hazards.map(({ arrival, triggers }) => arrival.selfExciting !== undefined || triggers.length > 0),
    draw: (strike, openStream) => [...excited(strike, openStream), ...triggered(strike, openStream)],
  };
}
