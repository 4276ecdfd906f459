import { madeUnits } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import { CONTROL_ID, EDIT_INVEST } from "../model/segments.ts";
import type { Alarms } from "./alarms.ts";
import type { EntitySet } from "./entity-set.ts";
import { numbersWhere } from "./numbers-where.ts";
import type { Openness } from "./openness.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import type { Stale } from "./stale.ts";

const { processCapacity, processExtraCapacity, processExtraUsdPerUnit } = CONTROL_ID;

/** Capacity that grows does so in steps of this many days. */
const GROWTH_STEP_DAYS = 30;
const DAYS_PER_YEAR = 365;

/**
 * What a design makes of its processes beyond their nominal capacity: surge, capacity borrowed within a cluster, growth under
 * pressure. All follow from what the planner sees, after delays of their own.
 */
export interface CapacityPlan {
  /** Whether any process can: nobody else asks whether parties are disturbed. */
  readonly canSurge: boolean;
  reset(): void;
  /**
   * Looks at the world as seen and decides anew; fills `units` [process] with what each can make a day.
   *
   * @param isDisturbed [party] whether it sees anything that concerns quantities as not normal
   * @param flow [stock] flow that demand asks for
   * @param stale where a process can make something else than before, orders have to be split anew
   */
  decide(
    today: number,
    seen: Openness,
    isDisturbed: Uint8Array,
    flow: Float64Array,
    units: Float64Array,
    stale: Stale,
    writer: SegmentWriter,
  ): void;
  /** Notes which processes are under pressure by the plan just made: they will grow. */
  watchPressure(today: number, seen: Openness, isLacking: (stock: number) => boolean): void;
  /**
   * Writes capacities as they are when the world is open so far: nobody lends what has gone.
   *
   * @param touched processes that are not open as far as before
   */
  write(open: Float64Array, touched: EntitySet, writer: SegmentWriter): void;
}

