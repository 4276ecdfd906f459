import type { CompiledStudy } from "../../compile-study.ts";
import type { StudyProblem } from "../../errors.ts";
import { CHANNELS } from "../../model/channel.ts";
import type { Silo } from "../../model/silo.ts";
import { quote } from "../../schema/show.ts";
import type { CheckedParty } from "./check-party.ts";

/** Channels that both ends of a lane feel: what may leave the dock. */
const AT_THE_DOCK: ReadonlySet<number> = new Set([CHANNELS.laneDispatch, CHANNELS.laneOpening]);

/**
 * Checks that common hazards touch every boundary lane alike at both ends: a ban that only one of them knows would let the
 * other ship what nobody takes, or order what nobody may send.
 */
export function checkBoundaryEffects(checked: readonly CheckedParty[]): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const ends = new Map<string, Set<string>>();
  for (const { part, compiled } of checked) {
    if (compiled === undefined) return []; // said already
    for (const lane of part.silo.lanes) ends.set(lane.lane, (ends.get(lane.lane) ?? new Set()).add(part.silo.party));
  }
  const told = new Set<string>();
  const tell = (hazard: string, way: string, design: string, touched: string, other: string): void => {
    if (told.has(`${hazard}\0${way}`)) return;
    told.add(`${hazard}\0${way}`);
    const { source } = (checked.find(({ part }) => part.silo.party === other) as CheckedParty).part;
    const message = `missing effect of hazard ${quote(hazard)} on lane ${quote(way)} (design ${quote(design)}), by the file of party ${quote(touched)} it limits what may be sent; state it in the contract, or alike in both files`;
    problems.push(source.problemAt(["hazards"], message));
  };
  const all = checked.map(({ part, compiled }) => ({
    party: part.silo.party,
    effects: effectsAtDocks(compiled as CompiledStudy, part.silo),
  }));
  for (const { party, effects } of all) {
    for (const [key, amount] of effects) {
      const [design, hazard, way] = key.split("\0");
      for (const other of ends.get(way.split("~")[0]) ?? []) {
        if (other === party) continue;
        const theirs = all.find((item) => item.party === other)?.effects.get(key);
        if (theirs !== amount) tell(hazard, way, design, party, other);
      }
    }
  }
  return problems;
}

/** Amounts by design, hazard, way and channel, for the ways that the contract states. */
function effectsAtDocks({ study, designs }: CompiledStudy, { lanes }: Silo): Map<string, number> {
  const found = new Map<string, number>();
  designs.forEach(({ network, labels }, design) => {
    const { id: designId } = study.designs[design];
    const agreed = new Set(lanes.flatMap(({ baselines }) => Object.keys(baselines[designId] ?? {})));
    study.hazards.forEach(({ id }, hazard) => {
      for (let at = network.hazardEffectStart[hazard]; at < network.hazardEffectStart[hazard + 1]; at++) {
        const channel = network.effectChannel[at];
        const way = AT_THE_DOCK.has(channel) ? labels.lanes[network.effectIndex[at]] : "";
        if (agreed.has(way)) found.set([designId, id, way, channel].join("\0"), network.effectAmount[at]);
      }
    });
  });
  return found;
}
