import { expect } from "vitest";

/** Fails, with all numbers and the relative error, unless `calculated` lies within `tolerance * |expected|`. */
export function expectRelative(calculated: number, expected: number, tolerance: number, label: string): void {
  const error = Math.abs(calculated - expected) / (expected === 0 ? 1 : Math.abs(expected));
  const isNear = calculated === expected || error <= tolerance;
  const text = `${label}: calculated ${calculated}, expected ${expected}, relative error ${error}, tolerance ${tolerance}`;
  expect(isNear, text).toBe(true);
}
