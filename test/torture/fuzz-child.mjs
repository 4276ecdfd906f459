// Takes studies as lines of JSON, answers each with the exit code that the command line would end with.
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const dist = new URL("../../dist/src/", import.meta.url);
const { readStudy } = await import(new URL("commands/read-study.js", dist).href);
const { compileStudy } = await import(new URL("compile-study.js", dist).href);
const { CommandError, EXIT, StudyError } = await import(new URL("errors.js", dist).href);
const [path] = process.argv.slice(2);

for await (const line of createInterface({ input: process.stdin })) {
  writeFileSync(path, Buffer.from(line, "base64"));
  const startedAt = process.cpuUsage();
  let code = EXIT.ok;
  let message = "";
  try {
    compileStudy(await readStudy(path));
  } catch (error) {
    message = String(error?.message);
    code =
      error instanceof StudyError
        ? EXIT.invalidStudy
        : error instanceof CommandError
          ? error.exitCode
          : EXIT.internalFault;
  }
  const isPolluted = Object.keys(Object.prototype).length > 0;
  const { user, system } = process.cpuUsage(startedAt);
  const cpuSeconds = (user + system) / 1e6;
  process.stdout.write(`${JSON.stringify({ code, cpuSeconds, message: message.slice(0, 2000), isPolluted })}\n`);
}
