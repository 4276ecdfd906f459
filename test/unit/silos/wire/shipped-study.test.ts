import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readStudyOrPart } from "../../../../src/commands/read-study.ts";
import { compileStudy } from "../../../../src/compile-study.ts";
import { createPartyRunner } from "../../../../src/silos/party-runner.ts";
import { type PartyStudy, toPartyStudy } from "../../../../src/silos/party-study.ts";
import { describeHello } from "../../../../src/silos/wire/describe-hello.ts";
import { createSiloExecutor } from "../../../../src/silos/wire/executor.ts";
import { openFolderTraffic } from "../../../../src/silos/wire/folder-traffic.ts";
import { HEAD_BYTES, readMessage } from "../../../../src/silos/wire/message.ts";
import { countTraffic } from "../../../../src/silos/wire/traffic.ts";

const PARTIES = ["taiwan", "japan", "united-states", "europe"];
const SCENARIOS = 2;
const DAYS = 10;
const folder = mkdtempSync(join(tmpdir(), "breakwater-shipped-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const meet = join(folder, "meet");

/** Costs as no other figure of the study is; and what the parties' files name that the contract does not. */
const COST = 400123.4567;
const secrets = new Set<string>([String(COST), "planted-hazard", "Planted name"]);

beforeAll(async () => {
  const parts = join(folder, "parts");
  cpSync(fileURLToPath(new URL("../../../../configs/silos/semiconductors", import.meta.url)), parts, {
    recursive: true,
  });
  const path = (name: string): string => join(parts, `${name}.yaml`);
  const edit = (name: string, ...edits: readonly (readonly [find: RegExp, put: string])[]): void => {
    let text = readFileSync(path(name), "utf8");
    for (const [find, put] of edits) {
      expect(text, name).toMatch(find);
      text = text.replace(find, put);
    }
    writeFileSync(path(name), text);
  };
  const contract = readFileSync(path("contract"), "utf8");
  for (const party of PARTIES) {
    edit(
      party,
      [/conversionCostUsdPerUnit: [\d.]+/, `conversionCostUsdPerUnit: ${COST}`],
      [/^( +)name: .*$/m, `$1name: Planted name of ${party}`],
      [
        /^hazards:\n/m,
        "hazards:\n  - { id: planted-hazard-PARTY, kind: site-outage, arrival: { ratePerYear: 9 }, durationDays: 5, targets: { sites: [SITE] } }\n",
      ],
    );
    const { world } = parse(readFileSync(path(party), "utf8"));
    edit(party, [/planted-hazard-PARTY/, `planted-hazard-${party}`], [/\[SITE\]/, `[${world.sites[0].id}]`]);
    const { hazards, markets = [] } = parse(readFileSync(path(party), "utf8"));
    const named: { id: string; name?: string }[] = [...world.sites, ...hazards, ...markets, ...(world.lanes ?? [])];
    for (const { id, name } of named) {
      for (const text of [id, name]) if (text !== undefined && !contract.includes(text)) secrets.add(text);
    }
  }
  await Promise.all(
    PARTIES.map(async (party) => {
      const parsed = await readStudyOrPart(path(party));
      // The first days of the study as it ships: every column of every evening is there.
      const settings = { ...parsed.study.settings, horizonDays: DAYS, exposureDays: DAYS };
      const compiled = compileStudy({ ...parsed, study: { ...parsed.study, settings } }, { scenarios: SCENARIOS });
      const study = toPartyStudy(compiled);
      const executor = createSiloExecutor({
        via: { address: `folder:${meet}` },
        contract: "semiconductors",
        hello: describeHello(compiled.study, study.silo, parsed.contract?.raw),
        workers: 1,
        silenceSeconds: 60,
        keepsMessages: true,
        isForced: false,
        notify: () => undefined,
        engine: (own, exchange) => createPartyRunner(own as PartyStudy, exchange),
      });
      for await (const outcome of executor.execute(study, [{ from: 0, to: SCENARIOS }]))
        expect(outcome.to).toBe(SCENARIOS);
      await executor.close();
    }),
  );
}, 300_000);

describe("what crosses between the parties of the semiconductor study", () => {
  test("is a head and declared columns in every message, and holds no secret in any byte", () => {
    expect(secrets.size).toBeGreaterThan(80);
    const needles = [...secrets].map((text) => Buffer.from(text));
    const double = Buffer.alloc(8);
    double.writeDoubleLE(COST);
    needles.push(double);
    const files = readdirSync(meet, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    let messages = 0;
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      const content = readFileSync(path);
      const all = Buffer.concat([Buffer.from(`${path}\n`), content]);
      const found = needles.filter((needle) => all.includes(needle)).map(String);
      expect(found, path).toEqual([]);
      if (name.endsWith(".json")) continue;
      const message = readMessage(content);
      if (typeof message === "string") throw new Error(`${path} is ${message}`);
      const { head, values } = message;
      expect(content.length).toBe(HEAD_BYTES + 8 * head.columns * head.runs);
      expect(values).toHaveLength(head.columns * (SCENARIOS + 1));
      messages += 1;
    }
    // As many for each evening as over the full horizon, see docs/silos.md.
    expect(messages).toBe((44_856 / 801) * (DAYS + 1));
  });

  test("is counted by column: names and units of boundary lanes, as the contract has them", async () => {
    const source = await openFolderTraffic(meet);
    const { pairs, columns, faults, others, papers } = await countTraffic(source);
    expect({ faults, others }).toEqual({ faults: [], others: [] });
    expect(papers.map(({ party, paper }) => `${party} ${paper}`)).toEqual(
      PARTIES.toSorted().flatMap((party) => [`${party} hello`, `${party} progress`]),
    );
    expect(pairs).toHaveLength(12);
    expect(columns).toHaveLength(200);
    const lanes = parse(readFileSync(join(folder, "parts", "contract.yaml"), "utf8")).boundary.map(
      ({ id }: { id: string }) => id,
    );
    expect(new Set(columns.map(({ lane }) => lane))).toEqual(new Set(lanes));
    expect(new Set(columns.map(({ field, unit }) => `${field} ${unit}`))).toEqual(
      new Set(["unitsOrdered units", "withdrawnFraction fraction", "unitsShipped units", "usdShipped USD"]),
    );
    const values = columns.reduce((sum, column) => sum + column.values, 0);
    expect(values).toBe((410_112 / 801) * (DAYS + 1) * (SCENARIOS + 1));
  });
});
