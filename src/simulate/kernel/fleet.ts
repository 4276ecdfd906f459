import {
  allocateTrajectory,
  COST_KINDS,
  type RunTotals,
  TOTAL_COLUMNS,
  viewFirstDays,
} from "../../model/trajectory.ts";
import { instantiate } from "../../wasm/instantiate.ts";
import { type Fleet, followChanges } from "../fleet.ts";
import { createParcel, type DayRun } from "../run.ts";
import { turnBackRings } from "../warm-up.ts";
import { checkFixed } from "./fixed-controls.ts";
import { recordSeries } from "./fleet-layout.ts";
import type { FleetProgram } from "./fleet-program.ts";
import { fillNetwork, setClock, viewPairs, viewState } from "./pair.ts";
import { SCENARIOS } from "./records.ts";
import type { Shelf } from "./shelf.ts";
import { createSleep } from "./sleep.ts";
import { spread } from "./spread.ts";

const INVESTMENT = COST_KINDS.indexOf("investment");

/**
 * A fleet on generated code, two runs a pair. Where the first run is the undisturbed one it sits in both seats of the first pair; where the last pair has one
 * run, that sits in both of its seats.
 *
 * @param isFirstCalm whether the first run is undisturbed and demand is the same for all: then others sleep until something happens to them
 * @param shelf has the fleet's memory, and takes it back when the fleet is closed
 */
