import type { Hazard } from "../hazards/index.ts";
import type { Design } from "../model/design.ts";
import type { Network } from "../model/network.ts";
import type { PolicyFigure } from "../model/policy.ts";
import type { DesignProblem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Silo, Silos } from "../model/silo.ts";
import type { Market, World } from "../model/world.ts";
import { agreeOnValues } from "./boundaries.ts";
import { setCapacities } from "./capacity.ts";
import { checkReactions } from "./check-reactions.ts";
import { bindHazards } from "./effects.ts";
import { fillColumns } from "./fill.ts";
import { indexSelection } from "./index-selection.ts";
import type { NetworkLabels } from "./labels.ts";
import { addLeaks } from "./leaks.ts";
import { partiesOf } from "./parties.ts";
import { checkPolicies } from "./policies.ts";
import { selectDesign } from "./select.ts";

/** What a design is compiled against. */
export interface StudyParts {
  readonly settings: Settings;
  readonly world: World;
  readonly markets: readonly Market[];
  readonly hazards: readonly Hazard[];
  /** Of a joint study: who owns what. */
  readonly silos?: Silos;
  /** Of the study of one party: what it knows of its neighbours. */
  readonly silo?: Silo;
}

export interface CompiledDesign {
  readonly network: Network;
  readonly labels: NetworkLabels;
  /** What its policies measure at baseline. */
  readonly policies: readonly PolicyFigure[];
}

/**
 * Turns one design of a study into a network: select what it uses, number it, find baseline flows from demand backwards,
 * check them against capacities, accumulate costs from sources downstream, map hazards to the channels they touch, and check
 * what the design promises.
 *
 * @returns the network, or every problem found on the way (never both)
 */
export function compileDesign(parts: StudyParts, design: Design): CompiledDesign | DesignProblem[] {
  const problems: DesignProblem[] = [];
  const selection = selectDesign(parts.world, parts.markets, design, problems, partiesOf(parts));
  if (problems.length > 0) return problems;
  let indexed = indexSelection(selection, problems);
  if (problems.length > 0) return problems;
  let effects = bindHazards(indexed, parts.hazards);
  const leaking = addLeaks(indexed, parts.hazards, effects);
  if (leaking !== selection) {
    indexed = indexSelection(leaking, problems);
    effects = bindHazards(indexed, parts.hazards);
  }
  const network = fillColumns(indexed, parts.settings, effects);
  setCapacities(network, indexed, parts.settings, problems);
  checkReactions(network, indexed, problems);
  if (problems.length > 0) return problems;
  agreeOnValues(network, indexed);
  const policies = checkPolicies(network, indexed, problems);
  if (problems.length > 0) return problems;
  return { network, labels: indexed.labels, policies };
}
