import type { Segments } from "../../model/segments.ts";
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
import { createSeats, mostPairs } from "./seats.ts";
import type { Shelf } from "./shelf.ts";
import { spread } from "./spread.ts";

const INVESTMENT = COST_KINDS.indexOf("investment");

/**
 * A fleet on generated code, two runs a pair. Where the first run is undisturbed, others have no seat until something happens to them.
 *
 * @param isFirstCalm whether the first run is undisturbed and demand is the same for all
 * @param shelf has the fleet's memory, and takes it back when the fleet is closed
 */
export function openFleet(program: FleetProgram, size: number, isFirstCalm: boolean, shelf: Shelf): Fleet {
  const { network, days, layout, fleet: place, fixed, columns } = program;
  const { markets } = network.counts;
  const pairs = mostPairs(size, isFirstCalm);
  const room = pairs * SCENARIOS;
  const lettersAt = layout.memory.from + pairs * place.pairBytes;
  const demandsAt = lettersAt + 8 * columns.count * room;
  /** Where the first run is undisturbed all have its demand. */
  const demandRows = isFirstCalm ? 1 : room;
  const memory = shelf.take(demandsAt + 8 * demandRows * days * markets);
  const { buffer, exports } = instantiate(program.module, memory);
  const letters = new Float64Array(buffer, lettersAt, columns.count * room);
  const demands = new Float64Array(buffer, demandsAt, demandRows * days * markets);
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
  let segmentsOf: readonly Segments[] = [];
  let changes = followChanges(room);
  let seats = createSeats(size, isFirstCalm);
  /** [column] what was heard last, and where the runs' numbers begin in it. */
  const heard: { message: Float64Array; at: number }[] = [];
  const isRoused = new Uint8Array(size);

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

  /** Tells the code what day it is. */
  function setDay(day: number): void {
    const demandBytes = isFirstCalm ? 0 : 8 * days * markets;
    exports.setDay(lettersAt, 8 * room, day, demandsAt + 8 * day * markets, demandBytes);
  }

  /** Whether a change point of either run of a pair is due. */
  function isDue(pair: number, day: number): boolean {
    return changes.nextDay[pair * SCENARIOS] === day || changes.nextDay[pair * SCENARIOS + 1] === day;
  }

  function applyToPair(pair: number, day: number): void {
    for (let seat = pair * SCENARIOS; seat < (pair + 1) * SCENARIOS; seat++) applyChanges(seat, day);
  }

  function sayWithdrawn(tomorrow: number): void {
    for (let seat = 0; seat < SCENARIOS * seats.pairs; seat++) {
      if (changes.nextDay[seat] === tomorrow) changes.sayWithdrawn(letters, room, columns, seat);
    }
  }

  /** Marks sleepers that were told something else than the undisturbed run. */
  function compare(): void {
    const { sleeping, sleepers } = seats;
    for (const { message, at } of heard) {
      const undisturbed = message[at];
      for (let place = 0; place < sleepers; place++) {
        if (message[at + sleeping[place]] !== undisturbed) isRoused[sleeping[place]] = 1;
      }
    }
  }

  /** Gives sleepers to which something happens up to a day a seat, before anybody's day begins. */
  function rouse(day: number, untilDay: number): void {
    const isDueBy = ({ count, days: due }: Segments): boolean => count > 0 && due[0] <= untilDay;
    seats.rouse(
      day,
      (one) => isRoused[one] === 1 || isDueBy(segmentsOf[one]),
      (pair) => {
        copyFirst(pair);
        // Of yesterday it may hear yet what arrived.
        const yesterday = recordOf(0, day - 1);
        const length = SCENARIOS * perRecord;
        if (day > 0) numbers.copyWithin(recordOf(pair * SCENARIOS, day - 1), yesterday, yesterday + length);
      },
      (seat, one) => changes.follow(seat, segmentsOf[one], day),
    );
  }

  /** Whoever was told something that the undisturbed run was not wakes up; then everybody has his letters. */
  function listen(day: number, untilDay: number): void {
    compare();
    rouse(day, untilDay);
    const { runOf } = seats;
    const count = SCENARIOS * seats.pairs;
    for (const [column, { message, at }] of heard.entries()) {
      const first = column * room;
      for (let seat = 0; seat < count; seat++) letters[first + seat] = message[at + runOf[seat]];
    }
  }

  const fleet: Fleet & { readonly numbers: Float64Array } = {
    numbers,
    size,
    hear(column, message, at) {
      heard[column] = { message, at };
    },
    say(column, into, at) {
      const first = column * room;
      const { runOf } = seats;
      const count = SCENARIOS * seats.pairs;
      if (isFirstCalm) into.fill(letters[first], at, at + size);
      for (let seat = 0; seat < count; seat++) into[at + runOf[seat]] = letters[first + seat];
    },
    setDemand(index, demand) {
      for (let row = 0; row < demandRows; row++) {
        if (seats.runOf[row] === index) demands.set(demand, row * days * markets);
      }
    },
    begin(segments) {
      for (const own of segments) checkFixed(fixed, own);
      segmentsOf = segments;
      changes = followChanges(room);
      seats = createSeats(size, isFirstCalm);
      isRoused.fill(0);
      heard.length = 0;
      setClock(layout, buffer, 0);
      calmDays = 0;
      for (let seat = 0; seat < SCENARIOS * seats.pairs; seat++) {
        changes.follow(seat, segments[seats.runOf[seat]], 0);
        const at = numbersOf(seat);
        for (const name of totalNames) {
          const stride = state.strides[name];
          for (let entity = 0; entity < layout.pairs[name].count; entity++) totals[name][entity * stride + at] = 0;
        }
      }
    },
    openEvening() {
      letters.fill(0);
      // Whoever withdraws anything tomorrow is awake today.
      rouse(0, 0);
      setDay(0);
      for (let pair = 0; pair < seats.pairs; pair++) exports.evening(pair);
      sayWithdrawn(0);
    },
    pass(day) {
      listen(day, day + 1);
      setDay(day);
      let from = 0;
      for (let pair = 0; pair < seats.pairs; pair++) {
        if (!isDue(pair, day)) continue;
        exports.pass(from, pair);
        exports.morning(pair);
        applyToPair(pair, day);
        exports.live();
        from = pair + 1;
      }
      exports.pass(from, seats.pairs);
      sayWithdrawn(day + 1);
      exports.passDay();
    },
    closeEvening(day) {
      listen(day, day);
      setDay(day);
      for (let pair = 0; pair < seats.pairs; pair++) {
        exports.lastMorning(pair);
        applyToPair(pair, day);
        exports.accept();
      }
    },
    turnBack(warmUpDays) {
      const places = Array.from({ length: SCENARIOS * seats.pairs }, (_, seat) => numbersOf(seat));
      turnBackRings(state, warmUpDays, places);
    },
    copyFrom(other) {
      const { numbers: from } = other as typeof fleet;
      for (let pair = 0; pair < pairs; pair++) {
        const first = firstState + pair * perPair;
        numbers.set(from.subarray(first, first + ofState), first);
      }
    },
    trajectory(index, horizonDays) {
      const seat = seats.seatOf[index];
      // Days behind which it slept are those of the undisturbed run.
      const slept = Math.min(horizonDays, Math.max(0, seats.sinceDay[index] - 1));
      if (slept > calmDays) {
        gatherDays(0, calmDays, slept, "calm");
        calmDays = slept;
      }
      for (const { column, calm, width } of series) column.set(calm.subarray(0, slept * width));
      gatherDays(seat, slept, horizonDays, "column");
      const at = numbersOf(seat);
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
