import type { Network } from "../model/network.ts";
import type { CarbonRegime } from "../model/world.ts";
import type { IndexedLane, IndexedSelection } from "./index-selection.ts";

const GRAMS_PER_TONNE = 1e6;

/** Cost, mass, emission and carbon-regime columns of one lane. */
export function fillLaneTerms(network: Network, indexed: IndexedSelection, item: IndexedLane, lane: number): void {
  const { selection, regimeIndex } = indexed;
  const { lane: terms, route } = item;
  const product = selection.productsById.get(terms.product);
  const massTonnes = product?.massTonnesPerUnit ?? 0;
  const grams = massTonnes * route.distanceKm * selection.world.freightEmissionsGramsPerTonneKm[route.mode];
  network.laneFreightUsdPerUnit[lane] = route.costUsdPerUnit;
  network.laneTariffFraction[lane] = terms.tariffFraction;
  network.laneMassTonnesPerUnit[lane] = massTonnes;
  network.laneFreightTonnesPerUnit[lane] = grams / GRAMS_PER_TONNE;
  network.laneIsCritical[lane] = product?.tier === "critical" ? 1 : 0;
  const spoilage = product?.transitSpoilageFractionPerDay ?? product?.spoilageFractionPerDay ?? 0;
  network.laneSpoilageFraction[lane] = spoilage;
  // Of what is dispatched (1 - s) is left a day later: to receive 1 after L days, (1 - s)^-L must be sent.
  let sent = 1;
  let underWay = 0;
  for (let day = 0; day < route.leadTimeDays; day++) {
    underWay += sent;
    sent /= 1 - spoilage;
  }
  network.laneSendFactor[lane] = sent;
  network.laneTransitDays[lane] = underWay;

  const origin = regimeAt(indexed, terms.from);
  const destination = regimeAt(indexed, terms.to);
  const pricesFreight = (regime: CarbonRegime | undefined): regime is CarbonRegime =>
    regime?.freightModes.includes(route.mode) ?? false;
  const indexOf = (regime: CarbonRegime | undefined): number =>
    regime === undefined ? -1 : (regimeIndex.get(regime.id) as number);
  const isInside = origin !== undefined && origin.id === destination?.id;
  network.laneFreightRegimeFrom[lane] = pricesFreight(origin) && !isInside ? indexOf(origin) : -1;
  network.laneFreightRegimeTo[lane] = pricesFreight(destination) ? indexOf(destination) : -1;
  network.laneFreightRegimeFromShare[lane] = 0.5;
  network.laneFreightRegimeToShare[lane] = isInside ? 1 : 0.5;

  const importer = selection.regionsById.get(selection.sitesById.get(terms.to)?.region ?? "");
  const isAdjusted = product?.isBorderAdjusted === true && importer?.hasBorderAdjustment === true && !isInside;
  network.laneBorderRegime[lane] = isAdjusted ? indexOf(destination) : -1;
  network.laneOriginRegime[lane] = indexOf(origin);
  network.laneBorderFreeTonnesPerUnit[lane] = isAdjusted
    ? importer.borderFreeAllocationFraction * product.borderBenchmarkTonnesPerUnit
    : 0;
}

function regimeAt({ selection }: IndexedSelection, site: string): CarbonRegime | undefined {
  const region = selection.regionsById.get(selection.sitesById.get(site)?.region ?? "");
  return selection.world.carbonRegimes.find((regime) => regime.id === region?.carbonRegime);
}
