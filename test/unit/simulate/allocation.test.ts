import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Heap used by a simulation may differ by this between horizons: what the runtime itself keeps. */
const NOISE_BYTES = 4096;

test("a horizon ten times longer takes no more memory: the days allocate nothing", () => {
  const program = fileURLToPath(new URL("./fixtures/measure-heap.ts", import.meta.url));
  // Code is compiled when it is due, not when a busy machine comes round to it: until then every day boxes numbers.
  const flags = ["--expose-gc", "--no-concurrent-recompilation", "--import", "tsx"];
  const options = { encoding: "utf8", timeout: 60_000 } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, program], options);
  expect(status, stderr).toBe(0);
  const { short, long } = JSON.parse(stdout) as { short: number; long: number };
  const what = `${long} bytes for 3,600 days, ${short} for 360`;
  expect(Math.abs(long - short), what).toBeLessThan(NOISE_BYTES);
});
