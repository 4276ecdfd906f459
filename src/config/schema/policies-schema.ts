import { z } from "zod";
import { TIERS } from "../../model/world.ts";
import { idListSchema, idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";

const tier = z.enum(TIERS);

const circleOfTrust = z
  .strictObject({
    blocs: z.exactOptional(idListSchema).describe("Blocs whose regions belong to the circle."),
    regions: z.exactOptional(idListSchema).describe("Regions that belong to it besides."),
    tiers: z.array(tier).min(1).default(["critical"]).describe("Tiers of products it is about."),
    allowOutsideShare: numberIn("[0, 1]")
      .default(0)
      .describe(
        "Most of any of these products that may come into the circle from outside, of all that comes in or is made inside. At 0 no lane from outside may stand by either.",
      ),
  })
  .superRefine(({ blocs, regions }, context) => {
    if (blocs !== undefined || regions !== undefined) return;
    context.addIssue({ code: "custom", message: "missing blocs or regions, a circle of trust must name its members" });
  });

const localContent = z.strictObject({
  bloc: idSchema.describe("Bloc; the rule holds for the markets that name it as localBloc."),
  minShare: numberIn("(0, 1]").describe("Least share of value added that is added inside the bloc."),
});

const maxSingleCountryShare = z.strictObject({
  products: z.exactOptional(idListSchema).describe("Products it holds for. Default: those with isStrategic."),
  maxShare: numberIn("(0, 1]").describe("Most of any such product that may be made in one region."),
});

const tierRule = z
  .strictObject({
    tier: tier.describe("Tier whose products it is about, wherever they are used or sold."),
    minSources: z
      .exactOptional(numberIn("[1, 1000] whole"))
      .describe("Sites that make the product and from which lanes, backups included, lead there."),
    minCoverDays: z.exactOptional(numberIn("[0, 3650]")).describe("Days of cover held there, a reserve included."),
    blocs: z.exactOptional(idListSchema).describe("Blocs in which all sites that make it must lie."),
  })
  .superRefine(({ minSources, minCoverDays, blocs }, context) => {
    if (minSources !== undefined || minCoverDays !== undefined || blocs !== undefined) return;
    context.addIssue({ code: "custom", message: "missing rule, must state minSources, minCoverDays or blocs" });
  });

/** What a design keeps to, or `none` where it does not keep to what the design it extends does. */
export const policiesSchema = z
  .strictObject({
    circleOfTrust: orNone(circleOfTrust).describe(
      "Regions among which goods of some tiers may flow freely; `none` leaves the extended design's. Default: none.",
    ),
    localContent: orNone(z.array(localContent).min(1)).describe("Least local content, by bloc. Default: none."),
    maxSingleCountryShare: orNone(maxSingleCountryShare).describe(
      "Most of a product that may come from one region. Default: none.",
    ),
    tierRules: orNone(z.array(tierRule).min(1)).describe("What holds for all products of a tier. Default: none."),
  })
  .default({});

function orNone<Policy extends z.ZodType>(policy: Policy) {
  return z.exactOptional(z.union([z.literal("none"), policy]));
}
