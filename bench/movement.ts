import { readFileSync } from "node:fs";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { createDesignRunner } from "../src/design-runner.ts";
import type { Network } from "../src/model/network.ts";
import { createScenarioSampler } from "../src/sample/scenario-sampler.ts";
import { STATE_COLUMNS, type State } from "../src/simulate/state.ts";

/** Relative differences up to this count as none in the last figure. */
const TOLERANCE = 1e-9;

/**
 * What no simulator could leave out: how much of a shipped study moves on its days. A day of a stock is known without being simulated where
 * its goods, orders, lanes, production and unit cost are those of the undisturbed run on the same day; every other day of it has to be
 * computed by somebody.
 */
export async function benchMovement({
  scenarios: count = 40,
  id = "ev-battery",
} = {}): Promise<{ name: string; value: string }[]> {
  const file = `configs/${id}.yaml`;
  const compiled = compileStudy(parseStudy(file, readFileSync(file, "utf8")));
  const sample = createScenarioSampler(toBatchStudy(compiled));
  const scenarios = Array.from({ length: count }, (_, index) => sample(index));
  const { settings } = compiled.study;
  const perDesign = compiled.designs.map(({ network, structure }) => {
    const runner = createDesignRunner(network, settings, structure.pricePremiumPct);
    const owners = ownersOf(network);
    const copyOf = (state: State): Columns => Object.fromEntries(owners.map(({ name }) => [name, state[name].slice()]));
    const known: Columns[] = [];
    runner.run({ index: -1, disruptions: [] }, (_, state) => void known.push(copyOf(state)));
    const moved = new Float64Array(3); // days on which anything moves, days of stocks that do, and those beyond the tolerance
    for (const scenario of scenarios) {
      let before = known[0];
      runner.run(scenario, (day, state) => {
        const today = copyOf(state);
        addMoved(owners, today, [known[day], before], network.counts.stocks, moved);
        before = today;
      });
    }
    return [...moved].map((days) => days / (count * settings.horizonDays));
  });
  const mean = (at: number): number => perDesign.reduce((sum, own) => sum + own[at], 0) / perDesign.length;
  const told = (share: number): string =>
    share === 0
      ? "none"
      : `${(100 * share).toFixed(0)} %: leaving out the rest makes days at most ${(1 / share).toFixed(2)} times as fast`;
  return [
    { name: `${id}: days on which anything is neither undisturbed nor as the day before`, value: told(mean(0)) },
    { name: `${id}: days of stocks that are neither`, value: told(mean(1)) },
    { name: `${id}: the same, by more than ${TOLERANCE} of themselves`, value: told(mean(2)) },
  ];
}

type Name = keyof typeof STATE_COLUMNS;
type Columns = Readonly<Record<string, Float64Array>>;

/** [column of the state] which stock each of its numbers belongs to: where goods of lanes and processes go, what markets sell from. */
function ownersOf(network: Network): { readonly name: Name; readonly stocks: ArrayLike<number> }[] {
  const { counts, laneTo, processStock, inputProcess, marketStock } = network;
  const slots = (starts: Int32Array, lengths: Int32Array, stocks: Int32Array): number[] => {
    const owners: number[] = [];
    lengths.forEach((length, at) => {
      for (let slot = 0; slot < length; slot++) owners[starts[at] + slot] = stocks[at];
    });
    return owners;
  };
  const ofDimension: Partial<Record<string, ArrayLike<number>>> = {
    stocks: Array.from({ length: counts.stocks }, (_, stock) => stock),
    lanes: laneTo,
    laneSlots: slots(network.laneRingStart, network.laneRingLength, laneTo),
    processes: processStock,
    processSlots: slots(network.processRingStart, network.processRingLength, processStock),
    inputs: Array.from(inputProcess, (process) => processStock[process]),
    markets: marketStock,
    marketSlots: slots(network.marketRingStart, network.marketRingLength, marketStock),
  };
  return (Object.keys(STATE_COLUMNS) as Name[]).flatMap((name) => {
    const stocks = ofDimension[STATE_COLUMNS[name][1]];
    return stocks === undefined ? [] : [{ name, stocks }];
  });
}

/** Adds what moves on a day: what is equal in none of the states that are known. */
function addMoved(
  owners: ReturnType<typeof ownersOf>,
  today: Columns,
  known: readonly Columns[],
  stocks: number,
  moved: Float64Array,
): void {
  const differing = (tolerance: number): number => {
    const marks = new Uint8Array(stocks);
    for (const other of known) {
      const own = new Uint8Array(stocks);
      for (const { name, stocks: ownerOf } of owners) markDiffering(today[name], other[name], tolerance, ownerOf, own);
      for (let stock = 0; stock < stocks; stock++) marks[stock] += own[stock];
    }
    return marks.filter((mark) => mark === known.length).length;
  };
  const exactly = differing(0);
  if (exactly > 0) moved[0] += 1;
  moved[1] += exactly / stocks;
  moved[2] += differing(TOLERANCE) / stocks;
}

function markDiffering(
  own: Float64Array,
  other: Float64Array,
  tolerance: number,
  ownerOf: ArrayLike<number>,
  marks: Uint8Array,
): void {
  for (let at = 0; at < ownerOf.length; at++) {
    const largest = Math.max(Math.abs(own[at]), Math.abs(other[at]));
    if (Math.abs(own[at] - other[at]) > tolerance * largest) marks[ownerOf[at]] = 1;
  }
}
