import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ParsedStudy } from "../../../../src/config/parse-study.ts";
import { runStudy } from "../../../../src/run.ts";
import { createPartyRunner } from "../../../../src/silos/party-runner.ts";
import { type PartyStudy, toPartyStudy } from "../../../../src/silos/party-study.ts";
import { describeHello } from "../../../../src/silos/wire/describe-hello.ts";
import { createSiloExecutor, type SiloExecutor } from "../../../../src/silos/wire/executor.ts";
import { makePartable, partStudy } from "../../../helpers/part-study.ts";
import { hashesOf, temporaryFolder } from "../../run/folders.ts";
import { harbourStudy, parseInput } from "../../run/studies.ts";

const folder = temporaryFolder(afterAll);
const SILOS = {
  sharesPrices: true,
  parties: [
    { id: "miners", sites: ["mine", "quarry"] },
    { id: "works", sites: ["works"] },
    { id: "shops", sites: ["shop-north", "shop-south"] },
  ],
};
const whole = parseInput(harbourStudy({ scenarios: 24, blockScenarios: 8, attribution: undefined }));
const { joint, parties } = partStudy(makePartable(whole.study), SILOS);
const parsed: ParsedStudy[] = parties.map(({ study }) => ({ ...whole, study, text: study.silo?.party ?? "" }));

function executorOf(index: number, workers: number, engine: "thread" | "inline"): SiloExecutor {
  const { study } = parties[index];
  return createSiloExecutor({
    via: { address: `folder:${join(folder, `meet-${engine}`)}` },
    contract: "harbours",
    hello: describeHello(study, study.silo as never, { id: "harbours" }),
    workers,
    silenceSeconds: 30,
    keepsMessages: false,
    isForced: false,
    notify: () => undefined,
    ...(engine === "inline" ? { engine: (own, exchange) => createPartyRunner(own as PartyStudy, exchange) } : {}),
  });
}

async function runAll(engine: "thread" | "inline", workersOf: (index: number) => number): Promise<string[]> {
  return Promise.all(
    parsed.map(async (study, index) => {
      const out = join(folder, `${engine}-${index}`);
      const executor = executorOf(index, workersOf(index), engine);
      await runStudy(study, { executor, workers: 1, out });
      await executor.end(24);
      await executor.close();
      return out;
    }),
  );
}

describe("parties that run by themselves", () => {
  test("get the same bytes with one and two workers, and the outcomes of the joint run in their own markets", async () => {
    const inline = await runAll("inline", () => 1);
    const threads = await runAll("thread", (index) => 1 + (index % 2));
    for (const [index, out] of inline.entries()) expect(hashesOf(threads[index]), out).toEqual(hashesOf(out));
    // Whoever has all markets sees what the joint network sees.
    const { createBatchRunner } = await import("../../../../src/batch.ts");
    const { toBatchStudy } = await import("../../../../src/compile-study.ts");
    const expected = createBatchRunner(toBatchStudy(joint))(0, 24);
    expect(expected.outcomes.length).toBeGreaterThan(0);
    const { METRICS } = await import("../../../../src/metrics/index.ts");
    const csv = readFileSync(join(inline[2], "data", "fact_outcome.csv"), "utf8")
      .trim()
      .split("\n");
    const head = csv[0].split(",");
    const at = head.indexOf("lost_revenue_usd");
    const metric = METRICS.findIndex(({ name }) => name === "lostRevenueUsd");
    const designs = joint.study.designs.length;
    const found = csv.slice(1).map((line) => Number(line.split(",")[at]));
    expect(found).toHaveLength(24 * designs);
    expect(found).toEqual(found.map((_, row) => expected.outcomes[row * METRICS.length + metric]));
  }, 120_000);

  test("declare exactly the numbers that their engine exchanges", () => {
    for (const compiled of parties) {
      const study = toPartyStudy(compiled);
      const { boundary } = describeHello(compiled.study, study.silo, {});
      for (const [design, neighbours] of study.neighbours.entries()) {
        for (const { party, inbound, outbound } of neighbours) {
          expect(boundary[party].sent[design]).toHaveLength(2 * inbound.length + 2 * outbound.length);
          expect(boundary[party].received[design]).toHaveLength(2 * inbound.length + 2 * outbound.length);
        }
      }
    }
  });
});
