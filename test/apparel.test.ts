import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { findBreakEvens } from "../src/studies/break-even.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const file = "configs/apparel.yaml";
const compiled = compileStudy(parseStudy(file, read(file)));
const section = read("docs/studies.md").split("\n## apparel\n")[1].split("\n## ")[0].replace(/\s+/g, " ");

test("docs/studies.md states the carbon prices at which near-shore clothes become the cheaper ones", () => {
  const price = (scope: { readonly regime?: string }): number => {
    const pairs = [["hyper-global", "multi-local"]] as const;
    const answers = findBreakEvens(compiled, { quantity: "carbon-price", scope, pairs });
    return answers.find(({ cost }) => cost === "total")?.crossings[0].at as number;
  };
  expect(section).toContain(`in total cost from ${thousands(price({ regime: "eu-ets" }))} USD a tonne`);
  expect(section).toContain(`in all carbon regimes from ${thousands(price({}))}.`);
});

test("docs/studies.md states what the networks cost and emit undisturbed", () => {
  const structure = Object.fromEntries(
    compiled.study.designs.map(({ id }, index) => [id, compiled.designs[index].structure]),
  );
  const premium = (design: string): string => structure[design].premiumPct.toFixed(1);
  expect(section).toContain(`for ${Math.round((structure["hyper-global"].costUsdPerDay * 365) / 1e6)} M USD a year`);
  expect(section).toContain(`For ${premium("micro-factories")} %`);
  expect(section).toContain(`cost the same** (${premium("twinshoring")} %)`);
  expect(premium("tiered")).toBe(premium("twinshoring"));
  expect(section).toContain(`the dearest network (${Math.round(structure.clusters.premiumPct)} %)`);
  const [flown, near] = ["clusters", "multi-local"].map((id) => thousands(structure[id].emissionsTonnesPerDay));
  expect(section).toContain(`(${flown} t CO2e a day against ${near} for \`multi-local\`)`);
});

function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
