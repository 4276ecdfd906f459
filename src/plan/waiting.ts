import type { Network } from "../model/network.ts";
import { LANE_EXPEDITE } from "../model/network.ts";
import { CONTROL_ID, EDIT_INVEST } from "../model/segments.ts";
import type { Alarms } from "./alarms.ts";
import { numbersWhere } from "./numbers-where.ts";
import type { Openness } from "./openness.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import type { Active } from "./sources.ts";
import type { Stale } from "./stale.ts";

const { stockReleaseLimit, stockRefillLimit } = CONTROL_ID;

/** What waits until something is lacking: backups, plants on standby, expedite lanes, reserves, each with a delay. */
export interface Waiting {
  /** As told last. */
  readonly active: Active;
  reset(): void;
  startDay(day: number): void;
  isLacking(stock: number): boolean;
  /** Looks at lanes as seen: expedite lanes count from the day their lane is limited or slow. */
  watchLanes(laneOpen: Float64Array, seen: Openness): void;
  /** Tells what may be used today; where that is not what it was, orders have to be split anew. */
  activate(stale: Stale): void;
  /**
   * Notes what is lacking by the plan just made; returns whether that makes something available at once, so that the plan
   * has to be made again.
   */
  watchStocks(lacking: Float64Array, writer: SegmentWriter): boolean;
  /** Writes which reserves may be used and which are refilled. */
  writeReserves(writer: SegmentWriter): void;
}

export function createWaiting(network: Network, alarms: Alarms): Waiting {
  const { lanes, stocks, processes } = network.counts;
  const { stockLaneStart, stockProcessStart, laneBackupPriority, laneActivationDelayDays } = network;
  const lackingSince = new Int32Array(stocks); // -1 when nothing is
  const lackingUntil = new Int32Array(stocks); // day on which the last lack was seen to end, -1 when there was none
  const releaseDay = new Int32Array(stocks); // day from which the reserve may be used, in this lack or the one just over
  const limitedSince = new Int32Array(lanes); // [lane proper]
  const qualifiedOn = new Int32Array(lanes); // -1 when not yet begun
  const waitingLanes = numbersWhere(lanes, (lane) => isExpedite(lane) || laneBackupPriority[lane] > 0);
  const expediteLanes = numbersWhere(lanes, isExpedite);
  const waitingProcesses = numbersWhere(processes, (process) => network.processStandbyPriority[process] > 0);
  const reserves = numbersWhere(stocks, (stock) => network.stockReserveDays[stock] > 0);
  const active: Active = { lane: new Uint8Array(lanes), process: new Uint8Array(processes) };
  let today = 0;

  function isExpedite(lane: number): boolean {
    return network.laneKind[lane] === LANE_EXPEDITE;
  }

  function isActive(lane: number): boolean {
    if (isExpedite(lane)) {
      const since = limitedSince[network.laneDetourOf[lane]];
      return since >= 0 && today >= since + laneActivationDelayDays[lane];
    }
    const since = lackingSince[network.laneTo[lane]];
    return since >= 0 && today >= since + laneActivationDelayDays[lane] && today >= qualifiedOn[lane];
  }

  function isRunning(process: number): boolean {
    const since = lackingSince[network.processStock[process]];
    return since >= 0 && today >= since + network.processStandbyDelayDays[process];
  }

  /** After a lack the shelf stays empty until goods arrive: till it is refilled, a reserve may still be used. */
  function isAfterwards(stock: number): boolean {
    return lackingUntil[stock] >= 0 && today < lackingUntil[stock] + network.stockRefillDelayDays[stock];
  }

  /** Sets the alarms of all that a lack calls; returns whether something is there at once. */
  function call(stock: number, writer: SegmentWriter): boolean {
    let isAtOnce = false;
    const callOn = (day: number): void => {
      if (day <= today) isAtOnce = true;
      else alarms.set(day);
    };
    for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
      if (laneBackupPriority[lane] === 0) continue;
      if (qualifiedOn[lane] < 0) {
        qualifiedOn[lane] = today + network.laneQualificationDays[lane];
        const usd = network.laneQualificationUsd[lane];
        if (usd > 0) writer.edit(EDIT_INVEST, 0, 0, 0, usd);
      }
      callOn(Math.max(today + laneActivationDelayDays[lane], qualifiedOn[lane]));
    }
    for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
      if (network.processStandbyPriority[process] > 0) callOn(today + network.processStandbyDelayDays[process]);
    }
    if (network.stockReserveDays[stock] > 0) {
      if (!isAfterwards(stock)) releaseDay[stock] = today + network.stockReleaseDelayDays[stock];
      alarms.set(releaseDay[stock]);
    }
    return isAtOnce;
  }

  return {
    active,
    isLacking: (stock) => lackingSince[stock] >= 0,
    reset() {
      lackingSince.fill(-1);
      lackingUntil.fill(-1);
      limitedSince.fill(-1);
      qualifiedOn.fill(-1);
      releaseDay.fill(0);
    },
    startDay(day) {
      today = day;
    },
    watchLanes(laneOpen, { laneExtraDays }) {
      for (const lane of expediteLanes) {
        const parent = network.laneDetourOf[lane];
        if (laneOpen[parent] === 1 && laneExtraDays[parent] === 0) limitedSince[parent] = -1;
        else if (limitedSince[parent] < 0) {
          limitedSince[parent] = today;
          alarms.set(today + laneActivationDelayDays[lane]);
        }
      }
    },
    activate({ split }) {
      for (const lane of waitingLanes) {
        const isNow = isActive(lane) ? 1 : 0;
        if (active.lane[lane] === isNow) continue;
        active.lane[lane] = isNow;
        split[network.laneTo[lane]] = 1;
      }
      for (const process of waitingProcesses) {
        const isNow = isRunning(process) ? 1 : 0;
        if (active.process[process] === isNow) continue;
        active.process[process] = isNow;
        split[network.processStock[process]] = 1;
      }
    },
    watchStocks(lacking, writer) {
      let hasNew = false;
      for (let stock = 0; stock < stocks; stock++) {
        if (lacking[stock] === 0) {
          const wasLacking = lackingSince[stock] >= 0 && lackingSince[stock] < today;
          if (wasLacking && network.stockReserveDays[stock] > 0) {
            lackingUntil[stock] = today;
            alarms.set(today + network.stockRefillDelayDays[stock]);
          }
          lackingSince[stock] = -1;
        } else if (lackingSince[stock] < 0) {
          lackingSince[stock] = today;
          if (call(stock, writer)) hasNew = true;
        }
      }
      return hasNew;
    },
    writeReserves(writer) {
      for (const stock of reserves) {
        const isInUse = lackingSince[stock] >= 0 || isAfterwards(stock);
        const isReleased = isInUse && today >= releaseDay[stock];
        writer.set(stockReleaseLimit, stock, isReleased ? network.stockReleaseUnitsPerDay[stock] : 0);
        writer.set(stockRefillLimit, stock, isInUse ? 0 : network.stockRefillUnitsPerDay[stock]);
      }
    },
  };
}
