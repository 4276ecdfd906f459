import { COUPLED_DIMENSIONS, type CommonCause, hazardMatrix, withinMatrix } from "../hazards/common-cause.ts";
import { normalCdf } from "../math/normal-distribution.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { cholesky } from "../math/positive-definite.ts";
import { sortByCodeUnits } from "../model/canonical-order.ts";
import type { OpenStream, Uniforms } from "../samplers/define.ts";

const SMALLEST_UNIFORM = 1 / 18014398509481984; // 2^-54
const LARGEST_UNIFORM = 1 - 1 / 9007199254740992; // 1 - 2^-53

/** A common cause made ready: hazards by code units of their ids, so that their order in the study does not matter. */
interface Coupling {
  readonly hazards: readonly string[];
  /** [hazard x hazard] and [dimension x dimension], lower triangular. */
  readonly across: readonly (readonly number[])[];
  readonly within: readonly (readonly number[])[];
}

/**
 * Makes the function that couples the streams of hazards with a common cause, by a Gaussian copula: each keyed uniform u
 * becomes the normal score z of u, z' = L z, u' = P(Z <= z'). The covariance of all scores is the Kronecker product of the
 * matrix over dimensions and the one over hazards, so that L is the product of both factors. The k-th strikes of all
 * hazards share their k-th scores of severity and duration; occurrence has one score a scenario.
 *
 * Streams of other hazards and purposes pass untouched. A number that nothing is added to stays as it is, to the bit.
 *
 * Source: R. B. Nelsen, "An Introduction to Copulas" (2006), section 2.9; P. Glasserman, "Monte Carlo Methods in Financial
 * Engineering" (2003), sections 2.3.3 and 9.4.2.
 */
export function createCorrelator(commonCauses: readonly CommonCause[]): (openStream: OpenStream) => OpenStream {
  if (commonCauses.length === 0) return (openStream) => openStream;
  const couplings = commonCauses.map(prepare);
  const places = new Map(
    couplings.flatMap((coupling, at) => coupling.hazards.map((id, member) => [id, { at, member }] as const)),
  );
  const isCoupled = commonCauses.map((cause) => COUPLED_DIMENSIONS.map((name) => cause.dimensions.includes(name)));

  return (openStream) => {
    const opened = couplings.map(({ hazards }) => rawScores(hazards, openStream));
    return (hazardId, purpose) => {
      const place = places.get(hazardId);
      const dimension = COUPLED_DIMENSIONS.indexOf(purpose as (typeof COUPLED_DIMENSIONS)[number]);
      if (place === undefined || dimension < 0 || !isCoupled[place.at][dimension]) return openStream(hazardId, purpose);
      const { across, within } = couplings[place.at];
      const draws = opened[place.at];
      let next = 0;
      return () => {
        const number = next++;
        const terms = termsOf(within[dimension], across[place.member]);
        const [only] = terms;
        if (terms.length === 1 && only.factor === 1) return draws(only.dimension, only.member, number).uniform;
        const score = terms.reduce(
          (sum, term) => sum + term.factor * draws(term.dimension, term.member, number).score,
          0,
        );
        return Math.min(LARGEST_UNIFORM, normalCdf(score));
      };
    };
  };
}

function prepare(cause: CommonCause): Coupling {
  const order = sortByCodeUnits([...cause.hazards.keys()], (at) => cause.hazards[at]);
  const matrix = hazardMatrix(cause);
  const sorted = order.map((row) => order.map((column) => matrix[row][column]));
  return {
    hazards: order.map((at) => cause.hazards[at]),
    across: cholesky(sorted) as number[][],
    within: cholesky(withinMatrix(cause)) as number[][],
  };
}

/** The scores that a coupled one is made of, and their weights. */
function termsOf(
  within: readonly number[],
  across: readonly number[],
): { readonly dimension: number; readonly member: number; readonly factor: number }[] {
  return within.flatMap((weight, dimension) =>
    across.flatMap((other, member) => {
      const factor = weight * other;
      return factor === 0 ? [] : [{ dimension, member, factor }];
    }),
  );
}

interface Draw {
  readonly uniform: number;
  readonly score: number;
}

/** The keyed draws of the hazards of a common cause, by dimension, hazard and number, each drawn once when asked for. */
function rawScores(
  hazards: readonly string[],
  openStream: OpenStream,
): (dimension: number, member: number, number: number) => Draw {
  const streams = new Map<number, { readonly uniforms: Uniforms; readonly draws: Draw[] }>();
  return (dimension, member, number) => {
    const key = dimension * hazards.length + member;
    let stream = streams.get(key);
    if (stream === undefined) {
      stream = { uniforms: openStream(hazards[member], COUPLED_DIMENSIONS[dimension]), draws: [] };
      streams.set(key, stream);
    }
    const at = COUPLED_DIMENSIONS[dimension] === "occurrence" ? 0 : number;
    while (stream.draws.length <= at) {
      const uniform = stream.uniforms();
      const score = normalQuantile(Math.min(LARGEST_UNIFORM, Math.max(SMALLEST_UNIFORM, uniform)));
      stream.draws.push({ uniform, score });
    }
    return stream.draws[at];
  };
}
