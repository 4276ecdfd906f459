import type { StudyProblem } from "../../errors.ts";
import type { Silo } from "../../model/silo.ts";
import { quote } from "../../schema/show.ts";
import type { Contract } from "../schema/contract-schema.ts";
import type { PartyFile } from "../schema/party-schema.ts";
import { suggest } from "../suggest.ts";
import type { YamlSource } from "../yaml-source.ts";
import { checkContract } from "./check-contract.ts";
import { claimLanes } from "./claim-lanes.ts";
import { joinDesigns } from "./join-designs.ts";
import { joinCauses, joinHazards } from "./join-hazards.ts";
import { joinWorld } from "./join-world.ts";
import { type PartyFiles, toBoundaryLanes } from "./party-files.ts";
import { createProvenance } from "./provenance.ts";

export interface JoinedFiles {
  /** The study of the party as one document; problems in it are located in the file that each part comes from. */
  readonly source: YamlSource;
  readonly silo: Silo;
  readonly problems: readonly StudyProblem[];
}

/** Scenarios of a block where the contract says nothing. */
const PARTY_BLOCK_SCENARIOS = 250;

/** Puts a party's file and its contract together to one study, in which a site stands for the other end of every boundary lane. */
export function joinFiles(
  party: PartyFile,
  partySource: YamlSource,
  contract: Contract,
  contractSource: YamlSource,
): JoinedFiles {
  const problems: StudyProblem[] = [];
  const self = party.silo.party;
  const { parties, sharesPrices, hasVariableDemand } = contract.contract;
  checkContract(contract, (path, message) => void problems.push(contractSource.problemAt(path, message)));
  if (!parties.includes(self)) {
    const message = `unknown party ${quote(self)}, the contract does not have it${suggest(self, parties)}`;
    problems.push(partySource.problemAt(["silo", "party"], message));
  }
  const claims = claimLanes(party, partySource, contract, (path, message) => {
    problems.push(partySource.problemAt(path, message));
  });
  const provenance = createProvenance(partySource);
  const files: PartyFiles = { party, partySource, contract, contractSource, provenance, claims, problems };
  for (const key of Object.keys(contract.settings)) {
    provenance.set(["settings", key], contractSource, ["settings", key]);
  }
  const raw = {
    ...(party.id === undefined ? {} : { id: party.id }),
    ...(party.title === undefined ? {} : { title: party.title }),
    ...(party.description === undefined ? {} : { description: party.description }),
    // Parties meet every evening of a block: few large ones take less time.
    settings: { blockScenarios: PARTY_BLOCK_SCENARIOS, ...contract.settings, ...party.settings },
    world: joinWorld(files),
    markets: party.markets,
    hazards: joinHazards(files),
    commonCauses: joinCauses(files),
    designs: joinDesigns(files),
    ...(party.criteria === undefined ? {} : { criteria: party.criteria }),
  };
  const silo: Silo = { party: self, sharesPrices, parties, hasVariableDemand, lanes: toBoundaryLanes(claims) };
  return { source: provenance.sourceOf(raw), silo, problems };
}
