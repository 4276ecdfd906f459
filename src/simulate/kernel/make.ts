import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { accumulate } from "./accumulate.ts";
import { receive, withdraw } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { add, load, max, min, mul, ne, ONE, sub, ZERO } from "./quantities.ts";
import { ringOf, slotPlace, todayOf, yesterdayOf } from "./rings.ts";

/** For a process whose stock has ordered: what it would make today if it had its inputs. */
export function planProduction(kernel: Kernel, process: I32): void {
  const { body, get, set, whole } = kernel;
  const capacity = add(get("processCapacity", process), get("processExtraCapacity", process));
  const planned = body.variable(min(get("wanted", process), capacity));
  set("madeToday", process, ZERO);
  body.when(whole("processRecyclingRingLength", process), () => {
    const ring = ringOf(kernel, "recycling", process);
    planned.set(min(planned.value, load(slotPlace(kernel, "collected", ring, todayOf(kernel, ring)))));
  });
  set("planned", process, planned.value);
}

/** Good units made = planned units x the scarcest input's fill; conversion and process carbon join the inputs' cost. */
export function make(kernel: Kernel, process: I32, stock: I32): void {
  const { body, get, set, add: put, whole, number, each, charge, isInUse, whenAny } = kernel;
  const from = body.keep(whole("processInputStart", process));
  const to = body.keep(whole("processInputStart", i32.add(process, i32.of(1))));
  const planned = body.keep(get("planned", process));
  const isStraight = from.constant !== undefined && to.constant !== undefined;
  const fill = accumulate(kernel, isStraight, ONE, min);
  each(from, to, (input) => fill.take(get("inputFill", input)));
  const makeable = body.variable(mul(max(ZERO, planned), fill.value));
  body.when(i32.ge(whole("processSharesWith", process), i32.of(0)), () => {
    makeable.set(min(makeable.value, sharedCapacityLeft(kernel, process)));
  });
  const units = makeable.value;
  const isMade = body.keep(ne(units, ZERO));
  whenAny(isMade, isInUse("processShare", process), () => {
    const usd = accumulate(kernel, isStraight, ZERO, add);
    each(from, to, (input) => {
      const used = body.keep(mul(units, number("inputUnitsPerUnit", input)));
      usd.take(withdraw(kernel, body.keep(whole("inputStock", input)), used, isMade));
    });
    const conversionUsd = body.keep(
      add(mul(units, number("processConversionUsdPerUnit", process)), extraUsd(kernel, process, units)),
    );
    const carbonUsd = body.keep(mul(units, get("processCarbonUsdPerUnit", process)));
    const addedUsd = body.keep(add(conversionUsd, carbonUsd));
    usd.take(addedUsd);
    charge("goodsUsd", addedUsd);
    set("wanted", process, sub(get("wanted", process), units));
    set("madeToday", process, units);
    put("processMade", process, units);
    charge("production", conversionUsd);
    charge("carbon", carbonUsd);
    charge("emissions", mul(units, number("processTonnesPerUnit", process)));
    finish(kernel, process, stock, units, usd.value);
  });
}

/** What units beyond the process's own capacity cost more. */
function extraUsd({ body, get }: Kernel, process: I32, units: F64x2): F64x2 {
  const usdPerUnit = get("processExtraUsdPerUnit", process);
  if (usdPerUnit.constant === 0) return ZERO;
  return mul(max(ZERO, body.keep(sub(units, get("processCapacity", process)))), usdPerUnit);
}

/** Made at once, or in so many days. */
function finish(kernel: Kernel, process: I32, stock: I32, units: F64x2, usd: F64x2): void {
  const { body, whole } = kernel;
  body.when(
    whole("processLeadDays", process),
    () => {
      const ring = ringOf(kernel, "process", process);
      // The ring is a day longer than the work takes: what was in yesterday's slot has been finished.
      const slot = yesterdayOf(kernel, ring);
      body.store(slotPlace(kernel, "inProgress", ring, slot), units);
      body.store(slotPlace(kernel, "inProgressUsd", ring, slot), usd);
    },
    () => receive(kernel, stock, units, usd),
  );
}

/** An alternative recipe that shares the capacity of its process has what that leaves today. */
function sharedCapacityLeft({ body, get, whole, each }: Kernel, process: I32): F64x2 {
  const owner = body.keep(whole("processSharesWith", process));
  const capacity = add(get("processCapacity", owner), get("processExtraCapacity", owner));
  const left = body.variable(sub(capacity, get("madeToday", owner)));
  each(i32.add(owner, i32.of(1)), process, (other) => {
    body.when(i32.eq(whole("processSharesWith", other), owner), () => {
      left.set(sub(left.value, get("madeToday", other)));
    });
  });
  return max(ZERO, left.value);
}
