import Table from "cli-table3";
import { benchEndToEnd } from "./end-to-end.ts";
import { benchGrowth, benchKernel } from "./kernel.ts";
import { describeMachine } from "./measure.ts";
import { benchSkipAhead } from "./skip-ahead.ts";
import { benchTwin } from "./twin.ts";

const table = new Table({ head: ["bench", "median of 5 interleaved rounds"], style: { head: [], border: [] } });
for (const bench of [benchKernel, benchTwin, benchGrowth, benchSkipAhead, benchEndToEnd]) {
  for (const { name, value } of await bench()) table.push([name, value]);
}
process.stdout.write(`${describeMachine()}\n${table.toString()}\n`);
