import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { passGate, receive } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { add, any, clear, div, gt, load, max, min, mul, ne, ONE, select, sub, where, ZERO } from "./quantities.ts";
import { ringOf, slotPlace, todayOf } from "./rings.ts";

/** Step 2 of the day, for a stock: what its processes have finished enters it, then what its lanes bring. */
export function arrive(kernel: Kernel, stock: I32): void {
  const { whole, each, eachLaneInto, hold } = kernel;
  const next = i32.add(stock, i32.of(1));
  hold(stock, ["onHand", "onHandUsd", "onOrder"], () => {
    each(whole("stockProcessStart", stock), whole("stockProcessStart", next), (process) => {
      finishProduction(kernel, process, stock);
    });
    eachLaneInto(stock, (lane) => reachGate(kernel, lane, stock));
  });
}

function finishProduction(kernel: Kernel, process: I32, stock: I32): void {
  const { body, whole } = kernel;
  body.when(whole("processLeadDays", process), () => {
    const ring = ringOf(kernel, "process", process);
    const today = todayOf(kernel, ring);
    const place = slotPlace(kernel, "inProgress", ring, today);
    const usdPlace = slotPlace(kernel, "inProgressUsd", ring, today);
    const units = body.keep(load(place));
    const isFinished = body.keep(ne(units, ZERO));
    body.when(any(isFinished), () => {
      const usd = body.keep(load(usdPlace));
      receive(kernel, stock, units, where(isFinished, usd));
      body.store(place, ZERO);
      body.store(usdPlace, clear(usd, isFinished));
    });
  });
}

/** Goods due today reach their gate, and pass it where there is no port and receipt is not paused. */
function reachGate(kernel: Kernel, lane: I32, stock: I32): void {
  const { body, whole, get, add: put, isLane, network } = kernel;
  const { laneRingLength, lanePort, laneLeadDays } = network;
  const isUnderWay = isLane(
    lane,
    (own) => laneRingLength[own] !== 1,
    () => i32.ne(whole("laneRingLength", lane), i32.of(1)),
  );
  body.when(isUnderWay, () => {
    const isFree = isLane(
      lane,
      (own) => lanePort[own] < 0 && laneLeadDays[own] > 0,
      () => i32.and(i32.lt(whole("lanePort", lane), i32.of(0)), i32.ne(whole("laneLeadDays", lane), i32.of(0))),
    );
    const limit = get("laneReceiptLimit", lane);
    if (isFree.constant === 1 && limit.constant === Number.POSITIVE_INFINITY) {
      takeDue(kernel, lane, (units, usd) => receive(kernel, stock, units, usd));
      return;
    }
    takeDue(kernel, lane, (units, usd) => {
      put("waiting", lane, units);
      put("waitingUsd", lane, usd);
    });
    body.when(isFree, () => {
      const waiting = body.keep(get("waiting", lane));
      const isWaiting = body.keep(ne(waiting, ZERO));
      body.when(any(isWaiting), () => passGate(kernel, lane, stock, min(waiting, limit), isWaiting));
    });
  });
}

/** Empties today's slot of a lane where any goods are in it. */
function takeDue(kernel: Kernel, lane: I32, give: (units: F64x2, usd: F64x2) => void): void {
  const { body, get, isInUse, whenAny } = kernel;
  const ring = ringOf(kernel, "lane", lane);
  const today = todayOf(kernel, ring);
  const place = slotPlace(kernel, "moving", ring, today);
  const usdPlace = slotPlace(kernel, "movingUsd", ring, today);
  // Rounding can leave money without goods where a part of them was held or has spoiled; nowhere else.
  const isWhole =
    get("laneEntryLimit", lane).constant === Number.POSITIVE_INFINITY && get("laneSpoilage", lane).constant === 0;
  const units = body.keep(load(place));
  const isDue = ne(units, ZERO);
  const mask = isWhole ? isDue : body.keep(isDue);
  whenAny(mask, isWhole && isInUse("laneShare", lane), () => {
    const usd = body.keep(load(usdPlace));
    give(units, isWhole ? usd : where(mask, usd));
    body.store(place, ZERO);
    body.store(usdPlace, isWhole ? ZERO : clear(usd, mask));
  });
}

const STANDARD = 0;
const CRITICAL = 1;
const EVERYBODY = -1;

/** For a port: it lets in min(waiting, open throughput), shared in proportion to the tonnes that wait. */
export function passPort(kernel: Kernel, port: I32): void {
  const { body, get, set, network } = kernel;
  const room = body.keep(get("portLimit", port));
  set("portRoom", port, room);
  const isOpen = body.keep(ne(room, ZERO));
  body.when(any(isOpen), () => {
    const whose = network.constants.prioritisesCritical ? [CRITICAL, STANDARD] : [EVERYBODY];
    for (const group of whose) body.scope(() => passGroup(kernel, port, group, isOpen));
  });
}

function passGroup(kernel: Kernel, port: I32, group: number, isOpen: F64x2): void {
  const { body, get, set, whole, number, isZero } = kernel;
  const forLanes = (write: (lane: I32) => void): void =>
    kernel.each(whole("portLaneStart", port), whole("portLaneStart", i32.add(port, i32.of(1))), (at) => {
      const lane = body.keep(whole("portLane", at));
      const isOf = group === EVERYBODY ? i32.of(1) : i32.eq(whole("laneIsCritical", lane), i32.of(group));
      body.when(isOf, () => write(lane));
    });
  const offered = (lane: I32): F64x2 => min(get("waiting", lane), get("laneReceiptLimit", lane));
  const tonnes = body.variable(ZERO);
  forLanes((lane) => tonnes.set(add(tonnes.value, mul(offered(lane), number("laneMassTonnesPerUnit", lane)))));
  const room = body.keep(get("portRoom", port));
  const fraction = body.keep(select(gt(tonnes.value, room), div(room, tonnes.value), ONE));
  forLanes((lane) => {
    const units = body.keep(offered(lane));
    const isOffered = body.keep(where(isOpen, gt(units, ZERO)));
    body.when(any(isOffered), () => {
      body.when(
        isZero("laneMassTonnesPerUnit", lane),
        () => passGate(kernel, lane, whole("laneTo", lane), units, isOffered),
        () => passGate(kernel, lane, whole("laneTo", lane), mul(units, fraction), isOffered),
      );
    });
  });
  set("portRoom", port, select(isOpen, max(ZERO, sub(room, tonnes.value)), room));
}
