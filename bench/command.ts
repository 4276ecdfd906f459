import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a run of the command took. */
export interface CommandCost {
  readonly seconds: number;
  /** Most memory it held at a time, all threads. */
  readonly peakMegabytes: number;
}

/**
 * Has the process say at its end how much memory it held, in kB. Linux counts what a process held before it became another program into
 * `maxRSS`, that of whoever started it included, but not into this mark.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  process.on("exit", () => {
    let peak = process.resourceUsage().maxRSS;
    try {
      peak = /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1];
    } catch {} // elsewhere
    process.stderr.write("peak " + peak);
  });
`)}`;

/** Runs the compiled command on a study, start-up, files and report included, and throws its files away. */
export async function runCommand(study: string, scenarios: number, workers: number): Promise<CommandCost> {
  const cli = fileURLToPath(new URL("../src/cli.js", import.meta.url)).replace(
    /(?<!dist.)src.cli\.js$/,
    "dist/src/cli.js",
  );
  const out = mkdtempSync(join(tmpdir(), "bench-"));
  const flags = ["--scenarios", String(scenarios), "--workers", String(workers), "--out", out, "--force", "--json"];
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", TELL_PEAK, cli, "run", study, ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors = (errors + text).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const seconds = (performance.now() - start) / 1000;
  rmSync(out, { recursive: true, force: true });
  if (code !== 0) throw new Error(`invalid bench, breakwater run ended with ${code}: ${errors}`);
  return { seconds, peakMegabytes: Number(/peak (\d+)/.exec(errors)?.[1]) / 1024 };
}
