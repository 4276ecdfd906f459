import { expect, test } from "vitest";
import { generateStudy } from "../../../bench/generate-study.ts";
import { compileStudy } from "../../../src/compile-study.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { CLAIM_LANE, type Network } from "../../../src/model/network.ts";
import { LOOPED } from "../../../src/simulate/kernel/choose.ts";
import { numberByDay } from "../../../src/simulate/kernel/numbering.ts";
import { kernelDifference } from "../../helpers/kernel-equality.ts";
import { drawStudies } from "../../helpers/random-study.ts";

const networks = drawStudies(7, 12, { features: "all" }).flatMap(({ compiled }) =>
  compiled.map(({ network }) => network),
);
const ascending = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

test("stocks are numbered as they ship, lanes as they are served there", () => {
  for (const network of networks) {
    const { network: own } = numberByDay(network);
    expect([...own.stockOrder].reverse()).toEqual(ascending(network.counts.stocks));
    const served = own.claimIndex.filter((_, claim) => own.claimKind[claim] === CLAIM_LANE);
    expect([...served]).toEqual(ascending(network.counts.lanes));
  }
});

test("every entity has one number, and has its neighbours and its own figures under it", () => {
  const isStillSo = (network: Network): void => {
    const { network: own, numbering } = numberByDay(network);
    const { stocks, lanes, processes, inputs } = numbering;
    for (const numbers of [stocks, lanes, processes, inputs]) {
      expect([...numbers].sort((left, right) => left - right)).toEqual(ascending(numbers.length));
    }
    lanes.forEach((lane, old) => {
      expect(own.laneFrom[lane]).toBe(stocks[network.laneFrom[old]]);
      expect(own.laneTo[lane]).toBe(stocks[network.laneTo[old]]);
      expect(own.laneFreightUsdPerUnit[lane]).toBe(network.laneFreightUsdPerUnit[old]);
    });
    inputs.forEach((input, old) => {
      expect(own.inputStock[input]).toBe(stocks[network.inputStock[old]]);
      expect(own.inputProcess[input]).toBe(processes[network.inputProcess[old]]);
    });
    // Of a stock, lanes keep their order: what they bring is added up in it.
    stocks.forEach((stock, old) => {
      const [from, to] = [own.stockLaneStart[stock], own.stockLaneStart[stock + 1]];
      const before = lanes.slice(network.stockLaneStart[old], network.stockLaneStart[old + 1]);
      expect([...numbering.lanesByDestination.slice(from, to)]).toEqual([...before]);
    });
  };
  networks.forEach(isStillSo);
});

test("a network of many stocks, all of which spoil, gives the same bits in an order that is not that of names", () => {
  const { file, text } = generateStudy({ tiers: 5, sitesPerTier: 9, suppliersPerStock: 3, horizonDays: 60 });
  const raw = JSON.parse(text) as { world: { products: object[] } };
  raw.world.products = raw.world.products.map((product, at) => ({
    ...product,
    spoilageFractionPerDay: 0.001 * (at + 1),
  }));
  const hazards = [
    {
      id: "warm",
      kind: "cold-chain-failure",
      arrival: { ratePerYear: 12 },
      durationDays: { distribution: "fixed", value: 5 },
      targets: { regions: ["r"] },
      addSpoilageFractionPerDay: 0.05,
    },
  ];
  const { study, designs } = compileStudy(parseStudy(file, JSON.stringify({ ...raw, hazards })));
  const { network } = designs[0];
  const { stocks } = numberByDay(network).numbering;
  expect([...stocks]).not.toEqual(ascending(stocks.length));
  expect(kernelDifference({ study }, network, LOOPED)).toBeUndefined();
});
