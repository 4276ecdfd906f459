import Table from "cli-table3";
import { optimiseLater } from "../src/executors/optimise-later.ts";
import { benchEndToEnd } from "./end-to-end.ts";
import { benchGrowth, benchKernel } from "./kernel.ts";
import { benchLockstep } from "./lockstep.ts";
import { describeMachine } from "./measure.ts";
import { benchMemory } from "./memory.ts";
import { benchMovement } from "./movement.ts";
import { benchNetworkGrowth } from "./network-growth.ts";
import { benchOutputs } from "./outputs.ts";
import { benchSkipAhead } from "./skip-ahead.ts";
import { benchTwin } from "./twin.ts";
import { benchCommand } from "./whole-command.ts";

type Rows = readonly { readonly name: string; readonly value: string }[];

const FULL: readonly (() => Promise<Rows>)[] = [
  benchKernel,
  benchTwin,
  benchGrowth,
  benchNetworkGrowth,
  benchSkipAhead,
  benchMovement,
  benchEndToEnd,
  benchCommand,
  benchOutputs,
  benchLockstep,
  benchMemory,
];

/** `--tiny`: whether all but the kernel's and the twin's run and say something at all, not how long anything takes. */
const TINY: readonly (() => Promise<Rows>)[] = [
  () => benchNetworkGrowth({ rounds: 1, sitesPerTier: [2, 4], laneDays: 1 }),
  () => benchSkipAhead({ rounds: 1, scenarios: 2, rates: [1] }),
  () => benchMovement({ scenarios: 2, id: "two-node" }),
  () => benchEndToEnd({ rounds: 1, scenarios: 1024, ofReference: 16, id: "two-node" }),
  () => benchCommand({ rounds: 1, scenarios: 16, id: "two-node" }),
  () => benchOutputs({ rounds: 1, runs: { "two-node": 64 } }),
  () => benchLockstep({ rounds: 1, scenarios: 16 }),
  () => benchMemory({ scenarios: [32, 64] }),
];

optimiseLater(); // as the command does
const table = new Table({ head: ["bench", "median of the rounds"], style: { head: [], border: [] } });
for (const bench of process.argv.includes("--tiny") ? TINY : FULL) {
  for (const { name, value } of await bench()) {
    process.stderr.write(`${name}: ${value}\n`);
    table.push([name, value]);
  }
}
process.stdout.write(`${describeMachine()}\n${table.toString()}\n`);
