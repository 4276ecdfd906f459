import { z } from "zod";
import { show } from "../schema/show.ts";

/** A law of the catalogue: what a study may write, and what the engine draws from it. */
export interface DistributionLaw<Name extends string, Shape extends z.core.$ZodLooseShape> {
  readonly name: Name;
  /** One sentence for users. */
  readonly summary: string;
  /** The law as a study writes it, `{distribution: name, ...parameters}`. */
  readonly schema: z.ZodObject<Shape & { distribution: z.ZodLiteral<Name> }, z.core.$strict>;
  /** Parameters that show every form; documentation prints them and the contract tests draw from them. */
  readonly examples: readonly z.input<z.ZodObject<Shape, z.core.$strict>>[];
  /**
   * Inverse of the distribution function for u in [2^-54, 1 - 2^-53]; finite, inside the support and nondecreasing (a
   * numerical inverse may waver in its last digits between neighbouring u). One uniform makes one variate.
   */
  quantile(parameters: ParametersOf<Shape>, u: number): number;
  /** Expected value; Infinity where the law has none. */
  mean(parameters: ParametersOf<Shape>): number;
  /** Infinity where the law has none. */
  standardDeviation(parameters: ParametersOf<Shape>): number;
  /** Smallest and largest possible value. */
  support(parameters: ParametersOf<Shape>): readonly [number, number];
}

type ParametersOf<Shape extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** Makes a catalogue member from a law whose schema lists its parameters only: adds the key `distribution`. */
export function defineDistribution<const Name extends string, Shape extends z.core.$ZodLooseShape>(
  law: Omit<DistributionLaw<Name, Shape>, "schema"> & { readonly schema: z.ZodObject<Shape, z.core.$strict> },
): DistributionLaw<Name, Shape> {
  // Extending keeps the checks across parameters; the cast, for the compiler cannot see through an open shape.
  const schema = (law.schema as unknown as z.ZodObject<Record<never, never>, z.core.$strict>)
    .safeExtend({ distribution: z.literal(law.name).describe(law.summary) })
    .meta({ ...law.schema.meta(), description: law.summary });
  return { ...law, schema: schema as unknown as DistributionLaw<Name, Shape>["schema"] };
}

/** An object of exactly these parameters; says which keys are unknown and which there are. */
export function parameterObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown ${issue.keys.join(", ")}, must be among ${known}`
        : `invalid value ${show(issue.input)}, must be an object of ${known}`,
  });
}

/** One end of an interval each: `above` and `below` leave the end out, `atLeast` and `atMost` take it in. */
export type Bounds = ({ above: number } | { atLeast: number }) & ({ below: number } | { atMost: number });

/** A finite number within bounds, described as `meaning, in interval`; every refusal names the value and the interval. */
export function boundedNumber(bounds: Bounds, meaning: string): z.ZodNumber {
  const interval = showInterval(bounds);
  const error = (issue: { readonly input?: unknown }) => refusal(issue.input, interval);
  const lower =
    "above" in bounds
      ? z.number({ error }).gt(bounds.above, { error })
      : z.number({ error }).gte(bounds.atLeast, { error });
  const both = "below" in bounds ? lower.lt(bounds.below, { error }) : lower.lte(bounds.atMost, { error });
  return both.describe(`${meaning}, in ${interval}`);
}

/** Any number of ordinary size; the bound keeps every variate and moment within the range of doubles. */
export const ANY: Bounds = { atLeast: -1e15, atMost: 1e15 };

/** Any positive number of ordinary size. */
export const POSITIVE: Bounds = { above: 0, atMost: 1e15 };

/** `invalid value -3, must be in (0, 365]` */
export function refusal(value: unknown, interval: string): string {
  if (value === undefined) return `missing value, must be in ${interval}`;
  return typeof value === "number"
    ? `invalid value ${value}, must be in ${interval}`
    : `invalid value ${show(value)}, must be a number in ${interval}`;
}

/** `(0, 365]` */
export function showInterval(bounds: Bounds): string {
  const low = "above" in bounds ? `(${showNumber(bounds.above)}` : `[${showNumber(bounds.atLeast)}`;
  const high = "below" in bounds ? `${showNumber(bounds.below)})` : `${showNumber(bounds.atMost)}]`;
  return `${low}, ${high}`;
}

/** Notes that one parameter (`path`; empty for the law as a whole) does not fit the others. */
export type Report = (path: readonly string[], message: string) => void;

/** A check across parameters, for `superRefine`; runs only when each parameter is sound by itself. */
export function checkTogether<Parameters>(
  check: (parameters: Parameters, report: Report) => void,
): (parameters: Parameters, context: z.core.$RefinementCtx<Parameters>) => void {
  return (parameters, context) => {
    if (context.issues.length > 0) return;
    check(parameters, (path, message) => {
      context.addIssue({ code: "custom", path: [...path], message, input: parameters });
    });
  };
}

/** Reports unless the keys that are set are exactly those of one form; returns whether they are. */
export function requireOneForm(parameters: object, forms: readonly (readonly string[])[], report: Report): boolean {
  const given = Object.entries(parameters).flatMap(([key, value]) =>
    value === undefined || key === "distribution" ? [] : [key],
  );
  if (forms.some((form) => form.length === given.length && form.every((key) => given.includes(key)))) return true;
  const wanted = forms.map((form) => `{${form.join(", ")}}`).join(" or ");
  const problem = given.length === 0 ? "missing parameters" : `invalid parameters {${given.join(", ")}}`;
  report([], `${problem}, must be exactly one of ${wanted}`);
  return false;
}

/** Reports `max` unless min < max. */
export function requireOrder(min: number, max: number, report: Report): void {
  if (!(min < max)) report(["max"], refusal(max, showInterval({ above: min, atMost: 1e15 })));
}

/** Reports `max` unless min < max, or else `mode` unless it lies in [min, max]. */
export function requireModeWithin(min: number, mode: number, max: number, report: Report): void {
  requireOrder(min, max, report);
  if (min < max && !(min <= mode && mode <= max)) {
    report(["mode"], refusal(mode, showInterval({ atLeast: min, atMost: max })));
  }
}

function showNumber(value: number): string {
  const size = Math.abs(value);
  return size >= 1e6 || (size > 0 && size < 1e-3) ? value.toExponential().replace("e+", "e") : String(value);
}
