import { CHANNELS } from "../model/channel.ts";
import type { Network } from "../model/network.ts";
import { EDIT_HOLD, EDIT_RELEASE } from "../model/segments.ts";
import { addEntity, createEntitySet, emptyEntitySet } from "./entity-set.ts";
import type { LevelSteps } from "./level-steps.ts";
import type { Levels } from "./levels.ts";
import type { SegmentWriter } from "./segment-writer.ts";

/**
 * Turns a change of levels into holds and releases of goods under way. Goods in a slot move at the product of the open
 * fractions of all passages still ahead of them: when it falls, a part of what moves is stopped where it is; when it
 * rises, a part of what stands goes on, with its old spacing.
 */
export function createTransitEditor(network: Network): {
  edit(steps: LevelSteps, levels: Levels, writer: SegmentWriter): void;
} {
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount, effectPassDays } = network;
  // [lane slot] by days to go: open fraction before and after the change.
  const openBefore = new Float64Array(network.counts.laneSlots).fill(1);
  const openAfter = new Float64Array(network.counts.laneSlots).fill(1);
  const touched = createEntitySet(network.counts.lanes);

  /** Finds the lanes whose passages change: only there can goods under way stop or go on. */
  function findTouched(steps: LevelSteps, { before, now, changed, changedCount }: Levels): void {
    for (let at = 0; at < changedCount; at++) {
      if (before[changed[at]] === now[changed[at]]) continue;
      const hazard = steps.hazard[changed[at]];
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        if (effectChannel[effect] === CHANNELS.laneTransit) addEntity(touched, effectIndex[effect]);
      }
    }
  }

  function collect(steps: LevelSteps, { before, now }: Levels): void {
    for (let disruption = 0; disruption < steps.disruptions.length; disruption++) {
      if (before[disruption] === 0 && now[disruption] === 0) continue;
      const hazard = steps.hazard[disruption];
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        if (effectChannel[effect] !== CHANNELS.laneTransit || touched.isIn[effectIndex[effect]] === 0) continue;
        const amount = effectAmount[effect];
        narrow(
          effectIndex[effect],
          effectPassDays[effect],
          1 - amount * before[disruption],
          1 - amount * now[disruption],
        );
      }
    }
  }

  /** Goods that have not passed yet find the passage open so far. */
  function narrow(lane: number, passDays: number, before: number, after: number): void {
    const start = network.laneRingStart[lane];
    const end = start + network.laneRingLength[lane];
    for (let slot = start + Math.floor(passDays) + 1; slot < end; slot++) {
      openBefore[slot] *= before;
      openAfter[slot] *= after;
    }
  }

  /** Releases first: the goods that stand are those of before. */
  function editLane(lane: number, writer: SegmentWriter): void {
    const start = network.laneRingStart[lane];
    editRuns(lane, EDIT_RELEASE, writer);
    editRuns(lane, EDIT_HOLD, writer);
    openBefore.fill(1, start, start + network.laneRingLength[lane]);
    openAfter.fill(1, start, start + network.laneRingLength[lane]);
  }

  /** Edits every run of slots that see the same change, where it is one of a kind. */
  function editRuns(lane: number, kind: typeof EDIT_RELEASE | typeof EDIT_HOLD, writer: SegmentWriter): void {
    const start = network.laneRingStart[lane];
    const mostDays = network.laneRingLength[lane] - 1; // extra days included
    for (let from = 1; from <= mostDays; ) {
      const before = openBefore[start + from];
      const after = openAfter[start + from];
      let to = from;
      while (to < mostDays && openBefore[start + to + 1] === before && openAfter[start + to + 1] === after) to += 1;
      if (kind === EDIT_RELEASE) {
        if (after > before) writer.edit(kind, lane, from, to, (after - before) / (1 - before));
      } else if (after < before) writer.edit(kind, lane, from, to, 1 - after / before);
      from = to + 1;
    }
  }

  return {
    edit(steps, levels, writer) {
      findTouched(steps, levels);
      if (touched.count === 0) return;
      collect(steps, levels);
      for (let at = 0; at < touched.count; at++) editLane(touched.list[at], writer);
      emptyEntitySet(touched);
    },
  };
}
