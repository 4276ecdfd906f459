import { LANE_EXPEDITE } from "../model/network.ts";
import { COST_KINDS } from "../model/trajectory.ts";
import { type DayRun, PARCEL_UNITS, PARCEL_USD } from "./run.ts";

const FREIGHT = COST_KINDS.indexOf("freight");
const TARIFF = COST_KINDS.indexOf("tariff");
const CARBON = COST_KINDS.indexOf("carbon");
const EXPEDITE = COST_KINDS.indexOf("expedite");

/**
 * Puts the goods of the parcel on their way, which have just left their stock at what they are worth there. Duty, freight and carbon are added now: goods already under way keep
 * their terms. Goods of a same-day lane are left waiting at its end.
 *
 * @param at which of the runs that lie side by side in the state
 */
export function sendOff(run: DayRun, lane: number, day: number, at = 0): void {
  const { network, state, trajectory, totals, parcel } = run;
  const units = parcel[PARCEL_UNITS];
  const originUsd = parcel[PARCEL_USD];
  const { controls, strides } = state;
  const freightUsd = units * controls.laneFreightUsdPerUnit[lane * strides.laneFreightUsdPerUnit + at];
  const carbonUsd = units * controls.laneCarbonUsdPerUnit[lane * strides.laneCarbonUsdPerUnit + at];
  const tariffUsd = originUsd * controls.laneTariffFraction[lane * strides.laneTariffFraction + at];
  const usd = originUsd + tariffUsd + freightUsd + carbonUsd;
  state.goodsUsd[at] += freightUsd + carbonUsd + tariffUsd;
  state.backlog[lane * strides.backlog + at] -= units;
  totals.laneShipped[lane * strides.laneShipped + at] += units;
  const freightKind = network.laneKind[lane] === LANE_EXPEDITE ? EXPEDITE : FREIGHT;
  trajectory.dayCostUsd[day * COST_KINDS.length + freightKind] += freightUsd;
  trajectory.dayCostUsd[day * COST_KINDS.length + CARBON] += carbonUsd;
  trajectory.dayCostUsd[day * COST_KINDS.length + TARIFF] += tariffUsd;
  trajectory.dayEmissionsTonnes[day] += units * network.laneFreightTonnesPerUnit[lane];
  const leadDays = (network.laneLeadDays[lane] + controls.laneExtraDays[lane * strides.laneExtraDays + at]) | 0; // whole: its remainder is quick
  if (leadDays === 0) {
    state.waiting[lane * strides.waiting + at] += units;
    state.waitingUsd[lane * strides.waitingUsd + at] += usd;
    return;
  }
  const start = state.rings.lane.start[lane];
  const step = state.rings.lane.step[lane];
  const slot = (start + ((day + leadDays) % network.laneRingLength[lane]) * step) * strides.moving + at;
  const entering = Math.min(units, controls.laneEntryLimit[lane * strides.laneEntryLimit + at]);
  const enteringUsd = entering === units ? usd : usd * (entering / units);
  state.moving[slot] += entering;
  state.movingUsd[slot] += enteringUsd;
  if (entering < units) {
    const heldSlot = (start + leadDays * step) * strides.held + at;
    state.held[heldSlot] += units - entering;
    state.heldUsd[heldSlot] += usd - enteringUsd;
  }
}
