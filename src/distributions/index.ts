import { z } from "zod";
import { show } from "../schema/show.ts";
import * as all from "./all.ts";

type AnyLaw = (typeof all)[keyof typeof all];

/** Names of all laws, as a study writes them. */
export type DistributionName = AnyLaw["name"];

/** A law with its parameters, as parsed: `{distribution: "lognormal", mean: 14, standardDeviation: 7}`. */
export type Distribution = z.output<AnyLaw["schema"]>;

/** A law as a study may write it: as above without the defaults, or a bare number, which means that fixed value. */
export type DistributionInput = number | z.input<AnyLaw["schema"]>;

/** All laws of the catalogue, by name. */
export const distributionLaws: readonly AnyLaw[] = Object.values(all);

export const distributionNames: readonly DistributionName[] = distributionLaws.map((law) => law.name);

const lawByName: ReadonlyMap<string, AnyLaw> = new Map(distributionLaws.map((law) => [law.name, law]));

const catalogueSchema = z.discriminatedUnion(
  "distribution",
  distributionLaws.map((law) => law.schema) as [AnyLaw["schema"], ...AnyLaw["schema"][]],
  { error: (issue) => refuseLaw(issue.input) },
);

/** Accepts every value when parsing, yet stands for no value in a JSON Schema. */
const letPass = z.any().meta({ not: {} });

/**
 * A distribution in a study: an object with the key `distribution`, or a bare number for a fixed value.
 *
 * A plain union would answer every slip with "no alternative fits". Here the union only tells an editor what may be
 * written (its first alternative lets all values pass), and the discriminated union behind it judges, with the path of the
 * parameter at fault.
 */
export const distributionSchema = z
  .union([letPass, z.number(), catalogueSchema])
  .transform((input, context): unknown => {
    if (typeof input !== "number") return input;
    const bare = all.fixed.schema.safeParse({ distribution: all.fixed.name, value: input });
    if (bare.success) return bare.data;
    for (const { message } of bare.error.issues) context.addIssue({ code: "custom", message, input });
    return z.NEVER;
  })
  .pipe(catalogueSchema) as unknown as z.ZodType<Distribution, DistributionInput>;

/**
 * Draws the variate that belongs to the uniform number `u` in [0, 1]: the quantile at u, kept half a step of a 53-bit
 * generator away from 0 and one step away from 1, where many laws have no finite value.
 *
 * @throws RangeError unless u lies in [0, 1].
 */
export function drawFrom(distribution: Distribution, u: number): number {
  if (!(u >= 0 && u <= 1)) throw new RangeError(`invalid uniform number ${u}, must be in [0, 1]`);
  return lawOf(distribution).quantile(distribution, Math.min(LARGEST_UNIFORM, Math.max(SMALLEST_UNIFORM, u)));
}

/** Expected value; Infinity where the law has none. */
export function meanOf(distribution: Distribution): number {
  return lawOf(distribution).mean(distribution);
}

/** Standard deviation; Infinity where the law has none. */
export function standardDeviationOf(distribution: Distribution): number {
  return lawOf(distribution).standardDeviation(distribution);
}

/** Smallest and largest possible value. */
export function supportOf(distribution: Distribution): readonly [number, number] {
  return lawOf(distribution).support(distribution);
}

const SMALLEST_UNIFORM = 1 / 18014398509481984; // 2^-54
const LARGEST_UNIFORM = 1 - 1 / 9007199254740992; // 1 - 2^-53

/** The functions of a law without its types: the name in the parameters has already chosen the law that fits them. */
interface UntypedLaw {
  quantile(parameters: Distribution, u: number): number;
  mean(parameters: Distribution): number;
  standardDeviation(parameters: Distribution): number;
  support(parameters: Distribution): readonly [number, number];
}

function lawOf(distribution: Distribution): UntypedLaw {
  const law = lawByName.get(distribution.distribution);
  if (law === undefined) throw new RangeError(refuseLaw(distribution));
  return law as unknown as UntypedLaw;
}

function refuseLaw(input: unknown): string {
  const known = distributionNames.join(", ");
  if (input === undefined) return `missing distribution, must be a number or an object with distribution: ${known}`;
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return `invalid distribution ${show(input)}, must be a number or an object with distribution: ${known}`;
  }
  const name = (input as { distribution?: unknown }).distribution;
  if (name === undefined) return `missing distribution, must be one of ${known}`;
  return `unknown distribution ${show(name)}, must be one of ${known}`;
}
