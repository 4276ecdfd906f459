import { CHANNELS } from "../model/channel.ts";
import type { Network } from "../model/network.ts";
import { addAllEntities, addEntity, createEntitySet, type EntitySet, emptyEntitySet } from "./entity-set.ts";
import type { LevelSteps } from "./level-steps.ts";
import type { Levels } from "./levels.ts";

/** The entities of a network whose channel values have to be computed anew: a disruption touches few. */
export interface Touched {
  readonly lanes: EntitySet;
  readonly stocks: EntitySet;
  readonly processes: EntitySet;
  readonly ports: EntitySet;
  readonly regimes: EntitySet;
  readonly markets: EntitySet;
  /** [channel] the one of these sets that its entities are in; undefined for destruction, which has no value that lasts. */
  readonly ofChannel: readonly (EntitySet | undefined)[];
  /** All of them. */
  readonly sets: readonly EntitySet[];
}

type Kind = Exclude<keyof Touched, "ofChannel" | "sets">;

const KIND_OF_CHANNEL: Readonly<Record<keyof typeof CHANNELS, Kind | undefined>> = {
  laneDispatch: "lanes",
  laneTransit: "lanes",
  laneReceipt: "lanes",
  laneFreight: "lanes",
  stockOrder: "stocks",
  processCapacity: "processes",
  portThroughput: "ports",
  regimeAdd: "regimes",
  regimeFactor: "regimes",
  laneTariff: "lanes",
  laneExtraDays: "lanes",
  laneOpening: "lanes",
  laneSpoilage: "lanes",
  stockSpoilage: "stocks",
  stockDestruction: undefined,
  marketDemand: "markets",
  processPressure: "processes",
  laneTrust: "lanes",
};

export function createTouched({ counts }: Network): Touched {
  const sets: Record<Kind, EntitySet> = {
    lanes: createEntitySet(counts.lanes),
    stocks: createEntitySet(counts.stocks),
    processes: createEntitySet(counts.processes),
    ports: createEntitySet(counts.ports),
    regimes: createEntitySet(counts.regimes),
    markets: createEntitySet(counts.markets),
  };
  const ofChannel: (EntitySet | undefined)[] = [];
  for (const name of Object.keys(CHANNELS) as (keyof typeof CHANNELS)[]) {
    const kind = KIND_OF_CHANNEL[name];
    ofChannel[CHANNELS[name]] = kind === undefined ? undefined : sets[kind];
  }
  return { ...sets, ofChannel, sets: Object.values(sets) };
}

/** Everything a network has. */
export function touchAll(touched: Touched): void {
  for (const set of touched.sets) addAllEntities(set);
}

/** What the disruptions touch whose levels have just changed, and nothing else. */
export function touchChanged(
  network: Network,
  { hazard: hazards }: LevelSteps,
  { now, before, changed, changedCount }: Levels,
  touched: Touched,
): void {
  const { hazardEffectStart, effectChannel, effectIndex } = network;
  for (const set of touched.sets) emptyEntitySet(set);
  for (let at = 0; at < changedCount; at++) {
    if (before[changed[at]] === now[changed[at]]) continue;
    const hazard = hazards[changed[at]];
    for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
      const set = touched.ofChannel[effectChannel[effect]];
      if (set !== undefined) addEntity(set, effectIndex[effect]);
    }
  }
}
