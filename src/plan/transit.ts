import { CHANNELS } from "../model/channel.ts";
import type { Disruption } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import { EDIT_HOLD, EDIT_RELEASE } from "../model/segments.ts";
import { addEntity, createEntitySet, emptyEntitySet } from "./entity-set.ts";
import type { SegmentWriter } from "./segment-writer.ts";

/**
 * Turns a change of levels into holds and releases of goods under way. Goods in a slot move at the product of the open
 * fractions of all passages still ahead of them: when it falls, a part of what moves is stopped where it is; when it
 * rises, a part of what stands goes on, with its old spacing.
 */
export function createTransitEditor(network: Network): {
  edit(disruptions: readonly Disruption[], before: Float64Array, after: Float64Array, writer: SegmentWriter): void;
} {
  // [lane slot] by days to go: open fraction before and after the change.
  const openBefore = new Float64Array(network.counts.laneSlots).fill(1);
  const openAfter = new Float64Array(network.counts.laneSlots).fill(1);
  const touched = createEntitySet(network.counts.lanes);

  /** Finds the lanes whose passages change: only there can goods under way stop or go on. */
  function findTouched(disruptions: readonly Disruption[], before: Float64Array, after: Float64Array): void {
    const { hazardEffectStart, effectChannel, effectIndex } = network;
    for (let disruption = 0; disruption < disruptions.length; disruption++) {
      if (before[disruption] === after[disruption]) continue;
      const { hazard } = disruptions[disruption];
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        if (effectChannel[effect] === CHANNELS.laneTransit) addEntity(touched, effectIndex[effect]);
      }
    }
  }

  function collect(disruptions: readonly Disruption[], before: Float64Array, after: Float64Array): void {
    const { hazardEffectStart, effectChannel, effectIndex, effectAmount, effectPassDays } = network;
    for (let disruption = 0; disruption < disruptions.length; disruption++) {
      if (before[disruption] === 0 && after[disruption] === 0) continue;
      const { hazard } = disruptions[disruption];
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        if (effectChannel[effect] !== CHANNELS.laneTransit) continue;
        const lane = effectIndex[effect];
        if (touched.isIn[lane] === 0) continue;
        const start = network.laneRingStart[lane];
        const firstHeld = Math.floor(effectPassDays[effect]) + 1;
        for (let daysToGo = firstHeld; daysToGo < network.laneRingLength[lane]; daysToGo++) {
          openBefore[start + daysToGo] *= 1 - effectAmount[effect] * before[disruption];
          openAfter[start + daysToGo] *= 1 - effectAmount[effect] * after[disruption];
        }
      }
    }
  }

  /** Releases first: the goods that stand are those of before. */
  function editLane(lane: number, writer: SegmentWriter): void {
    const start = network.laneRingStart[lane];
    const mostDays = network.laneRingLength[lane] - 1;
    forEachRun(lane, (from, to, before, after) => {
      if (after > before) writer.edit(EDIT_RELEASE, lane, from, to, (after - before) / (1 - before));
    });
    forEachRun(lane, (from, to, before, after) => {
      if (after < before) writer.edit(EDIT_HOLD, lane, from, to, 1 - after / before);
    });
    openBefore.fill(1, start, start + mostDays + 1);
    openAfter.fill(1, start, start + mostDays + 1);
  }

  /** Calls back for every run of slots that see the same change. */
  function forEachRun(lane: number, call: (from: number, to: number, before: number, after: number) => void): void {
    const start = network.laneRingStart[lane];
    const mostDays = network.laneRingLength[lane] - 1; // extra days included
    for (let from = 1; from <= mostDays; ) {
      const before = openBefore[start + from];
      const after = openAfter[start + from];
      let to = from;
      while (to < mostDays && openBefore[start + to + 1] === before && openAfter[start + to + 1] === after) to += 1;
      call(from, to, before, after);
      from = to + 1;
    }
  }

  return {
    edit(disruptions, before, after, writer) {
      findTouched(disruptions, before, after);
      if (touched.count === 0) return;
      collect(disruptions, before, after);
      for (let at = 0; at < touched.count; at++) editLane(touched.list[at], writer);
      emptyEntitySet(touched);
    },
  };
}
