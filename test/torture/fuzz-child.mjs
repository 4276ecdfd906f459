// Takes studies as lines of base64, answers each with the exit code that the command line would end with. Studies that are none are
// refused; of those that are, the first scenarios are computed.
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const dist = new URL("../../dist/src/", import.meta.url);
const { readStudy } = await import(new URL("commands/read-study.js", dist).href);
const { compileStudy, toBatchStudy } = await import(new URL("compile-study.js", dist).href);
const { createBatchRunner } = await import(new URL("batch.js", dist).href);
const { locateFault } = await import(new URL("locate-fault.js", dist).href);
const { EXIT, exitCodeOf } = await import(new URL("errors.js", dist).href);
const [path] = process.argv.slice(2);
/** Enough for hazards to strike. */
const SCENARIOS = 2;

for await (const line of createInterface({ input: process.stdin })) {
  writeFileSync(path, Buffer.from(line, "base64"));
  const startedAt = process.cpuUsage();
  const secondsSince = ({ user, system }) => (user + system) / 1e6;
  let code = EXIT.ok;
  let message = "";
  let cpuSeconds;
  try {
    const parsed = await readStudy(path);
    const compiled = compileStudy(parsed);
    cpuSeconds = secondsSince(process.cpuUsage(startedAt));
    try {
      createBatchRunner(toBatchStudy(compiled))(0, Math.min(SCENARIOS, compiled.study.settings.scenarios));
    } catch (error) {
      throw locateFault(error, parsed);
    }
  } catch (error) {
    message = String(error?.message);
    code = exitCodeOf(error);
  }
  const isPolluted = Object.keys(Object.prototype).length > 0;
  cpuSeconds ??= secondsSince(process.cpuUsage(startedAt));
  process.stdout.write(`${JSON.stringify({ code, cpuSeconds, message: message.slice(0, 2000), isPolluted })}\n`);
}
