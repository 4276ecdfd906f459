import type { DesignView, PlaceView } from "../hazards/define.ts";
import { type Hazard, hazardEffects } from "../hazards/index.ts";
import type { Effect } from "../model/channel.ts";
import { LANE_OUTBOUND } from "../model/network.ts";
import type { Site, Tier } from "../model/world.ts";
import type { IndexedSelection } from "./index-selection.ts";

/** What each hazard touches in a design, [hazard][effect], hazards in the order given. */
export function bindHazards(indexed: IndexedSelection, hazards: readonly Hazard[]): Effect[][] {
  const view = viewDesign(indexed);
  return hazards.map((hazard) => hazardEffects(hazard, view).filter((effect) => isOwn(indexed, effect)));
}

/** Of a lane to another party only what may leave the dock concerns this one. */
function isOwn({ lanes }: IndexedSelection, { channel, index }: Effect): boolean {
  if (!channel.startsWith("lane") || lanes[index].boundary !== LANE_OUTBOUND) return true;
  return channel === "laneDispatch" || channel === "laneOpening";
}

/** A design as hazards may look at it. */
export function viewDesign(indexed: IndexedSelection): DesignView {
  const { selection, stockIndex } = indexed;
  const circle = selection.design.policies.circleOfTrust;
  const places = new Map<string, PlaceView>();
  for (const site of selection.sitesById.values()) {
    places.set(site.id, placeOf(site, selection.regionsById.get(site.region)?.blocs ?? []));
  }
  const tierOf = (product: string): Tier => selection.productsById.get(product)?.tier ?? "standard";
  const placeAt = (site: string): PlaceView => places.get(site) as PlaceView;
  return {
    lanes: indexed.lanes.map(({ lane, route, leak }, index) => ({
      index,
      product: lane.product,
      tier: tierOf(lane.product),
      mode: route.mode,
      from: placeAt(lane.from),
      to: placeAt(lane.to),
      ...(route.loadPort === undefined ? {} : { loadPort: route.loadPort }),
      chokepoints: route.chokepoints,
      ...(leak === undefined ? {} : { leakOf: leak.hazard }),
    })),
    stocks: selection.stocks.map(({ key, site, product }) => ({
      index: stockIndex.get(key) as number,
      product,
      place: placeAt(site.id),
    })),
    processes: indexed.processes.map(({ site, process }, index) => ({
      index,
      product: process.output,
      place: placeAt(site.id),
    })),
    ports: indexed.ports.map(({ port }, index) => ({ index, id: port.id })),
    regimes: [...indexed.regimeIndex].map(([id, index]) => ({ index, id })),
    ...(circle === undefined ? {} : { trust: { blocs: [], regions: [], ...circle } }),
    markets: indexed.markets.map(({ id, site, product }, index) => ({ index, id, product, place: placeAt(site) })),
  };
}

function placeOf(site: Site, blocs: readonly string[]): PlaceView {
  const place = { site: site.id, region: site.region, blocs };
  return site.cluster === undefined ? place : { ...place, cluster: site.cluster };
}
