// Runs a study in shards and merges them, as it is told; answers when the merged run is there. In plain JavaScript, so that worker threads
// start as they do in the program that ships.
import { rmSync } from "node:fs";
import { join } from "node:path";

const dist = new URL("../../dist/src/", import.meta.url);
const { createPool, inline, parseStudy, runStudy } = await import(new URL("index.js", dist).href);
const { mergeShards } = await import(new URL("merge.js", dist).href);

/** Threads to compute with; none is the main thread. */
const by = (workers) => ({ executor: workers === 0 ? inline : createPool({ workers }), workers });

/** @param shards in the order in which they are to be merged; none: the run is not cut */
async function compute({ folder, out, text, shards }) {
  const parsed = parseStudy("torture.yaml", text);
  if (shards.length === 0) return runStudy(parsed, { ...by(0), out });
  const folders = shards.map(({ index }) => join(folder, `shard-${index}`));
  for (const [position, { index, workers, stopAfter, workersAfterwards }] of shards.entries()) {
    const options = { out: folders[position], shard: { index, count: shards.length }, resume: true };
    const stop = new AbortController();
    let done = 0;
    const onProgress = () => {
      done += 1;
      if (done === stopAfter) stop.abort();
    };
    try {
      await runStudy(parsed, { ...options, ...by(workers), signal: stop.signal, onProgress });
    } catch (error) {
      if (error.name !== "InterruptedError") throw error;
      await runStudy(parsed, { ...options, ...by(workersAfterwards) });
    }
  }
  await mergeShards(folders, { out });
  for (const shard of folders) rmSync(shard, { recursive: true });
}

process.on("message", async (asked) => {
  const error = await compute(asked).then(
    () => undefined,
    (thrown) => String(thrown?.stack ?? thrown),
  );
  process.send({ error });
});
process.send("ready");
