import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompiledDesign, compileDesign } from "../../../src/compile/compile.ts";
import { openNetworks, shareNetworks } from "../../../src/compile/share-networks.ts";
import type { Study } from "../../../src/config/study.ts";
import type { Network } from "../../../src/model/network.ts";
import { FULL_STUDY, parse } from "../config/full-study.ts";

const { study } = parse(FULL_STUDY);

function compile(parts: Study, design: number): CompiledDesign {
  const compiled = compileDesign(parts, parts.designs[design]);
  if (Array.isArray(compiled)) throw new Error(compiled.map(({ message }) => message).join("\n"));
  return compiled;
}

/** Everything a network holds, as plain numbers. */
function contents(network: Network): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(network).map(([name, column]) => [
      name,
      ArrayBuffer.isView(column) ? [...(column as Float64Array)] : column,
    ]),
  );
}

/** A list in another order, from a list of picks. */
function shuffled<Item>(items: readonly Item[], picks: readonly number[]): Item[] {
  const rest = [...items];
  return items.map((_, index) => rest.splice(picks[index % picks.length] % rest.length, 1)[0]);
}

describe.each([0, 1])("a compiled design (%i)", (design) => {
  const plain = compile(study, design);

  test("does not depend on the order in which the study lists things", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 99 }), { minLength: 5, maxLength: 9 }), (picks) => {
        const { world } = study;
        const permuted: Study = {
          ...study,
          world: {
            ...world,
            carbonRegimes: shuffled(world.carbonRegimes, picks),
            regions: shuffled(world.regions, picks),
            chokepoints: shuffled(world.chokepoints, picks),
            ports: shuffled(world.ports, picks),
            sites: shuffled(
              world.sites.map((site) => ({
                ...site,
                processes: shuffled(site.processes, picks),
                stocks: shuffled(site.stocks, picks),
              })),
              picks,
            ),
            lanes: shuffled(world.lanes, picks),
          },
          markets: shuffled(study.markets, picks),
          designs: study.designs.map((item) => ({
            ...item,
            lanes: shuffled(item.lanes, picks),
            stocks: shuffled(item.stocks, picks),
            processes: shuffled(item.processes, picks),
            sites: shuffled(item.sites, picks),
          })),
        };
        const again = compile(permuted, design);
        expect(again.labels).toEqual(plain.labels);
        expect(contents(again.network)).toEqual(contents(plain.network));
      }),
    );
  });

  test("has its entities in the order of their ids, a detour behind its lane", () => {
    const { stocks, ports, regions, lanes } = plain.labels;
    for (const list of [stocks, ports, regions]) expect(list).toEqual([...list].sort());
    expect(lanes.indexOf("ship~1")).toBe(lanes.indexOf("ship") + 1);
    const { laneTo, stockLaneStart } = plain.network;
    expect([...laneTo]).toEqual([...laneTo].sort((left, right) => left - right));
    stocks.forEach((_, stock) => {
      for (let at = stockLaneStart[stock]; at < stockLaneStart[stock + 1]; at++) expect(laneTo[at]).toBe(stock);
    });
  });

  test("has only finite numbers but for limits that are not there", () => {
    for (const [name, column] of Object.entries(plain.network)) {
      if (!ArrayBuffer.isView(column) || MAY_BE_INFINITE.has(name)) continue;
      expect([...(column as Float64Array)].every(Number.isFinite), name).toBe(true);
    }
  });
});

/** Limits: Infinity where there is none. */
const MAY_BE_INFINITE = new Set([
  "stockOrderCapacityUnitsPerDay",
  "stockStorageUnits",
  "stockReleaseUnitsPerDay",
  "stockRefillUnitsPerDay",
]);

describe("networks in a shared buffer", () => {
  const networks = [compile(study, 0).network, compile(study, 1).network];
  const shared = shareNetworks(networks);

  test("hold what the networks hold", () => {
    expect(openNetworks(shared).map(contents)).toEqual(networks.map(contents));
  });

  test("can be sent as they are and opened again, and do not overlap", () => {
    const [first, second] = openNetworks(structuredClone({ ...shared, buffer: shared.buffer }));
    expect(first.stockFlowUnitsPerDay.buffer).toBeInstanceOf(SharedArrayBuffer);
    const before = contents(second);
    for (const column of Object.values(first)) if (ArrayBuffer.isView(column)) (column as Float64Array).fill(7);
    expect(contents(second)).toEqual(before);
    expect(contents(networks[0])).not.toEqual(contents(first));
  });
});
