import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// `npm run plant [-- NUMBER...]`: puts one bug after the other into a copy of the tree and runs the tests that should see it. A bug that
// leaves them green is a hole in the suite.

interface Bug {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** Test files that should turn red. */
  readonly tests: readonly string[];
}

const BUGS: readonly Bug[] = [
  {
    name: "every second block is skipped",
    file: "src/executors/define.ts",
    find: "from += blockScenarios",
    put: "from += 2 * blockScenarios",
    tests: ["test/unit/executors/pool.test.ts"],
  },
  {
    name: "blocks are merged as they arrive",
    file: "src/executors/pool.ts",
    find: "yield await (underWay.shift() as Promise<Result>);",
    put: "{ const at = await Promise.race(underWay.map((task, index) => task.then(() => index))); yield await underWay.splice(at, 1)[0]; }",
    tests: ["test/unit/executors/pool.test.ts"],
  },
  {
    name: "a draw comes from Math.random",
    file: "src/samplers/monte-carlo.ts",
    find: "keyedUniforms(seed, hazardId, scenario, purpose)",
    put: "keyedUniforms(seed, hazardId, scenario + Math.random(), purpose)",
    tests: ["test/architecture.test.ts", "test/contracts/samplers.test.ts"],
  },
  {
    name: "a rank is off by one",
    file: "src/aggregate/quantile.ts",
    find: "lowerRank: firstTooHigh - 1",
    put: "lowerRank: firstTooHigh",
    tests: ["test/unit/aggregate/quantile.test.ts"],
  },
  {
    name: "a file gets its name before it is on the disk",
    file: "src/outputs/durable-file.ts",
    find: "      await handle.sync();\n",
    put: "",
    tests: ["test/unit/outputs/durable-file.test.ts"],
  },
  {
    name: "a short write counts as a whole one",
    file: "src/outputs/durable-file.ts",
    find: "at += bytesWritten;",
    put: "at = bytesWritten + chunk.length;",
    tests: ["test/unit/outputs/durable-file.test.ts"],
  },
  {
    name: "what a worker answers is taken for its block unseen",
    file: "src/executors/pool.ts",
    find: "if (reply?.ok === true && isOutcomeOf(reply.outcome, block, study)) return reply.outcome;",
    put: "if (reply?.ok === true) return reply.outcome as BlockOutcome;",
    tests: ["test/unit/executors/lost-workers.test.ts"],
  },
  {
    name: "the shard is ignored",
    file: "src/run.ts",
    find: "const { from, to } = shard ?? { from: 0, to: scenarios };",
    put: "const { from, to } = { from: 0, to: scenarios };",
    tests: ["test/unit/run/merge.test.ts"],
  },
  {
    name: "a checkpoint is read without its checksum",
    file: "src/checkpoint/frame.ts",
    find: "if (!digestOf(head, payload).equals(head.subarray(DIGEST_AT))) return undefined;",
    put: "",
    tests: ["test/unit/checkpoint/block-log.test.ts"],
  },
  {
    name: "a lock keeps nobody out",
    file: "src/checkpoint/run-lock.ts",
    find: "if (owner !== undefined) throw inUse(shown, owner);",
    put: "",
    tests: ["test/unit/checkpoint/run-lock.test.ts"],
  },
  {
    name: "_SUCCESS is written before the results",
    file: "src/run.ts",
    find: "    await log.flush();\n\n",
    put: '    await log.flush();\n    await writeDurable(join(folder, SUCCESS_FILE), "");\n\n',
    tests: ["test/unit/run/run-study.test.ts"],
  },
  {
    name: "another study is resumed",
    file: "src/checkpoint/claim-folder.ts",
    find: "if (resume && difference !== undefined)",
    put: "if (resume && difference === null)",
    tests: ["test/unit/run/resume.test.ts"],
  },
  {
    name: "shards that leave a gap are merged",
    file: "src/checkpoint/plan-merge.ts",
    find: "if (from > next) throw conflict(missing(shards, next, from));",
    put: "",
    tests: ["test/unit/run/merge.test.ts"],
  },
];

const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "breakwater-planted-"));
try {
  for (const path of ["src", "workers", "test", "configs", "bench", "dist", "package.json", "tsconfig.json"]) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const asked = process.argv.slice(2).map(Number);
  const isAsked = (index: number): boolean => asked.length === 0 || asked.includes(index + 1);
  const tests = [...new Set(BUGS.filter((_, index) => isAsked(index)).flatMap((bug) => bug.tests))];
  if (!isGreen(tests)) throw new Error("the tests are red without any bug");
  let caught = 0;
  let planted = 0;
  for (const [index, bug] of BUGS.entries()) {
    if (!isAsked(index)) continue;
    const path = join(copy, bug.file);
    const text = readFileSync(path, "utf8");
    if (text.split(bug.find).length !== 2) throw new Error(`'${bug.find}' does not stand once in ${bug.file}`);
    writeFileSync(
      path,
      text.replace(bug.find, () => bug.put),
    );
    const isCaught = !isGreen(bug.tests);
    writeFileSync(path, text);
    planted += 1;
    caught += isCaught ? 1 : 0;
    process.stdout.write(`${isCaught ? "caught" : "MISSED"}  ${index + 1}. ${bug.name} (${bug.tests.join(", ")})\n`);
  }
  process.stdout.write(`${caught} of ${planted} planted bugs caught\n`);
  if (caught < planted) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Whether all tests in these files pass in the copy. Tests must have run: a copy that does not load proves nothing. */
function isGreen(tests: readonly string[]): boolean {
  const args = ["vitest", "run", "--config", "test/vitest.config.ts", "--reporter=json", "--bail=1", ...tests];
  const { stdout } = spawnSync("npx", args, {
    cwd: copy,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { success, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    success: boolean;
    numTotalTests: number;
  };
  if (numTotalTests === 0) throw new Error(`no test ran in ${tests.join(", ")}`);
  return success;
}
