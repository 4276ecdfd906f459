import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parse as parseYaml } from "yaml";
import { damagedStudy } from "../helpers/damage-study.ts";
import { FULL_STUDY } from "../unit/config/full-study.ts";
import { createChance, type Finding, quantile, type Stage } from "./stage.ts";

const CORPUS = fileURLToPath(new URL("./corpus/", import.meta.url));
const CHILD = fileURLToPath(new URL("./fuzz-child.mjs", import.meta.url));
const CODES = [0, 64, 65, 66];
/** Of the processor: on a busy machine the clock says little. What does not answer at all within the patience hangs. */
const MOST_CPU_SECONDS = 5;
const PATIENCE_SECONDS = 120;
const MOST_MEGABYTES = 512;

interface Answer {
  readonly code: number;
  readonly cpuSeconds: number;
  readonly message: string;
  readonly isPolluted: boolean;
}

/**
 * Gives study files that something was done to, and every file of the corpus, to a child process with little memory. Whatever made a
 * promise break is kept in the corpus.
 */
export async function tortureWithFuzz(stage: Stage, files: number, seed: number): Promise<Finding> {
  const twoNode = readFileSync(new URL("../../configs/two-node.yaml", import.meta.url), "utf8");
  const texts = [twoNode, FULL_STUDY];
  const corpus = readdirSync(CORPUS).map((name) => readFileSync(join(CORPUS, name)));
  const drawn = fc.sample(
    damagedStudy(
      texts,
      texts.map((text) => parseYaml(text) as unknown),
    ),
    { seed, numRuns: files },
  );
  const chance = createChance(seed);
  // Now and then a byte is another one: not everything is text.
  const inputs = drawn.map((text, index) => {
    const bytes = Buffer.from(text);
    if (index % 10 === 0 && bytes.length > 0) bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256);
    return bytes;
  });
  const broken: string[] = [];
  const codes: Record<string, number> = {};
  const seconds: number[] = [];
  let reader = openReader(stage.folder);
  const found = (): Finding => ({
    name: "fuzz",
    figures: {
      files: inputs.length,
      "of the corpus": corpus.length,
      "exit codes": Object.entries(codes)
        .map(([code, times]) => `${code}: ${times}`)
        .join(", "),
      "processor seconds a file, p99": quantile(seconds, 0.99).toFixed(3),
      "processor seconds a file, most": quantile(seconds, 1).toFixed(3),
      "aborts, hangs or other exits": broken.length,
    },
    broken,
  });
  for (const [index, input] of [...corpus, ...inputs].entries()) {
    const answer = await reader.ask(input);
    if (typeof answer !== "string") seconds.push(answer.cpuSeconds);
    const wrong =
      typeof answer === "string"
        ? answer
        : answer.isPolluted
          ? "changed Object.prototype"
          : answer.cpuSeconds > MOST_CPU_SECONDS
            ? `took ${answer.cpuSeconds} s`
            : !CODES.includes(answer.code)
              ? `ended with ${answer.code}: ${answer.message}`
              : answer.code === 65 && !/^\S.*:\d+:\d+ /.test(answer.message)
                ? `names no place: ${answer.message}`
                : undefined;
    const code = typeof answer === "string" ? "none" : String(answer.code);
    codes[code] = (codes[code] ?? 0) + 1;
    if (index % 200 === 0) stage.note(found());
    if (wrong === undefined) continue;
    broken.push(`file ${index}: ${wrong}`);
    mkdirSync(CORPUS, { recursive: true });
    writeFileSync(join(CORPUS, `found-${seed}-${index}.yaml`), input);
    reader.end();
    reader = openReader(stage.folder);
  }
  reader.end();
  return found();
}

/** A child that reads studies, one after the other. */
function openReader(folder: string): { ask(input: Uint8Array): Promise<Answer | string>; end(): void } {
  const child: ChildProcess = spawn(
    process.execPath,
    [`--max-old-space-size=${MOST_MEGABYTES}`, CHILD, join(folder, "fuzz.yaml")],
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const gone = new Promise<string>((resolve) => {
    child.on("close", (code, signal) => resolve(`the process ended with ${signal ?? code}`));
  });
  return {
    async ask(input) {
      child.stdin?.write(`${Buffer.from(input).toString("base64")}\n`);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<string>((resolve) => {
        timer = setTimeout(() => resolve(`no answer within ${PATIENCE_SECONDS} s`), PATIENCE_SECONDS * 1000);
      });
      const line = lines.next().then(async ({ value, done }): Promise<Answer | string> => {
        return done === true ? gone : (JSON.parse(value as string) as Answer);
      });
      const answer = await Promise.race<Answer | string>([line, gone, patience]);
      clearTimeout(timer);
      return answer;
    },
    end: () => child.kill("SIGKILL"),
  };
}
