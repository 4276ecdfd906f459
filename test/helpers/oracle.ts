import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";

/** One expected number (or list) of a reference case, with the distance a result may lie from it. */
export interface Expectation {
  readonly quantity: string;
  readonly value: unknown;
  readonly tol_abs?: number;
  readonly tol_rel?: number;
}

interface OracleCase {
  readonly id: string;
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: every case has inputs of its own shape
  readonly inputs: any;
  readonly expected: readonly Expectation[];
}

/**
 * A reference case under test. `check` compares one named number with the case's own tolerance; `close` fails if any
 * number of the case was neither checked nor set aside with a reason.
 */
export interface Oracle extends OracleCase {
  find(quantity: string): Expectation;
  check(quantity: string, calculated: unknown): void;
  checkWithin(quantity: string, calculated: unknown, tolerance: number, why: string): void;
  setAside(quantity: string, reason: string): void;
  close(): void;
}

export function openOracle(id: string): Oracle {
  const text = readFileSync(new URL(`../oracles/cases/${id}.json`, import.meta.url), "utf8");
  return watchOracle(JSON.parse(text) as OracleCase);
}

/** Cases whose inputs belong to another project: read where they lie, beside the checkout, never copied. */
const IN_PLACE = new URL("../../../shared/reference/cases-in-place.json", import.meta.url);

/** Whether the cases of other projects can be read here; tests of them are skipped, and say so, where they cannot. */
export const hasOraclesInPlace = existsSync(IN_PLACE);

export function openOracleInPlace(id: string): Oracle {
  const { cases } = JSON.parse(readFileSync(IN_PLACE, "utf8")) as { cases: OracleCase[] };
  const oracleCase = cases.find((item) => item.id === id);
  if (oracleCase === undefined) throw new Error(`there is no case '${id}' in place`);
  return watchOracle(oracleCase);
}

function watchOracle(oracleCase: OracleCase): Oracle {
  const { id } = oracleCase;
  const seen = new Set<Expectation>();

  // Names may repeat ("median" twice in one case): each call takes the first one not yet used.
  function find(quantity: string): Expectation {
    const matches = oracleCase.expected.filter((entry) => entry.quantity === quantity);
    if (matches.length === 0) throw new Error(`${id} expects no quantity named '${quantity}'`);
    return matches.find((entry) => !seen.has(entry)) ?? (matches[0] as Expectation);
  }

  return {
    ...oracleCase,
    find,
    check(quantity, calculated) {
      const entry = find(quantity);
      seen.add(entry);
      expectNear(calculated, entry.value, entry, `${id}: ${quantity}`);
    },
    checkWithin(quantity, calculated, tolerance, why) {
      const entry = find(quantity);
      seen.add(entry);
      expectNear(calculated, entry.value, { tol_abs: tolerance }, `${id}: ${quantity} (${why})`);
    },
    setAside(quantity, reason) {
      if (reason.length < 10) throw new Error(`${id}: '${quantity}' is set aside without a reason`);
      seen.add(find(quantity));
    },
    close() {
      const unchecked = oracleCase.expected.filter((entry) => !seen.has(entry)).map((entry) => entry.quantity);
      expect(unchecked, `${id}: numbers neither checked nor set aside`).toEqual([]);
    },
  };
}

/** Compares numbers, lists and maps of them; says calculated, expected and tolerance when they differ. */
function expectNear(
  calculated: unknown,
  expected: unknown,
  tolerance: { tol_abs?: number; tol_rel?: number },
  label: string,
): void {
  if (Array.isArray(expected)) {
    const list = Array.from(calculated as ArrayLike<unknown>);
    expect(list.length, `${label}: length`).toBe(expected.length);
    expected.forEach((value, index) => {
      expectNear(list[index], value, tolerance, `${label}[${index}]`);
    });
    return;
  }
  if (typeof expected === "object" && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      expectNear((calculated as Record<string, unknown>)[key], value, tolerance, `${label}.${key}`);
    }
    return;
  }
  if (typeof expected !== "number") {
    expect(calculated, label).toEqual(expected);
    return;
  }
  const distance = Math.abs((calculated as number) - expected);
  const allowed = Math.max(tolerance.tol_abs ?? 0, (tolerance.tol_rel ?? 0) * Math.abs(expected));
  const isNear = distance <= allowed;
  expect(isNear, `${label}: calculated ${calculated}, expected ${expected}, tolerance ${allowed}`).toBe(true);
}
