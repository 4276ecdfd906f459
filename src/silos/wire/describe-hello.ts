import type { Study } from "../../config/study.ts";
import type { BoundaryLane, Silo } from "../../model/silo.ts";
import { engineCommit, engineVersion } from "../../version.ts";
import { ORDER_FIELDS, shipmentFields, waysOf } from "../boundary.ts";
import { type Boundary, type Column, FRACTION, USD } from "./columns.ts";
import { type Hello, PROTOCOL } from "./hello.ts";

type Field = (typeof ORDER_FIELDS)[number] | ReturnType<typeof shipmentFields>[number];

const UNITS: Readonly<Record<Field, string>> = {
  unitsOrdered: "units",
  withdrawnFraction: FRACTION,
  unitsShipped: "units",
  usdShipped: USD,
};

/**
 * What a party says before it computes anything.
 *
 * @param contract the contract as its file states it
 */
export function describeHello(study: Study, silo: Silo, contract: unknown): Hello {
  const { seed, scenarios, blockScenarios } = study.settings;
  const designs = study.designs.map(({ id }) => id);
  const commit = engineCommit();
  return {
    party: silo.party,
    ...(commit === undefined ? {} : { commit }),
    terms: {
      protocol: PROTOCOL,
      engineVersion: engineVersion(),
      v8Version: process.versions.v8,
      parties: silo.parties,
      seed,
      scenarios,
      blockScenarios,
      sharesPrices: silo.sharesPrices,
      designs,
      contract,
    },
    boundary: columnsByNeighbour(silo, designs),
  };
}

/** Columns by neighbour and design, in the order of `messageLength`: orders for what comes in, then shipments of what goes out. */
function columnsByNeighbour(silo: Silo, designs: readonly string[]): Boundary {
  const neighbours = silo.parties.filter((id) => silo.lanes.some(({ from, to }) => from === id || to === id));
  const between = (from: string, to: string): readonly BoundaryLane[] =>
    silo.lanes.filter((lane) => lane.from === from && lane.to === to);
  const columnsOf = (lanes: readonly BoundaryLane[], design: string, fields: readonly Field[]): Column[] =>
    lanes.flatMap((lane) =>
      waysOf(lane, design).flatMap((way) =>
        fields.map((field) => ({ lane: lane.lane, way, field, unit: UNITS[field] })),
      ),
    );
  /** What one party sends to another. */
  const sentBy = (from: string, to: string): Column[][] =>
    designs.map((design) => [
      ...columnsOf(between(to, from), design, ORDER_FIELDS),
      ...columnsOf(between(from, to), design, shipmentFields(silo.sharesPrices)),
    ]);
  return Object.fromEntries(
    neighbours
      .filter((id) => id !== silo.party)
      .map((id) => [id, { sent: sentBy(silo.party, id), received: sentBy(id, silo.party) }]),
  );
}
