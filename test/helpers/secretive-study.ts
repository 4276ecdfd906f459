import { harbourStudy } from "../unit/run/studies.ts";
import type { StudyInput } from "./study.ts";

/** What must never leave the party that it belongs to: as text, and costs also as the bytes of a double. */
export const SECRET_TEXTS = ["shaft-zeta", "quarry-omicron", "mill-sigma", "mill-sigma-fire", "Secret Mill of Sigma"];
export const SECRET_COSTS = [9.87654321, 1.23456789];

/** Three parties whose sites, costs and private hazard bear names and figures that stand nowhere else; lanes are named after goods. */
export function secretiveStudy(settings: object = {}): StudyInput & { silos: object } {
  const text = JSON.stringify(
    harbourStudy({ scenarios: 18, blockScenarios: 6, horizonDays: 60, exposureDays: 30, ...settings }),
  );
  const names: readonly (readonly [string, string])[] = [
    ['"mine-works"', '"ore-a"'],
    ['"quarry-works"', '"ore-b"'],
    ['"works-north"', '"widgets-a"'],
    ['"works-south"', '"widgets-b"'],
    ['"works-down"', '"mill-sigma-fire"'],
    ['"mine"', '"shaft-zeta"'],
    ['"quarry"', '"quarry-omicron"'],
    ['"works"', '"mill-sigma"'],
    ['"costUsdPerUnit":0.4', '"costUsdPerUnit":1.23456789'],
    ['"conversionCostUsdPerUnit":9,', '"conversionCostUsdPerUnit":9.87654321,'],
  ];
  const study = JSON.parse(names.reduce((all, [find, put]) => all.replaceAll(find, put), text));
  const mill = study.world.sites.find(({ id }: { id: string }) => id === "mill-sigma");
  mill.name = "Secret Mill of Sigma";
  return {
    ...study,
    silos: {
      parties: [
        { id: "ore", sites: ["shaft-zeta", "quarry-omicron"] },
        { id: "goods", sites: ["mill-sigma"] },
        { id: "retail", sites: ["shop-north", "shop-south"] },
      ],
    },
  };
}

/** Every secret that stands in some bytes. */
export function findSecrets(bytes: Buffer): string[] {
  const doubles = SECRET_COSTS.map((cost) => {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(cost);
    return [String(cost), double] as const;
  });
  const texts = [...SECRET_TEXTS, ...SECRET_COSTS.map(String)].map((text) => [text, Buffer.from(text)] as const);
  return [...texts, ...doubles].filter(([, needle]) => bytes.includes(needle)).map(([name]) => name);
}
