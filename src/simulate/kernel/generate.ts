import { CHANNELS } from "../../model/channel.ts";
import type { Network } from "../../model/network.ts";
import type { Body } from "../../wasm/function.ts";
import { MATH_IMPORTS } from "../../wasm/instantiate.ts";
import { createModule } from "../../wasm/module.ts";
import { type I32, i32 } from "../../wasm/value.ts";
import { closeDay, holdMoney, holdStock, openDay } from "./account.ts";
import { finishProduction, passPort, reachGate } from "./arrive.ts";
import { createKernel, type Kernel, type KernelForm, knownPlace, writeStep } from "./kernel.ts";
import { type Cell, COST_DAY_BYTES, type Layout, type Sum } from "./layout.ts";
import { planProduction } from "./make.ts";
import { addTodaysDemand, order, releaseDelayedOrder } from "./order.ts";
import { addSale, clearSale, collect, sell, shareOut } from "./sell.ts";
import { setDemand } from "./set-demand.ts";
import { makeAndShip } from "./ship.ts";
import { spoilLane, spoilStock } from "./spoil.ts";

/** Arguments of `days`: run days [from, to) of two scenarios with their trajectories and demands (addresses of day 0). */
const DAYS_PARAMETERS = ["from", "to", "trajectory0", "trajectory1", "demand0", "demand1"] as const;

const SHIPPING_SUMS: Sum[] = ["goodsUsd", "production", "freight", "tariff", "carbon", "expedite", "emissions"];

/**
 * Generates the day cycle of a network for two scenarios at once as a WebAssembly module: the steps of `reference.ts`, in
 * their order, on the same columns, with the same arithmetic. Exports `days`; imports the memory laid out by `layout` and
 * `exp` and `log`.
 */
export function generateKernel(network: Network, layout: Layout, form: KernelForm): Uint8Array<ArrayBuffer> {
  const module = createModule(MATH_IMPORTS);
  const { stocks, lanes, processes, ports, markets } = network.counts;
  const day: number[] = [];
  const step = (count: number, sums: readonly Sum[], write: (kernel: Kernel, index: I32) => void): void => {
    day.push(...writeStep(module, network, layout, form, count, sums, write));
  };
  const once = (sums: readonly Sum[], write: (kernel: Kernel) => void): void => {
    day.push(
      module.add((body) => {
        const kernel = createKernel(module, body, network, layout, form, sums);
        write(kernel);
        kernel.finish();
      }),
    );
  };

  once([], openDay);
  step(markets, [], setDemand);
  const stockSpoils = whatSpoils(network, CHANNELS.stockSpoilage, network.stockSpoilageFraction);
  const laneSpoils = whatSpoils(network, CHANNELS.laneSpoilage, network.laneSpoilageFraction);
  const among = (spoils: Uint8Array, write: (kernel: Kernel, index: I32) => void) => (kernel: Kernel, index: I32) => {
    if (index.constant === undefined || spoils[index.constant] === 1) write(kernel, index);
  };
  step(stockSpoils.includes(1) ? stocks : 0, ["goodsUsd", "spoiled"], among(stockSpoils, spoilStock));
  step(laneSpoils.includes(1) ? lanes : 0, ["goodsUsd", "spoiled"], among(laneSpoils, spoilLane));
  step(processes, [], finishProduction);
  step(lanes, [], reachGate);
  step(ports, [], passPort);
  step(lanes, [], releaseDelayedOrder);
  step(markets, [], addTodaysDemand);
  step(stocks, [], order);
  step(processes, [], planProduction);
  step(stocks, SHIPPING_SUMS, makeAndShip);
  step(markets, [], clearSale);
  step(markets, [], addSale);
  step(markets, [], shareOut);
  step(markets, ["goodsUsd"], sell);
  step(processes, [], collect);
  once(["goodsUsd", "holding"], holdMoney);
  step(stocks, ["holding"], holdStock);
  once([], closeDay);
  const passDay = module.add((body) => advanceClock(body, layout));

  module.export("days", DAYS_PARAMETERS.length, (body, parameters) => {
    const [from, to, trajectory0, trajectory1, demand0, demand1] = parameters;
    body.loop(from, to, (today) => {
      const put = (name: Cell, base: I32, bytesADay: number): void => {
        const address = i32.add(base, i32.mul(today, i32.of(bytesADay)));
        body.storeInteger(knownPlace(layout.cells[name]), address);
      };
      body.storeInteger(knownPlace(layout.cells.day), today);
      put("demand0", demand0, 8 * markets);
      put("demand1", demand1, 8 * markets);
      put("market0", trajectory0, 8 * markets);
      put("market1", trajectory1, 8 * markets);
      put("cost0", trajectory0, COST_DAY_BYTES);
      put("cost1", trajectory1, COST_DAY_BYTES);
      put("day0", trajectory0, 8);
      put("day1", trajectory1, 8);
      for (const fn of day) body.call(fn);
      body.call(passDay);
    });
  });
  return module.finish();
}

/** [entity] 1 where goods spoil usually, or where a hazard of the study can make them: nothing else writes the control. */
function whatSpoils(network: Network, channel: number, usual: Float64Array): Uint8Array {
  const spoils = Uint8Array.from(usual, (fraction) => (fraction > 0 ? 1 : 0));
  for (let effect = 0; effect < network.counts.effects; effect++) {
    if (network.effectChannel[effect] === channel) spoils[network.effectIndex[effect]] = 1;
  }
  return spoils;
}

/** Days modulo each ring length: one more, or 0 again. */
function advanceClock(body: Body, { clock, ringLengths }: Layout): void {
  ringLengths.forEach((length, index) => {
    const place = knownPlace(clock + 4 * index);
    body.scope(() => {
      const next = body.keep(i32.add(i32.load(place), i32.of(1)));
      body.storeInteger(place, i32.select(i32.eq(next, i32.of(length)), i32.of(0), next));
    });
  });
}
