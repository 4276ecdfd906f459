import { logRank } from "../aggregate/log-rank.ts";
import type { Sampling } from "../aggregate/sampling.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { LogRankRow } from "./tables/log-rank.ts";

/** Log-rank tests of the time to recover, every design against every other. */
export async function logRankRows(store: OutcomeReader, designs: number, sampling: Sampling): Promise<LogRankRow[]> {
  const metric = metricIndex("timeToRecoverDays");
  const seenBy = metricIndex(METRICS[metric].seenBy as string);
  const read = async (design: number) => ({
    times: store.readColumn(design, metric),
    isEvent: store.readColumn(design, seenBy),
  });
  const rows: LogRankRow[] = [];
  for (let design = 0; design < designs; design++) {
    const own = await read(design);
    for (let versus = 0; versus < designs; versus++) {
      if (versus !== design) rows.push({ design, versus, ...logRank(own, await read(versus), sampling) });
    }
  }
  return rows;
}
