import { z } from "zod";
import { distributionSchema } from "../distributions/index.ts";
import type { Effect } from "../model/channel.ts";
import { type DisruptionPath, RECOVERY_PROFILES } from "../model/disruption.ts";
import { idSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { lineOfText, linesOfText } from "../schema/text.ts";
import * as all from "./all.ts";
import { arrivalSchema } from "./arrival.ts";
import type { DesignView, HazardKind } from "./define.ts";

type Members = (typeof all)[keyof typeof all];

/** What every hazard has, whatever its kind. */
const COMMON_FIELDS = {
  id: idSchema.describe("Id of the hazard. Its random draws depend on it and on the seed alone."),
  name: lineOfText(200).optional().describe("Name for tables and reports. Default: the id."),
  description: linesOfText(2000).optional().describe("What it stands for and where its numbers come from."),
  arrival: arrivalSchema.describe("When it strikes."),
  durationDays: z
    .union([z.literal("permanent"), distributionSchema])
    .describe("Days at full severity, rounded to whole days, at least 1; or `permanent`."),
  severity: distributionSchema
    .default({ distribution: "fixed", value: 1 })
    .describe("Severity in [0, 1]: the part of what it touches that fails."),
  recovery: z
    .strictObject({
      profile: z.enum(RECOVERY_PROFILES).describe("step, linear, exponential (5 % left at the end) or s-curve."),
      durationDays: distributionSchema.optional().describe("Days of recovery after the outage."),
      halfLifeDays: numberIn("(0, 3650]")
        .optional()
        .describe("For exponential: days in which severity halves, instead of durationDays."),
    })
    .superRefine((recovery, context) => {
      const { profile, durationDays, halfLifeDays } = recovery;
      const stated = (durationDays === undefined ? 0 : 1) + (halfLifeDays === undefined ? 0 : 1);
      if (profile === "step" && stated > 0) {
        context.addIssue("invalid recovery, a step has no duration; remove it or choose another profile");
      } else if (profile !== "step" && stated !== 1) {
        const choice = profile === "exponential" ? "either durationDays or halfLifeDays" : "durationDays";
        const what = stated === 0 ? "missing" : "invalid";
        context.addIssue(`${what} duration of the ${profile} recovery, must state ${choice}`);
      } else if (profile !== "exponential" && halfLifeDays !== undefined) {
        context.addIssue("invalid halfLifeDays, only an exponential recovery has one");
      }
    })
    .default({ profile: "step" })
    .describe("How severity fades after the outage."),
  announcementLeadDays: distributionSchema
    .default({ distribution: "fixed", value: 0 })
    .describe(
      "Days of warning before the onset, rounded to whole days; not before day 0 or what sets it off. 0 = none.",
    ),
  isEndKnown: z
    .boolean()
    .default(false)
    .describe("Whether planners know from the onset on when it will end; else they see the end when it comes."),
  triggers: z
    .array(
      z.strictObject({
        hazard: idSchema.describe("Hazard that is set off."),
        probability: numberIn("(0, 1]").default(1).describe("Probability that it is, for each strike."),
        delayDays: distributionSchema
          .default({ distribution: "fixed", value: 0 })
          .describe("Days from this onset to that one, rounded to whole days, at least 0."),
      }),
    )
    .default([])
    .describe("What each of its strikes may set off: an escalation ladder, one step a hazard."),
} as const;

type CommonFields = z.output<z.ZodObject<typeof COMMON_FIELDS>>;
type FieldsOf<Member> =
  Member extends HazardKind<infer Kind, infer Fields> ? { readonly kind: Kind } & OutputOf<Fields> : never;
/** Of no fields the library makes a map that no key fits. */
type OutputOf<Fields extends z.ZodRawShape> = keyof Fields extends never ? unknown : z.output<z.ZodObject<Fields>>;

/** A hazard of a study, every default filled in. */
export type Hazard = CommonFields & FieldsOf<Members>;

export const HAZARD_KINDS = Object.values(all) as readonly Members[];

// biome-ignore lint/suspicious/noExplicitAny: the members' exact schemas are recovered by the `Hazard` type
const kindSchemas = HAZARD_KINDS.map((member: any) =>
  z.strictObject({
    kind: z.literal(member.kind).describe(member.summary),
    ...COMMON_FIELDS,
    ...member.fields,
  }),
);

/** Schema of an entry of `hazards`, one strict object a kind. */
export const hazardSchema = z.discriminatedUnion(
  "kind",
  // biome-ignore lint/suspicious/noExplicitAny: zod wants a non-empty tuple
  kindSchemas as any,
) as unknown as z.ZodType<Hazard>;

/** How the level of one disruption of this hazard wanders over so many days; undefined where it does not. */
export function drawHazardPath(hazard: Hazard, days: number, uniforms: () => number): DisruptionPath | undefined {
  const member = HAZARD_KINDS.find((kind) => kind.kind === hazard.kind) as HazardKind<string, z.ZodRawShape>;
  return member.drawPath?.(hazard as never, days, uniforms);
}

/** What a disruption of this hazard touches in a design. */
export function hazardEffects(hazard: Hazard, view: DesignView): Effect[] {
  const member = HAZARD_KINDS.find((kind) => kind.kind === hazard.kind) as HazardKind<string, z.ZodRawShape>;
  return member.effects(hazard as never, view);
}
