import type { Study } from "../../../src/config/study.ts";
import { makeStudy, type StudyInput } from "../../helpers/study.ts";

/** A study that may suffer the given hazards; what they strike does not matter. Horizon 400 days, exposure 200. */
export function studyOf(hazards: readonly StudyInput[], settings: object = {}, commonCauses: object[] = []): Study {
  return makeStudy({
    settings: { horizonDays: 400, exposureDays: 200, seed: 3, ...settings },
    world: {
      regions: [{ id: "r" }],
      products: [{ id: "p", massTonnesPerUnit: 1 }],
      sites: [
        { id: "s", region: "r", processes: [{ output: "p", capacityUnitsPerDay: 9, conversionCostUsdPerUnit: 1 }] },
      ],
    },
    markets: [{ id: "m", site: "s", product: "p", demandUnitsPerDay: 1, priceUsdPerUnit: 2, unmet: "lost" }],
    designs: [{ id: "d" }],
    hazards: hazards.map((hazard, index) => ({
      id: `h${index}`,
      kind: "site-outage",
      durationDays: 10,
      targets: { sites: ["s"] },
      ...hazard,
    })),
    commonCauses,
  });
}
