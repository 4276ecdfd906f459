import { baselineUnits } from "../model/baseline-units.ts";
import { localContentOf } from "../model/local-content.ts";
import type { Network } from "../model/network.ts";
import { isKept, type PolicyFigure } from "../model/policy.ts";
import { countryShareOf, outsideShareOf } from "../model/policy-shares.ts";
import type { DesignProblem } from "../model/problem.ts";
import { listNames } from "../schema/show.ts";
import type { IndexedSelection } from "./index-selection.ts";
import { measureTierRules } from "./tier-rules.ts";

/**
 * Measures every policy of a design at baseline. What breaks one is added to `problems`, at the policy, with the figure and the
 * remedy.
 */
export function checkPolicies(network: Network, indexed: IndexedSelection, problems: DesignProblem[]): PolicyFigure[] {
  const { design } = indexed.selection;
  if (network.constants.isOneParty) return []; // what is asked of the whole network is not for one party to judge
  const figures = [
    ...measureTrust(network, indexed, problems),
    ...measureLocalContent(network, indexed),
    ...measureCountryCap(network, indexed),
    ...measureTierRules(indexed),
  ];
  for (const { policy, entry, what, value, sense, limit, unit, remedy } of figures) {
    if (isKept(value, sense, limit)) continue;
    problems.push({
      design: design.id,
      at: { list: "policies", id: policy, ...(entry === undefined ? {} : { entry }) },
      message: `invalid policy, in design '${design.id}' ${what} is ${show(value, unit)} at baseline, must be ${sense} ${show(limit, unit)}; ${remedy}`,
    });
  }
  return figures;
}

function measureTrust(network: Network, indexed: IndexedSelection, problems: DesignProblem[]): PolicyFigure[] {
  const { design, world } = indexed.selection;
  const circle = design.policies.circleOfTrust;
  if (circle === undefined) return [];
  const outsiders = indexed.lanes.filter((item, lane) => item.detour === 0 && network.laneTrustProduct[lane] >= 0);
  const lanes = [...new Set(outsiders.map(({ id }) => `'${id}'`))];
  const idle = outsiders.filter(({ share }) => share === 0).map(({ id }) => `'${id}'`);
  const { laneUnits, processUnits } = baselineUnits(network);
  const { share, product } = outsideShareOf(network, laneUnits, processUnits);
  // Nothing of these tiers is made or comes in at all: nothing from outside either.
  const value = Number.isNaN(share) ? 0 : share;
  if (circle.allowOutsideShare === 0 && value === 0 && idle.length > 0) {
    problems.push({
      design: design.id,
      at: { list: "policies", id: "circleOfTrust" },
      message: `invalid policy, in design '${design.id}' the circle of trust allows nothing from outside, from where ${listNames(idle)} would bring it; drop what is outside or state allowOutsideShare`,
    });
  }
  const what =
    product < 0
      ? "what comes from outside the circle of trust"
      : `the share of '${world.products[product].id}' from outside the circle of trust`;
  return [
    {
      policy: "circleOfTrust",
      what,
      value,
      sense: "at most",
      limit: circle.allowOutsideShare,
      unit: "fraction",
      remedy: `it comes over ${listNames(lanes)}: lower their shares, drop them, or raise allowOutsideShare`,
    },
  ];
}

function measureLocalContent(network: Network, { selection }: IndexedSelection): PolicyFigure[] {
  const { laneUnits, processUnits } = baselineUnits(network);
  return (selection.design.policies.localContent ?? []).map(({ bloc, minShare }, entry) => {
    const isOfRule = (market: number): boolean => network.marketLocalRule[market] === entry;
    const share = localContentOf(network, laneUnits, processUnits, isOfRule);
    const hasMarket = network.marketLocalRule.includes(entry);
    return {
      policy: "localContent",
      entry,
      what: `the local content of bloc '${bloc}'`,
      // Where nothing adds value, nothing is local.
      value: Number.isNaN(share) ? 0 : share,
      sense: "at least",
      limit: minShare,
      unit: "fraction",
      remedy: hasMarket
        ? "move processes that add value into the bloc, shift shares to those inside, or lower minShare"
        : `no market has localBloc: ${bloc}; set it where the rule applies`,
    };
  });
}

function measureCountryCap(network: Network, { selection, labels }: IndexedSelection): PolicyFigure[] {
  const cap = selection.design.policies.maxSingleCountryShare;
  if (cap === undefined) return [];
  const { processUnits } = baselineUnits(network);
  const { share, product, region } = countryShareOf(network, processUnits, network.processIsCapped);
  if (product < 0) return [];
  return [
    {
      policy: "maxSingleCountryShare",
      what: `the share of '${labels.regions[region]}' in all '${selection.world.products[product].id}' made`,
      value: share,
      sense: "at most",
      limit: cap.maxShare,
      unit: "fraction",
      remedy: "give sites in other regions larger shares, or raise maxShare",
    },
  ];
}

function show(value: number, unit: PolicyFigure["unit"]): string {
  const rounded = Number((unit === "fraction" ? value * 100 : value).toPrecision(4));
  if (unit === "fraction") return `${rounded} %`;
  return `${rounded} ${rounded === 1 ? unit.slice(0, -1) : unit}`;
}
