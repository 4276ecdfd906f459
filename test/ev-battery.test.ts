import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createBatchRunner } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { StudyError } from "../src/errors.ts";
import { METRICS, metricIndex } from "../src/metrics/index.ts";

const file = "configs/ev-battery.yaml";
const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const compile = (yaml: string, designs?: string[]) =>
  compileStudy(parseStudy(file, yaml), designs === undefined ? {} : { designs });
/** The share of value added in North America that the corridor promises. */
const PROMISED = 0.7;

test("na-corridor adds 70 % of value in North America, undisturbed and in every scenario that sells there", () => {
  const corridor = compile(text, ["na-corridor"]);
  expect(corridor.designs[0].structure.localContentShare).toBeGreaterThanOrEqual(PROMISED);
  const scenarios = 12;
  const { outcomes } = createBatchRunner(toBatchStudy(corridor))(0, scenarios);
  const measured = Array.from(
    { length: scenarios },
    (_, index) => outcomes[index * METRICS.length + metricIndex("localContentShare")],
  );
  expect(Math.min(...measured)).toBeGreaterThanOrEqual(PROMISED);
}, 300_000);

test("a promise that its chain cannot keep is refused, with what it reaches", () => {
  const promise = `localContent: [{ bloc: north-america, minShare: ${PROMISED} }]`;
  expect(text).toContain(promise);
  const bolder = text.replace(promise, promise.replace(String(PROMISED), "0.99"));
  expect(() => compile(bolder)).toThrow(StudyError);
  expect(() => compile(bolder)).toThrow(/localContent/);
});

test("a circle of trust that leaves out Mozambique has no graphite for friendshored", () => {
  const member = "name: Mozambique, blocs: [trusted]";
  expect(text).toContain(member);
  expect(() => compile(text.replace(member, "name: Mozambique"))).toThrow(/balama-pohang/);
});

test("recycled metal closes a part of the corridor's loop, and follows what is sold", () => {
  const share = (yaml: string): number => {
    const { designs } = compile(yaml, ["na-corridor"]);
    const { network, labels } = designs[0];
    const lane = labels.lanes.indexOf("reno-becancour-nickel");
    return network.laneShare[lane];
  };
  expect(share(text)).toBeCloseTo(0.15, 12);
  // 600 packs a day bring back 5.4 t of nickel: not enough for a third of the corridor's need of 30 t.
  const greedy = text.replace(
    "{ lane: reno-becancour-nickel, share: 0.15 }",
    "{ lane: reno-becancour-nickel, share: 0.33 }",
  );
  expect(greedy).not.toBe(text);
  expect(() => compile(greedy)).toThrow(/reno\/nickel-sulphate/);
});