export function openFleet(program: FleetProgram, size: number, isFirstCalm: boolean, shelf: Shelf): Fleet {
  const { network, days, layout, fleet: place, fixed, columns } = program;
  const { markets } = network.counts;
  /** The seat of run 0; others follow. A seat before it, and one behind the last, repeats its neighbour. */
  const shift = isFirstCalm ? SCENARIOS - 1 : 0;
  const pairs = Math.ceil((size + shift) / SCENARIOS);
  const room = pairs * SCENARIOS;
  const lettersAt = layout.memory.from + pairs * place.pairBytes;
  const demandsAt = lettersAt + 8 * columns.count * room;
  /** Where the first run is undisturbed all have its demand. */
  const demandSeats = isFirstCalm ? 1 : room;
  const memory = shelf.take(demandsAt + 8 * demandSeats * days * markets);
  const { buffer, exports } = instantiate(program.module, memory);
  const { seat, takeOver, live, accept, sayOrders, passDay } = exports;
  const letters = new Float64Array(buffer, lettersAt, columns.count * room);
  const demands = new Float64Array(buffer, demandsAt, demandSeats * days * markets);
  const numbers = new Float64Array(buffer);
  const perPair = place.pairBytes / 8;
  const perRecord = place.recordBytes / 8;
  const firstState = layout.memory.from / 8;
  const ofState = (layout.memory.to - layout.memory.from) / 8;

  fillNetwork(network, layout, buffer);
  const state = viewState(layout, buffer);
  const totals = viewPairs(TOTAL_COLUMNS, layout, buffer) as unknown as RunTotals;
  const totalNames = Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[];
  const copyFirst = (pair: number): void => {
    numbers.copyWithin(firstState + pair * perPair, firstState, firstState + ofState);
  };
  spread(program.start, state);
  if (!isFirstCalm) for (let pair = 1; pair < pairs; pair++) copyFirst(pair);

  const runOf = (seat: number): number => Math.min(size - 1, Math.max(0, seat - shift));
  /** Where the numbers of a seat are from those of the first. */
  const numbersOf = (seat: number): number => Math.floor(seat / SCENARIOS) * perPair + (seat % SCENARIOS);
  /** The record of a day of a seat, in numbers. */
  const recordOf = (seat: number, day: number): number =>
    firstState +
    Math.floor(seat / SCENARIOS) * perPair +
    place.records / 8 +
    (day * SCENARIOS + (seat % SCENARIOS)) * perRecord;
  const costsAt = layout.series.dayCostUsd / 8;
  const spoiledAt = layout.series.daySpoiledUsd / 8;

  // What change points spend or destroy is put down here and moves to the record of the run at once.
  const scratch = allocateTrajectory(days, network.counts);
  const gathered = allocateTrajectory(days, network.counts);
  /** Series of a record by their place in it, in numbers. */
  const series = recordSeries(network).map(([name, width]) => {
    const column = gathered[name];
    return { column, calm: new Float64Array(column.length), width, from: layout.series[name] / 8 };
  });
  /** Days of the undisturbed run that stand in `calm`. */
  let calmDays = 0;
  const run: DayRun = { network, state, trajectory: scratch, totals, demand: demands, parcel: createParcel() };
  let changes = followChanges([]);
  let sleep = createSleep(pairs, isFirstCalm, letters, room, columns);

  function applyChanges(seat: number, day: number): void {
    if (changes.nextDay[seat] !== day) return;
    changes.apply(run, seat, day, numbersOf(seat));
    if (day >= days) return;
    const record = recordOf(seat, day);
    const invested = day * COST_KINDS.length + INVESTMENT;
    numbers[record + costsAt + INVESTMENT] += scratch.dayCostUsd[invested];
    scratch.dayCostUsd[invested] = 0;
    numbers[record + spoiledAt] += scratch.daySpoiledUsd[day];
    scratch.daySpoiledUsd[day] = 0;
  }

  /** Series out of the records of a seat, days [from, to). */
  function gatherDays(seat: number, from: number, to: number, into: "column" | "calm"): void {
    const perDay = SCENARIOS * perRecord;
    for (const one of series) {
      for (let at = 0; at < one.width; at++) {
        const first = recordOf(seat, from) + one.from + at;
        pick(numbers, first, perDay, one[into], from * one.width + at, one.width, to - from);
      }
    }
  }

  /** What the code adds to instead of writing it begins at 0: the memory may be that of an earlier fleet. */
  function openRecord(seat: number, day: number): void {
    const record = recordOf(seat, day);
    numbers[record + costsAt + INVESTMENT] = 0;
    numbers[record + spoiledAt] = 0;
  }

  /** Tells the code which pair is meant. */
  function sit(pair: number, day: number): void {
    const demand = demandsAt + 8 * ((isFirstCalm ? 0 : pair * SCENARIOS * days) + day) * markets;
    const other = isFirstCalm ? demand : demand + 8 * days * markets;
    seat(pair * place.pairBytes, lettersAt + 8 * SCENARIOS * pair, 8 * room, day, demand, other);
  }

  function sayWithdrawn(pair: number, tomorrow: number): void {
    for (let seat = pair * SCENARIOS; seat < (pair + 1) * SCENARIOS; seat++) {
      if (changes.nextDay[seat] === tomorrow) changes.sayWithdrawn(letters, room, columns, seat);
    }
  }

  /** Morning of a pair. */
  function begin(pair: number, day: number): void {
    sit(pair, day);
    if (day > 0) takeOver();
    applyChanges(pair * SCENARIOS, day);
    applyChanges(pair * SCENARIOS + 1, day);
  }

  /** Sleepers to which something happens wake up where the undisturbed run was in the evening. */
  function rouse(day: number, isHeard: boolean, untilDay: number): void {
    sleep.rouse(day, isHeard, untilDay, changes.nextDay, (pair) => {
      copyFirst(pair);
      // Of yesterday it may hear yet what arrived.
      const yesterday = recordOf(0, day - 1);
      const length = SCENARIOS * perRecord;
      if (day > 0) numbers.copyWithin(recordOf(pair * SCENARIOS, day - 1), yesterday, yesterday + length);
    });
  }

  /** For every pair that is awake. */
  function forAwake(act: (pair: number) => void): void {
    const { awake, awakeCount } = sleep;
    for (let at = 0; at < awakeCount; at++) act(awake[at]);
  }

  const fleet: Fleet & { readonly numbers: Float64Array } = {
    numbers,
    size,
    hear(column, values) {
      const first = column * room;
      letters.set(values, first + shift);
      if (shift > 0) letters[first] = values[0];
      if (shift + size < room) letters[first + room - 1] = values[size - 1];
    },
    say(column, into, at) {
      const first = column * room + shift;
      into.set(letters.subarray(first, first + size), at);
    },
    setDemand(index, demand) {
      for (let seat = 0; seat < demandSeats; seat++) {
        if (runOf(seat) === index) demands.set(demand, seat * days * markets);
      }
    },
    begin(segments) {
      for (const own of segments) checkFixed(fixed, own);
      changes = followChanges(Array.from({ length: room }, (_, seat) => segments[runOf(seat)]));
      sleep = createSleep(pairs, isFirstCalm, letters, room, columns);
      setClock(layout, buffer, 0);
      calmDays = 0;
      for (let seat = 0; seat < room; seat++) {
        if (sleep.sinceDay[Math.floor(seat / SCENARIOS)] > 0) continue;
        const at = numbersOf(seat);
        for (const name of totalNames) {
          const stride = state.strides[name];
          for (let entity = 0; entity < layout.pairs[name].count; entity++) totals[name][entity * stride + at] = 0;
        }
      }
    },
    openEvening() {
      letters.fill(0);
      rouse(0, false, 0);
      forAwake((pair) => {
        sit(pair, 0);
        sayOrders();
        sayWithdrawn(pair, 0);
      });
      sleep.repeat();
    },
    pass(day) {
      // What is withdrawn tomorrow is said today: whoever withdraws anything is awake by then.
      rouse(day, true, day + 1);
      forAwake((pair) => {
        openRecord(pair * SCENARIOS, day);
        openRecord(pair * SCENARIOS + 1, day);
        begin(pair, day);
        live();
        sayWithdrawn(pair, day + 1);
      });
      sleep.repeat();
      passDay();
    },
    closeEvening(day) {
      rouse(day, true, day);
      forAwake((pair) => {
        begin(pair, day);
        accept();
      });
    },
    turnBack(warmUpDays) {
      const seats = Array.from({ length: room }, (_, seat) => numbersOf(seat));
      turnBackRings(state, warmUpDays, seats);
    },
    copyFrom(other) {
      const { numbers: from } = other as typeof fleet;
      for (let pair = 0; pair < pairs; pair++) {
        const first = firstState + pair * perPair;
        numbers.set(from.subarray(first, first + ofState), first);
      }
    },
    trajectory(index, horizonDays) {
      const own = index + shift;
      const sinceDay = sleep.sinceDay[Math.floor(own / SCENARIOS)];
      // Days behind which it slept are those of the undisturbed run.
      const slept = Math.min(horizonDays, Math.max(0, sinceDay - 1));
      if (slept > calmDays) {
        gatherDays(0, calmDays, slept, "calm");
        calmDays = slept;
      }
      for (const { column, calm, width } of series) column.set(calm.subarray(0, slept * width));
      gatherDays(own, slept, horizonDays, "column");
      const at = numbersOf(sinceDay > days ? 0 : own);
      const gather = (from: Float64Array, stride: number, to: Float64Array): void => {
        for (let entity = 0; entity < to.length; entity++) to[entity] = from[entity * stride + at];
      };
      gather(state.backorder, state.strides.backorder, gathered.openBacklog);
      for (const name of totalNames) gather(totals[name], state.strides[name], gathered[name]);
      return viewFirstDays(gathered, horizonDays);
    },
    close: () => shelf.put(memory),
  };
  return fleet;
}

/** Copies numbers that lie so far apart to where they lie so far apart. */
function pick(
  from: Float64Array,
  first: number,
  step: number,
  into: Float64Array,
  intoFirst: number,
  intoStep: number,
  count: number,
): void {
  for (let at = 0, source = first, target = intoFirst; at < count; at++, source += step, target += intoStep) {
    into[target] = from[source];
  }
}
