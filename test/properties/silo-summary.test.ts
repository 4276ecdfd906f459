import { expect, test } from "vitest";
import { createRendezvous } from "../../bench/rendezvous.ts";
import { createBatchRunner } from "../../src/batch.ts";
import { type CompiledStudy, toBatchStudy } from "../../src/compile-study.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { CURVE_UNIT } from "../../src/model/curve-grid.ts";
import { createPartyRunner } from "../../src/silos/party-runner.ts";
import { toPartyStudy } from "../../src/silos/party-study.ts";
import { mergeSummaries } from "../../src/silos/summary/merge-summaries.ts";
import { type PartyRun, type RunStatistic, shareSummary } from "../../src/silos/summary/share-summary.ts";
import { ADDITIVE, AVERAGED } from "../../src/silos/summary/shared-summary.ts";
import { drawSilos, makePartable, type PartedStudy, partStudy } from "../helpers/part-study.ts";
import { drawStudy, rollDice } from "../helpers/random-study.ts";

const SCENARIOS = 40;
/** The worst twentieth of them. */
const IN_TAIL = SCENARIOS / 20;
const STUDIES = 6;

type Outcome = Awaited<ReturnType<ReturnType<typeof createPartyRunner>>>;

/** Values of a metric in every scenario of a design. */
function valuesOf({ outcomes }: Outcome, designs: number, design: number, metric: string): number[] {
  const column = METRICS.findIndex(({ name }) => name === metric);
  return Array.from(
    { length: SCENARIOS },
    (_, scenario) => outcomes[(scenario * designs + design) * METRICS.length + column],
  );
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const tailOf = (values: readonly number[]): number => meanOf([...values].sort((a, b) => b - a).slice(0, IN_TAIL));

function statisticsOf(outcome: Outcome, study: CompiledStudy, design: number): RunStatistic[] {
  const designs = study.designs.length;
  const id = study.study.designs[design].id;
  const row = (metric: string, statistic: string, value: number): RunStatistic => ({
    design: id,
    metric,
    statistic,
    value,
  });
  return [
    ...[...ADDITIVE, ...AVERAGED].flatMap((metric) => {
      const values = valuesOf(outcome, designs, design, metric);
      const mean = meanOf(values);
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (SCENARIOS - 1));
      return [row(metric, "mean", mean), row(metric, "se", sd / Math.sqrt(SCENARIOS))];
    }),
    row("impacted", "probability", meanOf(valuesOf(outcome, designs, design, "impacted"))),
    row("lostRevenueUsd", "cvar95", tailOf(valuesOf(outcome, designs, design, "lostRevenueUsd"))),
  ];
}

async function partyRuns({ parties, joint }: PartedStudy): Promise<PartyRun[]> {
  const meet = createRendezvous();
  return Promise.all(
    parties.map(async (party): Promise<PartyRun> => {
      const study = toPartyStudy(party, "reference");
      const run = createPartyRunner(study, meet(study.silo.party));
      const outcome = await run(0, SCENARIOS);
      const { settings, markets, hazards } = party.study;
      const days = settings.horizonDays;
      return {
        party: study.silo.party,
        terms: {
          parties: study.silo.parties,
          sharesPrices: true,
          designs: study.designIds,
          seed: settings.seed,
          scenarios: SCENARIOS,
          horizonDays: days,
          exposureDays: settings.exposureDays,
          engineVersion: "test",
        },
        statistics: joint.designs.flatMap((_, design) => statisticsOf(outcome, party, design)),
        designs: party.designs.map(({ structure }, design) => ({
          design: study.designIds[design],
          costUsdPerDay: structure.costUsdPerDay,
          revenueUsdPerDay: structure.revenueUsdPerDay,
          basketWeight: markets.reduce(
            (sum, { basketWeight, demandUnitsPerDay, priceUsdPerUnit }) =>
              sum + (basketWeight ?? demandUnitsPerDay * priceUsdPerUnit),
            0,
          ),
          isDemandDisturbed:
            study.silo.hasVariableDemand ||
            markets.some(({ priceElasticity = 0 }) => priceElasticity !== 0) ||
            hazards.some(({ kind }) => kind === "demand-shock"),
          meanService: [...outcome.serviceUnits.subarray(design * days, (design + 1) * days)].map(
            (units) => (units * CURVE_UNIT) / SCENARIOS,
          ),
        })),
      };
    }),
  );
}

test("what parties share puts exact figures where the joint run's are, and bounds around them", async () => {
  const seen = { exact: 0, bounds: 0, estimate: 0, sellers: 0 };
  let studies = 0;
  for (let number = 1; studies < STUDIES; number++) {
    const drawn = drawStudy(number);
    if (drawn === undefined) continue;
    const whole = makePartable(drawn.study);
    const silos = drawSilos(rollDice(number * 7 + 2), whole, 2);
    if (silos === undefined) continue;
    const parted = partStudy(whole, silos);
    const sellers = parted.parties.filter(({ study }) => study.markets.length > 0).length;
    if (sellers < 2) continue;
    studies += 1;
    seen.sellers += sellers;
    const designs = parted.joint.designs.length;
    const joint = createBatchRunner(toBatchStudy(parted.joint, "reference"))(0, SCENARIOS);
    const runs = await partyRuns(parted);
    const figures = mergeSummaries(
      runs.map((run) => shareSummary(run, { leastScenarios: 1, noiseFraction: 0, noiseSeed: "" })),
    );
    for (const { design: id, figure, kind, value, low = Number.NaN, high = Number.NaN } of figures) {
      const design = parted.joint.study.designs.findIndex((item) => item.id === id);
      const metric = /^(?:mean|CVaR 95 of) (\w+)$/.exec(figure)?.[1];
      const isOfJoint = metric !== undefined && METRICS.some(({ name }) => name === metric);
      if (!isOfJoint || kind === "n/a") continue;
      const values = valuesOf(joint, designs, design, metric);
      const expected = figure.startsWith("mean") ? meanOf(values) : tailOf(values);
      const where = `study ${number}, design ${id}, ${figure}: ${expected}`;
      // Rounding of sums over days, markets and scenarios.
      const rounding = 1e-9 * Math.max(1, Math.abs(expected));
      if (kind === "exact")
        expect(Math.abs((value as number) - expected), `${where} became ${value}`).toBeLessThan(rounding);
      if (kind === "bounds") {
        expect(low, `${where}, from ${low}`).toBeLessThan(expected + rounding);
        expect(high, `${where}, to ${high}`).toBeGreaterThan(expected - rounding);
      }
      seen[kind] += 1;
    }
  }
  process.stdout.write(`${STUDIES} studies: ${JSON.stringify(seen)}\n`);
  expect(seen.sellers).toBe(2 * STUDIES);
  expect(seen.exact).toBeGreaterThan(100);
  expect(seen.bounds).toBeGreaterThan(10);
}, 120_000);
