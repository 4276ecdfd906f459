import type { Network } from "../model/network.ts";
import { type CircleOfTrust, isAmong } from "../model/policy.ts";
import type { Region } from "../model/world.ts";
import type { IndexedSelection } from "./index-selection.ts";

/** Writes into a network what its design's policies are measured by; without a policy nothing is marked. */
export function fillPolicies(network: Network, indexed: IndexedSelection): void {
  const { circleOfTrust, localContent = [], maxSingleCountryShare } = indexed.selection.design.policies;
  network.laneTrustProduct.fill(-1);
  network.processTrustProduct.fill(-1);
  network.processIsCapped.fill(0);
  network.marketLocalRule.fill(-1);
  if (circleOfTrust !== undefined) markTrust(network, indexed, circleOfTrust);
  if (maxSingleCountryShare !== undefined) {
    const { products } = maxSingleCountryShare;
    indexed.processes.forEach(({ process }, index) => {
      const isCapped = products?.includes(process.output) ?? network.processIsStrategic[index] === 1;
      network.processIsCapped[index] = isCapped ? 1 : 0;
    });
  }
  localContent.forEach(({ bloc, minShare }, rule) => {
    network.localRuleMinShare[rule] = minShare;
    indexed.markets.forEach(({ localBloc }, market) => {
      if (localBloc === bloc) network.marketLocalRule[market] = rule;
    });
  });
}

/** Lanes that bring products of the tiers into the circle, processes that make them inside. */
function markTrust(network: Network, { selection, lanes, processes }: IndexedSelection, circle: CircleOfTrust): void {
  const productIndex = new Map(selection.world.products.map(({ id }, index) => [id, index]));
  const isUnder = (product: string): boolean => {
    const tier = selection.productsById.get(product)?.tier;
    return tier !== undefined && circle.tiers.includes(tier);
  };
  const isInside = (site: string): boolean => {
    const region = selection.regionsById.get(selection.sitesById.get(site)?.region ?? "");
    return isAmong(region as Region, circle);
  };
  lanes.forEach(({ lane }, index) => {
    if (!isUnder(lane.product) || isInside(lane.from) || !isInside(lane.to)) return;
    network.laneTrustProduct[index] = productIndex.get(lane.product) as number;
  });
  processes.forEach(({ site, process }, index) => {
    if (!isUnder(process.output) || !isInside(site.id)) return;
    network.processTrustProduct[index] = productIndex.get(process.output) as number;
  });
}
