import { expect, test } from "vitest";
import { kindOf } from "../../../src/report/story.ts";

test("events that differ in their figures only are of one kind; lanes with numbers in their names are two", () => {
  expect(kindOf("share of orders now 12.5 %: lane-1")).toBe(kindOf("share of orders now 0.0 %: lane-1"));
  expect(kindOf("share of orders now 12.5 %: lane-1")).not.toBe(kindOf("share of orders now 12.5 %: lane-2"));
  expect(kindOf("$1.20 M spent on growth: fab")).toBe(kindOf("$300 k spent on growth: fab"));
  expect(kindOf("service falls below 0.9")).toBe(kindOf("service falls below 0.8"));
});
