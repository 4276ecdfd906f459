import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { BlockOutcome } from "../src/batch.ts";
import { openBlockLog } from "../src/checkpoint/block-log.ts";
import { type CompiledStudy, compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { cutBlocks, sizeBlocks } from "../src/executors/define.ts";
import { createPool } from "../src/executors/pool.ts";
import { openResults } from "../src/outputs/result-writer.ts";
import { prepareFolder } from "./folder.ts";
import { interleave, median, medianRatio } from "./measure.ts";

const WORKERS = 2;

/** How much of its rate a run keeps while it writes its fact tables and its log, on a usual study and on one that does little else. */
export async function benchOutputs({
  rounds = 5,
  runs = { "ev-battery": 600, "two-node": 20_000 },
}: {
  readonly rounds?: number;
  readonly runs?: Readonly<Record<string, number>>;
} = {}): Promise<{ name: string; value: string }[]> {
  const rows: { name: string; value: string }[] = [];
  for (const [id, scenarios] of Object.entries(runs)) {
    const file = `configs/${id}.yaml`;
    const compiled = compileStudy(parseStudy(file, readFileSync(file, "utf8")), { scenarios });
    const delays: number[] = [];
    const [without, written] = await interleave(rounds, [
      () => compute(compiled, async () => undefined),
      () => writeAll(compiled, delays),
    ]);
    const rate = (scenarios * compiled.designs.length) / median(written);
    rows.push({
      name: `${id}, fact tables and log written, ${WORKERS} workers`,
      value: `${(100 * medianRatio(without, written)).toFixed(0)} % of the rate without (${rate.toFixed(0)} rows a second)`,
    });
    rows.push({
      name: `${id}, delay of the main thread's events while it runs`,
      value: `p99 ${median(delays).toFixed(1)} ms`,
    });
  }
  return rows;
}

async function compute({ study, designs }: CompiledStudy, take: (block: BlockOutcome) => Promise<void>): Promise<void> {
  const { settings } = study;
  const lanes = designs.map(({ network }) => network.counts.lanes);
  const blocks = cutBlocks(settings.scenarios, sizeBlocks(settings, lanes, settings.scenarios, WORKERS));
  const batch = toBatchStudy({ study, designs, warnings: [] });
  for await (const block of createPool({ workers: WORKERS }).execute(batch, blocks)) await take(block);
}

async function writeAll(compiled: CompiledStudy, delays: number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const log = await openBlockLog(prepareFolder(folder), 0);
  const results = await openResults(folder, compiled, { workers: WORKERS });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await compute(compiled, async (block) => {
    await results.add(block);
    await log.append(block);
  });
  await log.flush();
  delay.disable();
  // Of a timer that is due every millisecond.
  delays.push(delay.percentile(99) / 1e6);
  await results.discard();
  await log.close();
  rmSync(folder, { recursive: true });
}
