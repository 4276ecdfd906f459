import type { StudyProblem } from "../../errors.ts";
import type { BoundaryLane } from "../../model/silo.ts";
import type { Path } from "../path.ts";
import type { Contract, ContractLane } from "../schema/contract-schema.ts";
import type { PartyFile } from "../schema/party-schema.ts";
import type { YamlSource } from "../yaml-source.ts";
import type { Provenance } from "./provenance.ts";

/** A party's file and the contract beside it, while they are put together. */
export interface PartyFiles {
  readonly party: PartyFile;
  readonly partySource: YamlSource;
  readonly contract: Contract;
  readonly contractSource: YamlSource;
  readonly provenance: Provenance;
  /** Boundary lanes that start or end at the party, in the order of the contract. */
  readonly claims: readonly Claim[];
  readonly problems: StudyProblem[];
}

/** A boundary lane as the contract states it, and this party's end of it. */
export interface Claim {
  readonly lane: ContractLane;
  /** Position in the contract's list. */
  readonly index: number;
  readonly isInbound: boolean;
  readonly stubSite: string;
  /** Position in the party's `boundaryLanes`. */
  readonly at: number;
}

/** Sites of a party's study that stand for others are named so, and numbered as the contract lists the lanes. */
export const STUB_PREFIX = "counterparty.";

export function stubSiteOf(index: number): string {
  return `${STUB_PREFIX}${String(index).padStart(4, "0")}`;
}

export function addProblem({ problems }: PartyFiles, source: YamlSource, path: Path, message: string): void {
  problems.push(source.problemAt(path, message));
}

/** What the study of a party knows of its boundary lanes. */
export function toBoundaryLanes(claims: readonly Claim[]): BoundaryLane[] {
  return claims.map(({ lane, stubSite }) => ({
    lane: lane.id,
    from: lane.from,
    to: lane.to,
    stubSite,
    baselines: Object.fromEntries(Object.entries(lane.designs).map(([design, { ways }]) => [design, ways])),
  }));
}
