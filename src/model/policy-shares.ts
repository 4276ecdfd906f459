import { localContentOf } from "./local-content.ts";
import type { Network } from "./network.ts";
import { isKept } from "./policy.ts";

/** The largest of some shares, and the product it is of; NaN and -1 where there is none. */
export interface LargestShare {
  readonly share: number;
  /** Index in the world's list of products. */
  readonly product: number;
  /** Index of a region; -1 where the share is of no single one. */
  readonly region: number;
}

/**
 * Largest share of any product under the circle of trust that came into the circle from outside, of all that came in or was
 * made inside.
 *
 * @param laneUnits [lane] units shipped
 * @param processUnits [process] good units made
 */
export function outsideShareOf(network: Network, laneUnits: Float64Array, processUnits: Float64Array): LargestShare {
  const { laneTrustProduct, processTrustProduct, counts } = network;
  let largest: LargestShare = { share: Number.NaN, product: -1, region: -1 };
  if (network.constants.isOneParty) return largest; // nobody knows what others made
  for (let product = 0; product < counts.products; product++) {
    let outside = 0;
    let inside = 0;
    for (let lane = 0; lane < counts.lanes; lane++) if (laneTrustProduct[lane] === product) outside += laneUnits[lane];
    for (let process = 0; process < counts.processes; process++) {
      if (processTrustProduct[process] === product) inside += processUnits[process];
    }
    const share = outside / (outside + inside);
    if (outside + inside > 0 && !(share <= largest.share)) largest = { share, product, region: -1 };
  }
  return largest;
}

/**
 * Largest share of one region in the quantity made of any product counted.
 *
 * @param processUnits [process] good units made
 * @param isCounted [process] 1 where it makes a product that counts
 */
export function countryShareOf(network: Network, processUnits: Float64Array, isCounted: Int32Array): LargestShare {
  const { processProduct, processRegion, counts } = network;
  let largest: LargestShare = { share: Number.NaN, product: -1, region: -1 };
  if (network.constants.isOneParty) return largest;
  for (let process = 0; process < counts.processes; process++) {
    if (isCounted[process] === 0) continue;
    let ofRegion = 0;
    let ofProduct = 0;
    for (let other = 0; other < counts.processes; other++) {
      if (processProduct[other] !== processProduct[process]) continue;
      ofProduct += processUnits[other];
      if (processRegion[other] === processRegion[process]) ofRegion += processUnits[other];
    }
    const share = ofRegion / ofProduct;
    if (ofProduct > 0 && !(share <= largest.share)) {
      largest = { share, product: processProduct[process], region: processRegion[process] };
    }
  }
  return largest;
}

/** Whether what flowed kept to the design's circle of trust, country cap and local contents. */
export function keepsPolicies(network: Network, laneUnits: Float64Array, processUnits: Float64Array): boolean {
  const { mostOutsideShare, mostCountryShare } = network.constants;
  const { processIsCapped, localRuleMinShare, marketLocalRule } = network;
  if (!isKept(outsideShareOf(network, laneUnits, processUnits).share, "at most", mostOutsideShare)) return false;
  if (!isKept(countryShareOf(network, processUnits, processIsCapped).share, "at most", mostCountryShare)) return false;
  for (let rule = 0; rule < localRuleMinShare.length; rule++) {
    const share = localContentOf(network, laneUnits, processUnits, (market) => marketLocalRule[market] === rule);
    if (!isKept(share, "at least", localRuleMinShare[rule])) return false;
  }
  return true;
}
