import type { Segments } from "../../model/segments.ts";
import { allocateTrajectory, COST_KINDS } from "../../model/trajectory.ts";
import { type Fleet, followChanges } from "../fleet.ts";
import { createParcel, type DayRun } from "../run.ts";
import { turnBackRings } from "../warm-up.ts";
import { checkFixed } from "./fixed-controls.ts";
import { type FleetMemory, openFleetMemory } from "./fleet-memory.ts";
import type { FleetProgram } from "./fleet-program.ts";
import { setClock } from "./pair.ts";
import { SCENARIOS } from "./records.ts";
import { createRunReader } from "./run-reader.ts";
import { createSeats } from "./seats.ts";
import type { Shelf } from "./shelf.ts";

const INVESTMENT = COST_KINDS.indexOf("investment");

/**
 * A fleet on generated code, two runs a pair. Where the first run is undisturbed, others have no seat until something happens to them.
 *
 * @param isFirstCalm whether the first run is undisturbed and demand is the same for all
 * @param shelf has the fleet's memory, and takes it back when the fleet is closed
 */
export function openFleet(program: FleetProgram, size: number, isFirstCalm: boolean, shelf: Shelf): Fleet {
  const { network, days, layout, fixed, columns } = program;
  const memory = openFleetMemory(program, size, isFirstCalm, shelf);
  const { exports, room, letters, demands, numbers, state, totals } = memory;
  const reader = createRunReader(program, memory);
  const costsAt = layout.series.dayCostUsd / 8;
  const spoiledAt = layout.series.daySpoiledUsd / 8;
  // What change points spend or destroy is put down here and moves to the record of the run at once.
  const scratch = allocateTrajectory(days, network.counts);
  const run: DayRun = { network, state, trajectory: scratch, totals, demand: demands, parcel: createParcel() };
  let segmentsOf: readonly Segments[] = [];
  let changes = followChanges(room);
  let seats = createSeats(size, isFirstCalm);
  /** [column] what was heard last, and where the runs' numbers begin in it. */
  const heard: { message: Float64Array; at: number }[] = [];
  /** [column] the message it went into last, and what the undisturbed run said. */
  const said: { into: Float64Array; undisturbed: number }[] = [];
  const isRoused = new Uint8Array(size);
  const seatsInUse = (): number => SCENARIOS * seats.pairs;

  function applyChanges(seat: number, day: number): void {
    if (changes.nextDay[seat] !== day) return;
    changes.apply(run, seat, day, memory.numbersOf(seat));
    if (day >= days) return;
    const record = memory.recordOf(seat, day);
    const invested = day * COST_KINDS.length + INVESTMENT;
    numbers[record + costsAt + INVESTMENT] += scratch.dayCostUsd[invested];
    scratch.dayCostUsd[invested] = 0;
    numbers[record + spoiledAt] += scratch.daySpoiledUsd[day];
    scratch.daySpoiledUsd[day] = 0;
  }

  /** Whether a change point of either run of a pair is due. */
  function isDue(pair: number, day: number): boolean {
    return changes.nextDay[pair * SCENARIOS] === day || changes.nextDay[pair * SCENARIOS + 1] === day;
  }

  function applyToPair(pair: number, day: number): void {
    for (let seat = pair * SCENARIOS; seat < (pair + 1) * SCENARIOS; seat++) applyChanges(seat, day);
  }

  function sayWithdrawn(tomorrow: number): void {
    for (let seat = 0; seat < seatsInUse(); seat++) {
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
      (pair) => memory.copyFirst(pair, day),
      (seat, one) => changes.follow(seat, segmentsOf[one], day),
    );
  }

  /** Whoever was told something that the undisturbed run was not wakes up; then everybody has his letters. */
  function listen(day: number, untilDay: number): void {
    compare();
    rouse(day, untilDay);
    const { runOf } = seats;
    const count = seatsInUse();
    for (const [column, { message, at }] of heard.entries()) {
      const first = column * room;
      for (let seat = 0; seat < count; seat++) letters[first + seat] = message[at + runOf[seat]];
    }
  }

  const fleet: Fleet & { readonly memory: FleetMemory } = {
    memory,
    size,
    hear(column, message, at) {
      heard[column] = { message, at };
    },
    say(column, into, at) {
      const first = column * room;
      const { runOf } = seats;
      const count = seatsInUse();
      // Sleepers say what the undisturbed run says, which is mostly what they said the evening before.
      if (isFirstCalm && (said[column]?.into !== into || said[column].undisturbed !== letters[first])) {
        said[column] = { into, undisturbed: letters[first] };
        into.fill(letters[first], at, at + size);
      }
      for (let seat = 0; seat < count; seat++) into[at + runOf[seat]] = letters[first + seat];
    },
    setDemand(index, demand) {
      for (let row = 0; row < memory.demandRows; row++) {
        if (seats.runOf[row] === index) demands.set(demand, row * days * network.counts.markets);
      }
    },
    begin(segments) {
      for (const own of segments) checkFixed(fixed, own);
      segmentsOf = segments;
      changes = followChanges(room);
      seats = createSeats(size, isFirstCalm);
      isRoused.fill(0);
      heard.length = 0;
      said.length = 0;
      setClock(layout, memory.buffer, 0);
      reader.forgetUndisturbed();
      for (let seat = 0; seat < seatsInUse(); seat++) {
        changes.follow(seat, segments[seats.runOf[seat]], 0);
        memory.clearTotals(seat);
      }
    },
    openEvening() {
      letters.fill(0);
      // Whoever withdraws anything tomorrow is awake today.
      rouse(0, 0);
      memory.setDay(0);
      for (let pair = 0; pair < seats.pairs; pair++) exports.evening(pair);
      sayWithdrawn(0);
    },
    pass(day) {
      listen(day, day + 1);
      memory.setDay(day);
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
      memory.setDay(day);
      for (let pair = 0; pair < seats.pairs; pair++) {
        exports.lastMorning(pair);
        applyToPair(pair, day);
        exports.accept();
      }
    },
    turnBack(warmUpDays) {
      const places = Array.from({ length: seatsInUse() }, (_, seat) => memory.numbersOf(seat));
      turnBackRings(state, warmUpDays, places);
    },
    copyFrom: (other) => memory.copyFrom((other as typeof fleet).memory),
    trajectory(index, horizonDays) {
      // What it heard on the morning it woke up may be of the day before.
      const sinceDay = Math.max(0, seats.sinceDay[index] - 1);
      return reader.read(seats.seatOf[index], sinceDay, horizonDays);
    },
    close: memory.close,
  };
  return fleet;
}
