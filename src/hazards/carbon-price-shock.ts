import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard } from "./define.ts";

/** The price of carbon regimes jumps; process, freight and border-adjustment costs follow. Severity scales the jump. */
export const carbonPriceShock = defineHazard({
  kind: "carbon-price-shock",
  summary: "The carbon price of regimes jumps by an amount or a factor, then stays or fades.",
  fields: {
    targets: z
      .strictObject({ carbonRegimes: idListSchema.describe("Carbon regimes whose price jumps.") })
      .describe("What becomes dearer."),
    change: z
      .strictObject({
        addUsdPerTonne: numberIn("[-10000, 10000]").optional().describe("USD per tonne CO2e added at severity 1."),
        factor: numberIn("(0, 1000]").optional().describe("Factor on the price at severity 1, after additions."),
      })
      .refine((change) => (change.addUsdPerTonne === undefined) !== (change.factor === undefined), {
        error: "invalid change, must state either addUsdPerTonne or factor",
      })
      .describe("How the price jumps."),
  },
  effects({ targets, change }, view) {
    const regimes = view.regimes.filter((regime) => targets.carbonRegimes.includes(regime.id));
    return regimes.map(({ index }): Effect => {
      if (change.addUsdPerTonne !== undefined) return { channel: "regimeAdd", index, amount: change.addUsdPerTonne };
      return { channel: "regimeFactor", index, amount: (change.factor as number) - 1 };
    });
  },
});