export function createCapacityPlan(network: Network, alarms: Alarms): CapacityPlan {
  const { processes, pools, parties } = network.counts;
  const { poolingDelayDays, poolingCostFactor } = network.constants;
  const { processCapacityUnitsPerDay, processSurgeFraction, processSurgeDelayDays, processSurgeKeepDays } = network;
  const isOn = new Uint8Array(processes); // surge in use
  const keptUntil = new Int32Array(processes); // surge stays on before this day
  const grown = new Float64Array(processes).fill(1); // factor on capacity
  const pressedSince = new Int32Array(processes); // -1 when not under pressure
  const growthSteps = new Int32Array(processes); // steps taken in this spell of pressure
  const lent = new Float64Array(processes); // units a day given to others of the pool
  const borrowed = new Float64Array(processes);
  const poolShortSince = new Int32Array(pools);
  const poolLent = new Float64Array(pools); // units a day lent within the pool, now that the world is as it is
  const poolAsked = new Float64Array(pools);
  const disturbedSince = new Int32Array(parties); // -1 where nothing is
  const surging = numbersWhere(processes, (process) => processSurgeFraction[process] !== 0);
  const growing = numbersWhere(processes, (process) => network.processGrowthPerYear[process] !== 0);
  const pooled = numbersWhere(processes, (process) => poolingDelayDays >= 0 && network.processPool[process] >= 0);
  // All others have what is open of their nominal capacity.
  const deciding = [...new Set([...surging, ...growing, ...pooled])];

  function decideSurge(today: number, isDisturbed: Uint8Array): void {
    for (let party = 0; party < parties; party++) {
      if (isDisturbed[party] === 1 && disturbedSince[party] < 0) disturbedSince[party] = today;
    }
    for (const process of surging) {
      const party = network.stockParty[network.processStock[process]];
      const startDay = disturbedSince[party] + processSurgeDelayDays[process];
      if (isDisturbed[party] === 1) {
        isOn[process] = today >= startDay ? 1 : 0;
        if (today < startDay) alarms.set(startDay);
        continue;
      }
      if (isOn[process] === 1 && disturbedSince[party] >= 0) {
        keptUntil[process] = today + processSurgeKeepDays[process];
        alarms.set(keptUntil[process]);
      }
      isOn[process] = today < keptUntil[process] ? 1 : 0;
    }
    for (let party = 0; party < parties; party++) if (isDisturbed[party] === 0) disturbedSince[party] = -1;
  }

  /** Every member's idle capacity, up to what the others are short of, in proportion. */
  function decidePools(today: number, seen: Openness, flow: Float64Array): void {
    lent.fill(0);
    borrowed.fill(0);
    for (let pool = 0; pool < pools; pool++) {
      let idle = 0;
      let short = 0;
      for (const process of pooled) {
        if (network.processPool[process] !== pool) continue;
        const spare = ownUnits(process, seen.processCapacity) - need(process, flow);
        if (spare > 0) idle += spare;
        else short -= spare;
      }
      if (short === 0) poolShortSince[pool] = -1;
      else if (poolShortSince[pool] < 0) poolShortSince[pool] = today;
      const startDay = poolShortSince[pool] + poolingDelayDays;
      if (short === 0 || idle === 0) continue;
      if (today < startDay) {
        alarms.set(startDay);
        continue;
      }
      const moved = Math.min(idle, short);
      for (const process of pooled) {
        if (network.processPool[process] !== pool) continue;
        const spare = ownUnits(process, seen.processCapacity) - need(process, flow);
        if (spare > 0) lent[process] = moved * (spare / idle);
        else borrowed[process] = moved * (-spare / short);
      }
    }
  }

  /** Day of the next step of growth, should the pressure go on. */
  function nextGrowthDay(process: number): number {
    const firstDay = pressedSince[process] + network.processGrowthDelayDays[process];
    return firstDay + (growthSteps[process] + 1) * GROWTH_STEP_DAYS;
  }

  function grow(today: number, writer: SegmentWriter): void {
    for (const process of growing) {
      if (pressedSince[process] < 0 || today < nextGrowthDay(process)) continue;
      growthSteps[process] += 1;
      const step = Math.exp((network.processGrowthPerYear[process] * GROWTH_STEP_DAYS) / DAYS_PER_YEAR);
      const after = Math.min(network.processGrowthCeiling[process], grown[process] * step);
      const addedUnits = (after - grown[process]) * processCapacityUnitsPerDay[process];
      if (addedUnits > 0) {
        writer.edit(EDIT_INVEST, 0, 0, 0, addedUnits * network.processGrowthUsdPerUnitPerDay[process]);
      }
      grown[process] = after;
    }
  }

  function need(process: number, flow: Float64Array): number {
    return madeUnits(network, flow, process, network.processShare[process]);
  }

  /** Units a day of the process's own capacity, growth included. */
  function ownUnits(process: number, open: Float64Array): number {
    const capacity = processCapacityUnitsPerDay[process] * grown[process];
    return open[process] === 0 ? 0 : capacity * open[process];
  }

  function surgeUnits(process: number, open: Float64Array): number {
    return isOn[process] === 1 ? ownUnits(process, open) * processSurgeFraction[process] : 0;
  }

  /** What those that lend still have to give. */
  function seeLent(open: Float64Array): void {
    poolLent.fill(0);
    poolAsked.fill(0);
    for (const process of pooled) {
      if (lent[process] === 0) continue;
      poolAsked[network.processPool[process]] += lent[process];
      poolLent[network.processPool[process]] += Math.min(lent[process], ownUnits(process, open));
    }
  }

  function write(process: number, open: Float64Array, writer: SegmentWriter): void {
    const own = ownUnits(process, open);
    const surge = surgeUnits(process, open);
    const pool = network.processPool[process];
    const isBorrowing = borrowed[process] > 0 && poolAsked[pool] > 0;
    const taken = isBorrowing ? borrowed[process] * (poolLent[pool] / poolAsked[pool]) : 0;
    const extra = surge + taken;
    writer.set(processCapacity, process, Math.max(0, own - lent[process]));
    writer.set(processExtraCapacity, process, extra);
    if (extra === 0) return;
    const dearer = surge * (network.processSurgeCostFactor[process] - 1) + taken * (poolingCostFactor - 1);
    writer.set(processExtraUsdPerUnit, process, network.processConversionUsdPerUnit[process] * (dearer / extra));
  }

  return {
    canSurge: surging.length > 0,
    reset() {
      isOn.fill(0);
      keptUntil.fill(0);
      grown.fill(1);
      pressedSince.fill(-1);
      growthSteps.fill(0);
      lent.fill(0);
      borrowed.fill(0);
      poolShortSince.fill(-1);
      disturbedSince.fill(-1);
    },
    decide(today, seen, isDisturbed, flow, units, stale, writer) {
      if (surging.length > 0) decideSurge(today, isDisturbed);
      grow(today, writer);
      if (pooled.length > 0) decidePools(today, seen, flow);
      for (let process = 0; process < processes; process++) {
        const own = ownUnits(process, seen.processCapacity);
        const able = own - lent[process] + surgeUnits(process, seen.processCapacity) + borrowed[process];
        if (able === units[process]) continue;
        units[process] = able;
        stale.split[network.processStock[process]] = 1;
      }
    },
    watchPressure(today, seen, isLacking) {
      for (const process of growing) {
        const isPressed = seen.processPressure[process] > 0 || isLacking(network.processStock[process]);
        if (!isPressed) pressedSince[process] = -1;
        else if (pressedSince[process] < 0) {
          pressedSince[process] = today;
          growthSteps[process] = 0;
        }
        if (isPressed && grown[process] < network.processGrowthCeiling[process]) alarms.set(nextGrowthDay(process));
      }
    },
    write(open, touched, writer) {
      if (pooled.length > 0) seeLent(open);
      for (let at = 0; at < touched.count; at++) write(touched.list[at], open, writer);
      for (const process of deciding) write(process, open, writer);
    },
  };
}
