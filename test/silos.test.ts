import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { compileStudy } from "../src/compile-study.ts";
import { type ParsedStudy, parseStudy } from "../src/config/parse-study.ts";
import type { Site } from "../src/model/world.ts";
import { checkParty } from "../src/silos/files/check-party.ts";
import { checkTogether } from "../src/silos/files/check-together.ts";
import { splitStudy } from "../src/silos/files/split-study.ts";
import { writeSplit } from "../src/silos/files/write-split.ts";

const folder = new URL("../configs/silos/semiconductors/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const PARTIES = ["europe", "japan", "taiwan", "united-states"];
const parsePart = (party: string): ParsedStudy =>
  parseStudy(`${party}.yaml`, read(`${party}.yaml`), () => ({ file: "contract.yaml", text: read("contract.yaml") }));

describe("the semiconductor study in parties", () => {
  test("is the semiconductor study but for its parties", () => {
    const { silos, ...joint } = parseYaml(read("joint.yaml")) as Record<string, unknown>;
    expect(joint).toEqual(parseYaml(readFileSync(new URL("../configs/semiconductors.yaml", import.meta.url), "utf8")));
    expect(silos).toMatchObject({
      parties: [{ id: "taiwan" }, { id: "japan" }, { id: "united-states" }, { id: "europe" }],
    });
  });

  test("is split into the files beside it, byte for byte: `npm run silos` writes them", () => {
    const parsed = parseStudy("joint.yaml", read("joint.yaml"));
    const files = writeSplit(splitStudy(parsed, compileStudy(parsed)), "joint.yaml");
    expect(files.map(({ name }) => name).sort()).toEqual(
      readdirSync(folder)
        .filter((name) => name !== "joint.yaml")
        .sort(),
    );
    for (const { name, text } of files) expect(text, name).toBe(read(name));
  });

  test("has files that fit together", () => {
    const checked = PARTIES.map((party) => checkParty(parsePart(party)));
    expect([...checked.flatMap(({ problems }) => problems), ...checkTogether(checked)]).toEqual([]);
    const { study } = parseStudy("joint.yaml", read("joint.yaml"));
    const isStub = (id: string): boolean => id.startsWith("counterparty.");
    const sites = checked.flatMap(({ part }) => part.study.world.sites.map(({ id }) => id).filter((id) => !isStub(id)));
    expect(sites.sort()).toEqual(study.world.sites.map(({ id }) => id).sort());
  });

  test("tells nobody what others own: no id of a site, market, depot or inner lane, and no cost, in any file but its owner's", () => {
    const { study } = parseStudy("joint.yaml", read("joint.yaml"));
    const owners = new Map(study.silos?.parties.flatMap(({ id, sites }) => sites.map((site) => [site, id] as const)));
    const words = (text: string): Set<string> => new Set(text.match(/[\p{L}\p{N}_.:+-]+/gu));
    const texts = new Map(
      [...PARTIES, "contract"].map((name) => [name, words(read(`${name}.yaml`).replace(/^#.*$/gm, ""))]),
    );
    const isFound = (word: string): string[] => [...texts].flatMap(([name, found]) => (found.has(word) ? [name] : []));
    // Ids that are words of their own: a region and a party may be called like nothing else.
    for (const { id, site } of study.markets) expect(isFound(id), id).toEqual([owners.get(site)]);
    for (const { id } of study.world.sites) expect(isFound(id), id).toEqual([owners.get(id)]);
    for (const { id, from, to } of study.world.lanes) {
      if (owners.get(from) === owners.get(to))
        expect(
          isFound(id).filter((name) => name !== owners.get(to)),
          id,
        ).toEqual([]);
    }
    // Costs by their keys: a number alone may mean something else elsewhere.
    const costs = (site: Site): string[] => [
      ...site.processes.map(
        ({ output, conversionCostUsdPerUnit }) => `${site.id} ${output} ${conversionCostUsdPerUnit}`,
      ),
      ...(site.fixedCostUsdPerDay > 0 ? [`${site.id} ${site.fixedCostUsdPerDay}`] : []),
    ];
    for (const party of PARTIES) {
      const own = parsePart(party).study.world.sites.filter(({ id }) => !id.startsWith("counterparty."));
      const expected = study.world.sites.filter(({ id }) => owners.get(id) === party);
      expect(own.flatMap(costs).sort(), party).toEqual(expected.flatMap(costs).sort());
    }
    expect(read("contract.yaml")).not.toMatch(/conversionCost|fixedCost|costUsdPerUnit|tariffFraction|holdingCost/);
    expect(isFound("400000")).toEqual(["taiwan"]); // what Tainan costs a day
  });
});
