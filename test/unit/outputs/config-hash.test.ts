import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import { hashStudy } from "../../../src/outputs/config-hash.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const { study } = parseInput(harbourStudy());
const [lean, buffered] = study.designs;
const hashOf = (changed: Partial<Study> = {}, reference = lean): string =>
  hashStudy({ ...study, ...changed }, reference);
const withSettings = (settings: object): string => hashOf({ settings: { ...study.settings, ...settings } });

/** The same values with every object's keys the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("the configuration hash", () => {
  test("is 64 hex digits, and the same for the same study however its keys are ordered", () => {
    expect(hashOf()).toMatch(/^[0-9a-f]{64}$/);
    expect(hashStudy(reversed(study) as Study, lean)).toBe(hashOf());
    expect(hashOf({ title: study.title, ...{ unknown: undefined } })).toBe(hashOf());
  });

  test("leaves out the seed and the size of blocks, which stand elsewhere or change no number", () => {
    expect(withSettings({ seed: 99 })).toBe(hashOf());
    expect(withSettings({ blockScenarios: 99 })).toBe(hashOf());
  });

  test.each([
    { scenarios: 301 },
    { horizonDays: 121 },
    { exposureDays: 59 },
    { capitalCostFractionPerYear: 0.1 + 1e-16 },
    { sampler: "another" },
    { service: { ...study.settings.service, holdDays: 15 } },
  ])("differs for %o", (settings) => {
    expect(withSettings(settings)).not.toBe(hashOf());
  });

  test("differs for every part of the study, and for the order of designs, which are columns of the results", () => {
    const [first, ...others] = study.markets;
    const hashes = [
      hashOf(),
      hashOf({ markets: [{ ...first, priceUsdPerUnit: 41 }, ...others] }),
      hashOf({ hazards: study.hazards.slice(1) }),
      hashOf({ designs: [buffered, lean] }),
      hashOf({ designs: [lean] }),
      hashOf({ world: { ...study.world, lanes: study.world.lanes.slice(1) } }),
      hashOf({ title: "Other harbours" }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("covers the design that premiums are measured against, also when it does not run", () => {
    const only = { designs: [buffered] };
    const dearer = { ...lean, sites: [{ site: "works", fixedCostUsdPerDay: 7, isInherited: false }] };
    expect(hashOf(only, dearer)).not.toBe(hashOf(only, lean));
    expect(hashOf({}, lean)).toBe(hashOf());
  });

  test("does not confuse texts with what they look like", () => {
    expect(hashOf({ title: '1","x' })).not.toBe(hashOf({ title: "1" }));
    expect(withSettings({ sampler: "1" })).not.toBe(withSettings({ sampler: 1 }));
  });
});
