import type { PolicyFigure, TierRule } from "../model/policy.ts";
import type { Tier } from "../model/world.ts";
import { listNames } from "../schema/show.ts";
import type { IndexedSelection } from "./index-selection.ts";
import { type SelectedStock, stockKey } from "./select.ts";

/** What every tier rule of a design measures where it is kept least. */
export function measureTierRules(indexed: IndexedSelection): PolicyFigure[] {
  const rules = indexed.selection.design.policies.tierRules ?? [];
  if (rules.length === 0) return [];
  const places = pointsOfUse(indexed);
  const makers = findMakers(indexed);
  return rules.flatMap((rule, entry) => {
    const ofTier = places.filter(({ tier }) => tier === rule.tier);
    return measureRule(rule, ofTier, makers).map((figure) => ({ ...figure, entry }));
  });
}

/** A stock from which something is sold or used up. */
interface Place {
  readonly stock: SelectedStock;
  readonly tier: Tier | undefined;
}

function pointsOfUse({ selection, processes, markets }: IndexedSelection): Place[] {
  const used = new Set(markets.map(({ site, product }) => stockKey(site, product)));
  for (const { site, process } of processes) {
    for (const input of process.inputs) used.add(stockKey(site.id, input.product));
  }
  return selection.stocks
    .filter(({ key }) => used.has(key))
    .map((stock) => ({ stock, tier: selection.productsById.get(stock.product)?.tier }));
}

/** Sites that make a stock's product and from which lanes, backups included, lead to it: id and blocs. */
type FindMakers = (stock: SelectedStock) => ReadonlyMap<string, readonly string[]>;

function findMakers({ selection, processes, lanes }: IndexedSelection): FindMakers {
  return (stock) => {
    const makers = new Map<string, readonly string[]>();
    const seen = new Set<string>();
    const open = [stock.site.id];
    for (let site = open.pop(); site !== undefined; site = open.pop()) {
      if (seen.has(site)) continue;
      seen.add(site);
      for (const item of processes) {
        if (item.site.id !== site || item.process.output !== stock.product) continue;
        makers.set(site, selection.regionsById.get(item.site.region)?.blocs ?? []);
      }
      for (const { lane } of lanes) if (lane.to === site && lane.product === stock.product) open.push(lane.from);
    }
    return makers;
  };
}

type RuleFigure = Omit<PolicyFigure, "entry">;

/** One figure for each thing a rule asks: that of the place where there is least of it. */
function measureRule(rule: TierRule, places: readonly Place[], makersOf: FindMakers): RuleFigure[] {
  const { tier, minSources, minCoverDays, blocs } = rule;
  const common = { policy: "tierRules", sense: "at least" } as const;
  const figures: RuleFigure[] = [];
  const add = (limit: number | undefined, measure: (place: Place) => number, words: Words): void => {
    const least = leastOf(places, measure);
    if (limit === undefined || least === undefined) return;
    const { stock, value } = least;
    const { what, unit, remedy } = words(stock);
    figures.push({ ...common, what: `${tier}: ${what}`, value, limit, unit, remedy });
  };
  add(
    minSources,
    ({ stock }) => makersOf(stock).size,
    ({ key, product }) => ({
      what: `the number of sites that '${key}' can come from`,
      unit: "sites",
      remedy: `add a lane or a backup from another site that makes '${product}', or lower minSources`,
    }),
  );
  add(
    minCoverDays,
    ({ stock: { settings } }) => settings.coverDays + (settings.reserve?.coverDays ?? 0),
    ({ key }) => ({
      what: `the cover of '${key}'`,
      unit: "days",
      remedy: "raise its coverDays or lower minCoverDays",
    }),
  );
  const isAllied = (those: readonly string[]): boolean => those.some((bloc) => blocs?.includes(bloc));
  add(
    blocs === undefined ? undefined : 1,
    ({ stock }) => {
      const all = [...makersOf(stock).values()];
      return all.length === 0 ? 1 : all.filter(isAllied).length / all.length;
    },
    (stock) => {
      const outside = [...makersOf(stock)].filter(([, those]) => !isAllied(those)).map(([site]) => `'${site}'`);
      return {
        what: `the part of sites that '${stock.key}' can come from in ${blocs?.join(", ")}`,
        unit: "fraction",
        remedy: `drop the lanes from ${listNames(outside)} or name their blocs`,
      };
    },
  );
  return figures;
}

type Words = (stock: SelectedStock) => Pick<RuleFigure, "what" | "unit" | "remedy">;

function leastOf(
  places: readonly Place[],
  measure: (place: Place) => number,
): { stock: SelectedStock; value: number } | undefined {
  let least: { stock: SelectedStock; value: number } | undefined;
  for (const place of places) {
    const value = measure(place);
    if (least === undefined || value < least.value) least = { stock: place.stock, value };
  }
  return least;
}
