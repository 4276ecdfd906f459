import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../outputs/config-hash.ts";
import type { Boundary } from "./columns.ts";
import { type Difference, findDifferences } from "./differences.ts";

/** Changes with every change of what crosses. */
export const PROTOCOL = 1;

/** What all parties must say alike before anything is computed. */
export interface Terms {
  readonly protocol: number;
  readonly engineVersion: string;
  /** V8 computes `exp` and `log`: with another one common hazards might strike otherwise in a last bit. */
  readonly v8Version: string;
  readonly parties: readonly string[];
  readonly seed: number;
  readonly scenarios: number;
  readonly blockScenarios: number;
  readonly sharesPrices: boolean;
  /** Ids. */
  readonly designs: readonly string[];
  /** The whole contract as its file states it, layout and comments aside. */
  readonly contract: unknown;
}

/** What a party says before it computes anything. */
export interface Hello {
  readonly party: string;
  /** Of the engine, where it runs from a checkout. */
  readonly commit?: string;
  readonly terms: Terms;
  /** What it will send and expects to receive. */
  readonly boundary: Boundary;
}

/** SHA-256 of terms: stands in every message. */
export function hashTerms(terms: Terms): Buffer {
  return createHash("sha256").update(canonicalJson(terms)).digest();
}

const columnsSchema = z.array(
  z.array(z.strictObject({ lane: z.string(), way: z.string(), field: z.string(), unit: z.string() })),
);

/** What a hello looks like, whoever sends it: what it says is compared, not believed. */
const helloSchema = z.strictObject({
  party: z.string(),
  commit: z.exactOptional(z.string()),
  terms: z.strictObject({
    protocol: z.number(),
    engineVersion: z.string(),
    v8Version: z.string(),
    parties: z.array(z.string()),
    seed: z.number(),
    scenarios: z.number(),
    blockScenarios: z.number(),
    sharesPrices: z.boolean(),
    designs: z.array(z.string()),
    contract: z.unknown(),
  }),
  boundary: z.record(z.string(), z.strictObject({ sent: columnsSchema, received: columnsSchema })),
});

/** The hello in a text; undefined for what is none. */
export function readHello(text: string): Hello | undefined {
  try {
    return helloSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Where two parties do not say the same, in the order of what weighs most; at most so many places. */
export function compareHellos(ours: Hello, theirs: Hello, most: number): Difference[] {
  const { contract, ...asked } = ours.terms;
  const { contract: theirContract, ...theirAsked } = theirs.terms;
  const commits =
    ours.commit === undefined || theirs.commit === undefined
      ? []
      : findDifferences(ours.commit, theirs.commit, 1, "engineCommit");
  return [
    ...findDifferences(contract, theirContract, most, "contract"),
    ...findDifferences(asked, theirAsked, most),
    ...commits,
    ...compareBoundaries(ours, theirs, most),
  ].slice(0, most);
}

/** What one says it sends the other must expect, column by column. */
function compareBoundaries(ours: Hello, theirs: Hello, most: number): Difference[] {
  const [mine, other] = [ours.boundary[theirs.party], theirs.boundary[ours.party]];
  const compare = (left: unknown, right: unknown, what: string): Difference[] =>
    findDifferences(left, right, most, `columns from ${what}`);
  return [
    ...compare(mine?.sent, other?.received, `${ours.party} to ${theirs.party}`),
    ...compare(mine?.received, other?.sent, `${theirs.party} to ${ours.party}`),
  ];
}
