// Runs a study again and again in one process, each time with another fault, and answers with the exit code that the command line
// would end with. What it asks of the engine is what `breakwater run` asks.
import { arm, look } from "./inject.mjs";

const dist = new URL("../../dist/src/", import.meta.url);
const { readStudy } = await import(new URL("commands/read-study.js", dist).href);
const { createReporter } = await import(new URL("commands/run-report.js", dist).href);
const { inline, runStudy } = await import(new URL("index.js", dist).href);
const { EXIT, exitCodeOf } = await import(new URL("errors.js", dist).href);

/** @param stopAfter blocks after which the run is asked to stop */
async function run({ study, out, resume, fault, at, stopAfter }) {
  const reporter = createReporter();
  const abort = new AbortController();
  let blocks = 0;
  const onProgress = () => {
    blocks += 1;
    if (blocks === stopAfter) abort.abort();
  };
  const { beforeSuccess } = reporter;
  const { signal } = abort;
  arm({ folder: out, fault, at });
  try {
    const parsed = await readStudy(study);
    const report = await runStudy(parsed, {
      executor: inline,
      workers: 0,
      out,
      resume,
      signal,
      onProgress,
      beforeSuccess,
    });
    await reporter.afterwards(report);
    return { code: EXIT.ok, message: "" };
  } catch (error) {
    return { code: exitCodeOf(error), message: String(error?.message) };
  }
}

process.on("message", async (asked) => {
  const answer = await run(asked);
  const { operations, hasStruck } = look();
  arm({});
  process.send({ ...answer, operations, hasStruck });
});
process.send("ready");
