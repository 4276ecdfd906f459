import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraProductionCostUsd: Metric = {
  name: "extraProductionCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: conversion of goods.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("production")],
};
