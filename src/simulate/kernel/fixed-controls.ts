import { CHANNELS, type ChannelName } from "../../model/channel.ts";
import type { Network } from "../../model/network.ts";
import {
  CONTROL_NAMES,
  type ControlName,
  type Controls,
  EDIT_HOLD,
  EDIT_RELEASE,
  type Segments,
} from "../../model/segments.ts";

/**
 * The channels of hazards that move a control of the same entity. Controls that are not here follow from what planners
 * decide and may always move.
 */
const MOVED_BY: Partial<Record<ControlName, readonly ChannelName[]>> = {
  laneDispatchLimit: ["laneDispatch", "laneOpening"],
  laneEntryLimit: ["laneTransit"],
  laneReceiptLimit: ["laneReceipt"],
  laneFreightUsdPerUnit: ["laneFreight"],
  laneTariffFraction: ["laneTariff"],
  laneExtraDays: ["laneExtraDays"],
  laneSpoilage: ["laneSpoilage"],
  stockSpoilage: ["stockSpoilage"],
  stockOrderLimit: ["stockOrder"],
  portLimit: ["portThroughput"],
  marketDemandFactor: ["marketDemand"],
};
/** Carbon prices move these of every entity. */
const PRICED: readonly ControlName[] = ["laneCarbonUsdPerUnit", "processCarbonUsdPerUnit"];
/** Surge and borrowed capacity move these, of processes that have any. */
const EXTRA: readonly ControlName[] = ["processExtraCapacity", "processExtraUsdPerUnit"];

/** [entity] 1 where a control is at its baseline in every scenario: no hazard of the study and no reaction moves it. */
export type FixedControls = Readonly<Record<ControlName, Uint8Array>>;

export function fixedControls(network: Network, baseline: Controls): FixedControls {
  const fixed = Object.fromEntries(
    CONTROL_NAMES.map((name) => [name, new Uint8Array(baseline[name].length)]),
  ) as FixedControls;
  const effects = Array.from(network.effectChannel, (channel, effect) => ({ channel, effect }));
  for (const [name, channels] of Object.entries(MOVED_BY) as [ControlName, readonly ChannelName[]][]) {
    fixed[name].fill(1);
    const numbers = channels.map((channel): number => CHANNELS[channel]);
    for (const { channel, effect } of effects) {
      if (numbers.includes(channel)) fixed[name][network.effectIndex[effect]] = 0;
    }
  }
  const isPriceFixed = effects.every(
    ({ channel }) => channel !== CHANNELS.regimeAdd && channel !== CHANNELS.regimeFactor,
  );
  for (const name of PRICED) fixed[name].fill(isPriceFixed ? 1 : 0);
  for (const name of EXTRA) {
    for (let process = 0; process < network.counts.processes; process++) {
      const hasExtra = network.processSurgeFraction[process] > 0 || network.processPool[process] >= 0;
      fixed[name][process] = hasExtra ? 0 : 1;
    }
  }
  return fixed;
}

/** Code was written on the promise that fixed controls stay: what moves one all the same is an error of ours, never a result. */
export function checkFixed(fixed: FixedControls, segments: Segments): void {
  const { count, writeStart, writeControl, writeIndex, editStart, editKind, editIndex } = segments;
  for (let write = 0; write < writeStart[count]; write++) {
    const name = CONTROL_NAMES[writeControl[write]];
    if (fixed[name][writeIndex[write]] === 1)
      throw new Error(`${name}[${writeIndex[write]}] moved, no hazard reaches it`);
  }
  for (let edit = 0; edit < editStart[count]; edit++) {
    const isHeld = editKind[edit] === EDIT_HOLD || editKind[edit] === EDIT_RELEASE;
    if (isHeld && fixed.laneEntryLimit[editIndex[edit]] === 1) {
      throw new Error(`goods of lane ${editIndex[edit]} were held, no hazard reaches it`);
    }
  }
}
