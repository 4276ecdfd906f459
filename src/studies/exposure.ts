import type { CompiledStudy } from "../compile-study.ts";
import { type Crew, runErrands, runTasks } from "../executors/task-pool.ts";
import { type Exposure, type ExposureWork, exposeProbed } from "../expose.ts";
import { compileProbes, probeStudy } from "../exposure-probes.ts";

/** Called after each outage looked into. */
export type ExposureProgress = (done: number, total: number) => void;

/**
 * The risk-exposure question: puts everything of the world out of action, one thing at a time, for its restore time, and asks
 * what each design loses (performance impact) and how long an outage it would survive without leaving any demand unserved
 * (time to survive). No chance is involved; the designs react as they do in a run, and learn of an outage and of its end a
 * detection delay late. What a design does not use has no row.
 *
 * An outage starts on day 0 in steady state, at mean demand. The search for the time to survive takes it that an outage longer than one that
 * leaves demand unserved leaves demand unserved too, and tries outages up to `settings.exposure.longestOutageDays`.
 *
 * Source: D. Simchi-Levi, W. Schmidt, Y. Wei, P. Y. Zhang, K. Combs, Y. Ge, O. Gusikhin, M. Sanders, D. Zhang (2015),
 * Identifying Risks and Mitigating Disruptions in the Automotive Supply Chain, Interfaces 45(5), 375-390: risk exposure index
 * = impact / largest impact. There a linear program reacts in the best possible way; here the design's own rules do, and its
 * value is a bound: never less lost, never longer survived.
 *
 * @returns rows by design, then impact (largest first), then kind and id
 */
export function measureExposure({ study, designs }: CompiledStudy, onProgress?: ExposureProgress): Exposure[] {
  const probes = probeStudy(study);
  const compiled = study.designs.map((design) => compileProbes(study, design, probes));
  const total = compiled.reduce((sum, { nodes }) => sum + nodes.length, 0);
  let done = 0;
  return compiled.flatMap((probed, design) =>
    exposeProbed(study, design, designs[design].structure.pricePremiumPct, probed, () => onProgress?.(++done, total)),
  );
}

/** Lanes of all designs from which on threads earn the time they take to start. */
const LEAST_LANES = 100;

/**
 * Measures the exposure of every design, one design a task where there is more than one worker: the same rows.
 *
 * @param crew workers that are there already, to be asked instead
 * @param leastLanes of all designs together, for workers to be used
 */
export async function exposeDesigns(
  compiled: CompiledStudy,
  workers: number,
  crew?: Crew,
  leastLanes = LEAST_LANES,
): Promise<Exposure[]> {
  const { study, designs } = compiled;
  const lanes = designs.map(({ network }) => network.counts.lanes);
  const isMuch = lanes.reduce((sum, own) => sum + own, 0) >= leastLanes;
  if (!isMuch || (crew === undefined && (workers < 2 || designs.length < 2))) return measureExposure(compiled);
  // The largest first, so that no worker is left with it at the end.
  const order = [...designs.keys()].sort((left, right) => lanes[right] - lanes[left] || left - right);
  const work: ExposureWork = {
    study,
    structuralPricePremiumPct: designs.map(({ structure }) => structure.pricePremiumPct),
  };
  const rows: Exposure[][] = [];
  let next = 0;
  const found =
    crew === undefined
      ? runTasks<number, Exposure[]>("exposure", Math.min(workers, designs.length), work, order)
      : runErrands<number, Exposure[]>(crew, "exposure", work, order);
  for await (const own of found) {
    rows[order[next++]] = own;
  }
  return rows.flat();
}
