import { countProbability, countTail, mostCount, uniformOfCount } from "./count-law.ts";
import { type CountLaw, keyedUniforms, type Sampler, type Tilt, type Uniforms } from "./define.ts";

/** The largest double below 1. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;
const NO_TILT: Tilt = { rateFactor: 1, durationFactor: 1, severityFactor: 1 };

/**
 * Importance sampling: hazards strike `rateFactor` times as often, and durations and severities come from the upper part of
 * their laws; each scenario counts how likely it is under the study's laws over how likely it was drawn.
 *
 * A duration's uniform number u becomes 1 - (1 - u)^factor, whose density is nowhere below 1 / factor: no weight explodes at the
 * far end, and an exponential law keeps its form with `factor` times the mean. A share of the scenarios
 * (`nominalShare`) is drawn from the study's laws and enters the likelihood, so that no weight exceeds 1 / nominalShare.
 *
 * Source: Rubinstein & Kroese (2016), Simulation and the Monte Carlo Method, section 5.7; the power of the tail: Wang (1995),
 * Insurance: Mathematics and Economics 17(1) (proportional hazards transform); mixture: Hesterberg (1995), Technometrics 37(2).
 */
export const importance: Sampler = {
  name: "importance",
  summary: "Rates, durations and severities tilted to the bad side; scenarios weighted by their likelihood ratio.",
  isWeighted: true,
  replicateSize: () => 1,
  prepare: ({ seed, counts, tilts, nominalShare }) => {
    const laws = new Map(counts.map((law) => [law.hazardId, tiltedLaw(law, tilts.get(law.hazardId) ?? NO_TILT)]));
    return (scenario) => {
      const isNominal = keyedUniforms(seed, "", scenario, "mixture")() < nominalShare;
      // Logarithm of the tilted over the nominal density of what was drawn.
      let logRatio = 0;
      return {
        open(hazardId, purpose) {
          const own = keyedUniforms(seed, hazardId, scenario, purpose);
          const tilt = tilts.get(hazardId) ?? NO_TILT;
          if (purpose === "occurrence") {
            const law = laws.get(hazardId);
            return law === undefined || tilt.rateFactor === 1 ? own : drawCounts(law, own);
          }
          const factor =
            purpose === "duration" ? tilt.durationFactor : purpose === "severity" ? tilt.severityFactor : 1;
          return factor === 1 ? own : drawTail(factor, own);
        },
        weight: () => 1 / (nominalShare + (1 - nominalShare) * Math.exp(logRatio)),
      };

      function drawCounts({ nominal, drawn, ratios }: TiltedLaw, own: Uniforms): Uniforms {
        return () => {
          const u = own();
          const [count, within] = place(isNominal ? nominal : drawn, u);
          logRatio += ratios[count];
          return uniformOfCount(nominal.law, count, within);
        };
      }

      function drawTail(factor: number, own: Uniforms): Uniforms {
        return () => {
          const u = own();
          // 1 - u lies in (0, 1].
          const logTail = isNominal ? Math.log(1 - u) : factor * Math.log(1 - u);
          logRatio += logTail * (1 / factor - 1) - Math.log(factor);
          return isNominal ? u : Math.min(-Math.expm1(logTail), ALMOST_ONE);
        };
      }
    };
  },
};

/** A law of counts with its running totals. */
interface CountTable {
  readonly law: CountLaw;
  /** [count] P(N <= count), the last 1. */
  readonly upTo: Float64Array;
}

interface TiltedLaw {
  readonly nominal: CountTable;
  readonly drawn: CountTable;
  /** [count] logarithm of the drawn over the nominal probability. */
  readonly ratios: Float64Array;
}

/** The law with its mean (or its odds) multiplied, on the counts that the study's own law can give. */
function tiltedLaw(law: CountLaw, { rateFactor }: Tilt): TiltedLaw {
  const tilted: CountLaw =
    "probability" in law
      ? { ...law, probability: (rateFactor * law.probability) / (1 - law.probability + rateFactor * law.probability) }
      : { ...law, meanCount: law.meanCount * rateFactor };
  const most = mostCount(law);
  const nominal = tabulate(law, most);
  const drawn = tabulate(tilted, most);
  const share = (table: CountTable, count: number): number =>
    countProbability(table.law, count) / (1 - countTail(table.law, most));
  return {
    nominal,
    drawn,
    ratios: Float64Array.from({ length: most + 1 }, (_, count) =>
      Math.log(share(drawn, count) / share(nominal, count)),
    ),
  };
}

function tabulate(law: CountLaw, most: number): CountTable {
  let sum = 0;
  const upTo = Float64Array.from({ length: most + 1 }, (_, count) => (sum += countProbability(law, count)));
  return { law, upTo: upTo.map((value, count) => (count === most ? 1 : value / sum)) };
}

/** Which count a uniform number means, and where in its cell it lies. */
function place({ upTo }: CountTable, u: number): [count: number, within: number] {
  let count = 0;
  while (count < upTo.length - 1 && u >= upTo[count]) count += 1;
  const from = count === 0 ? 0 : upTo[count - 1];
  return [count, Math.max(0, Math.min(ALMOST_ONE, (u - from) / (upTo[count] - from)))];
}
