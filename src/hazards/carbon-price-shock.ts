import { z } from "zod";
import { normalQuantile } from "../math/normal-quantile.ts";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard } from "./define.ts";

const SMALLEST_UNIFORM = 1 / 18014398509481984; // 2^-54
/** ln 1e6: no price grows a million times; keeps later arithmetic finite. */
const LARGEST_LOG_FACTOR = 13.815510557964274;

/**
 * The price of carbon regimes jumps; process, freight and border-adjustment costs follow. Severity scales the jump.
 *
 * On a path the price is multiplied, from the onset on, by a geometric Brownian motion seen every `stepDays`:
 * F(t) = exp((drift - volatility^2 / 2) t + volatility W(t)), t in years of 365 days, so that its mean is exp(drift t).
 * Source: P. Glasserman, "Monte Carlo Methods in Financial Engineering" (2003), section 3.2.
 */
export const carbonPriceShock = defineHazard({
  kind: "carbon-price-shock",
  summary: "The carbon price of regimes jumps by an amount or a factor, or wanders, then stays or fades.",
  fields: {
    targets: z
      .strictObject({ carbonRegimes: idListSchema.describe("Carbon regimes whose price jumps.") })
      .describe("What becomes dearer."),
    change: z
      .strictObject({
        addUsdPerTonne: numberIn("[-10000, 10000]").optional().describe("USD per tonne CO2e added at severity 1."),
        factor: numberIn("(0, 1000]").optional().describe("Factor on the price at severity 1, after additions."),
        path: z
          .strictObject({
            volatilityPerYear: numberIn("[0, 5]").describe(
              "Standard deviation of the logarithm of the price over a year.",
            ),
            driftPerYear: numberIn("[-5, 5]")
              .default(0)
              .describe("Rate at which the expected price grows over a year."),
            stepDays: numberIn("[1, 365] whole").default(7).describe("Days between changes of the price."),
          })
          .optional()
          .describe("The price wanders from the onset on: a geometric Brownian motion, drawn anew for each strike."),
      })
      .refine((change) => Object.values(change).filter((way) => way !== undefined).length === 1, {
        error: "invalid change, must state exactly one of addUsdPerTonne, factor, path",
      })
      .describe("How the price changes."),
  },
  effects({ targets, change }, view) {
    const regimes = view.regimes.filter((regime) => targets.carbonRegimes.includes(regime.id));
    return regimes.map(({ index }): Effect => {
      if (change.addUsdPerTonne !== undefined) return { channel: "regimeAdd", index, amount: change.addUsdPerTonne };
      return { channel: "regimeFactor", index, amount: change.factor === undefined ? 1 : change.factor - 1 };
    });
  },
  drawPath({ change }, days, uniforms) {
    if (change.path === undefined) return undefined;
    const { volatilityPerYear, driftPerYear, stepDays } = change.path;
    const stepYears = stepDays / 365;
    const growth = (driftPerYear - (volatilityPerYear * volatilityPerYear) / 2) * stepYears;
    const spread = volatilityPerYear * Math.sqrt(stepYears);
    const levels = [0];
    let logFactor = 0;
    for (let day = stepDays; day < days; day += stepDays) {
      logFactor += growth + spread * normalQuantile(Math.max(SMALLEST_UNIFORM, uniforms()));
      levels.push(Math.exp(Math.min(logFactor, LARGEST_LOG_FACTOR)) - 1);
    }
    return { stepDays, levels };
  },
});
