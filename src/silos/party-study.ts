import type { BatchStudy } from "../batch.ts";
import { type CompiledStudy, toBatchStudy } from "../compile-study.ts";
import type { Silo } from "../model/silo.ts";
import type { KernelName } from "../simulate/kernel/choose.ts";
import { type Neighbour, neighboursOf } from "./boundary.ts";

/** All a thread needs to compute one party's part of any block of a joint study. It can be posted. */
export interface PartyStudy extends BatchStudy {
  readonly silo: Silo;
  /** [design] with whom what is shared. */
  readonly neighbours: readonly (readonly Neighbour[])[];
}

/** The compiled study of one party in the form that threads receive. */
export function toPartyStudy(compiled: CompiledStudy, kernel?: KernelName): PartyStudy {
  const { silo } = compiled.study;
  if (silo === undefined) throw new RangeError("missing silo, the study is not that of one party");
  const neighbours = compiled.designs.map(({ labels }, design) =>
    neighboursOf(silo, compiled.study.designs[design].id, labels.lanes),
  );
  return { ...toBatchStudy(compiled, kernel), silo, neighbours };
}
