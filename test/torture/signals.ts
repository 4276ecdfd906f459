import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { breakwater, type Finding, isWhole, quantile, type Stage, start, tornFiles } from "./stage.ts";

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const SIGNALS = Object.keys(CODES) as (keyof typeof CODES)[];

/**
 * Asks runs to stop at evenly spread moments of their lives. Each must end within two seconds with its work kept; the command it
 * prints must then finish it.
 */
export async function tortureWithSignals(stage: Stage, phases: number, runMs: number): Promise<Finding> {
  const broken: string[] = [];
  const stopSeconds: number[] = [];
  let resumed = 0;
  let unbegun = 0;
  const found = (): Finding => ({
    name: "signals",
    figures: {
      phases,
      stopped: stopSeconds.length,
      "had finished before": unbegun,
      "resumed by the command printed": resumed,
      "seconds to stop, median": quantile(stopSeconds, 0.5).toFixed(2),
      "seconds to stop, p99": quantile(stopSeconds, 0.99).toFixed(2),
      "broken promises": broken.length,
    },
    broken,
  });
  for (let phase = 0; phase < phases; phase++) {
    const signal = SIGNALS[phase % SIGNALS.length];
    const out = join(stage.folder, `signal-${phase}`);
    const { child, ended } = breakwater(["run", stage.study, "--out", out, "--workers", "2"]);
    while (!existsSync(join(out, "manifest.json")) && child.exitCode === null) await sleep(2);
    await sleep((runMs * phase) / phases);
    const sentAt = performance.now();
    child.kill(signal);
    const { code, signal: by, output } = await ended;
    const what = `${signal} in phase ${phase}`;
    const torn = tornFiles(out, stage);
    if (torn.length > 0) broken.push(`${what}: torn ${torn.join(", ")}`);
    if (code === 0)
      unbegun += 1; // it was faster
    else {
      stopSeconds.push((performance.now() - sentAt) / 1000);
      // Dying by the signal itself is the same to a shell: 128 and its number.
      if (by !== signal && code !== CODES[signal])
        broken.push(`${what}: ended with ${by ?? code}: ${output.slice(-300)}`);
      const command = / {2}node (.+)$/m.exec(output)?.[1];
      if (command === undefined) broken.push(`${what}: names no command to go on with: ${output.slice(-300)}`);
      else {
        const again = await start(command.split(" ")).ended;
        if (again.code === 0 && isWhole(out, stage)) resumed += 1;
        else broken.push(`${what}: '${command}' ended with ${again.code}: ${again.output.slice(-300)}`);
      }
    }
    rmSync(out, { recursive: true, force: true });
    stage.note(found());
  }
  if (quantile(stopSeconds, 0.99) > 2) broken.push("the slowest stops took more than 2 s");
  return found();
}
