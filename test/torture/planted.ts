import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUGS } from "./bugs.ts";

// `npm run plant [-- NUMBER...]`: puts one bug after the other into a copy of the tree and runs the tests that should see it. A bug that
// leaves them green is a hole in the suite.

const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "breakwater-planted-"));
try {
  const isCopied = (path: string): boolean =>
    !["node_modules", ".git", "results"].some((name) => path === join(root, name));
  cpSync(root, copy, { recursive: true, filter: isCopied });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const asked = process.argv.slice(2).map(Number);
  const isAsked = (index: number): boolean => asked.length === 0 || asked.includes(index + 1);
  const tests = [...new Set(BUGS.filter((_, index) => isAsked(index)).flatMap((bug) => bug.tests))];
  const red = findRed(tests);
  if (red.length > 0) throw new Error(`red without any bug: ${red.join("; ")}`);
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
    const [by] = findRed(bug.tests);
    const isCaught = by !== undefined;
    writeFileSync(path, text);
    planted += 1;
    caught += isCaught ? 1 : 0;
    process.stdout.write(
      `${isCaught ? "caught" : "MISSED"}  ${index + 1}. ${bug.name} (${by ?? bug.tests.join(", ")})\n`,
    );
  }
  process.stdout.write(`${caught} of ${planted} planted bugs caught\n`);
  if (caught < planted) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/**
 * The first test in these files that fails in the copy; none where all pass. Tests must have run: a copy that does not load proves
 * nothing. A busy machine is no bug: tests have more time than usual.
 */
function findRed(tests: readonly string[]): string[] {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const how = ["--config", "test/vitest.config.ts", "--reporter=json", "--bail=1", "--testTimeout=300000"];
  const { stdout } = spawnSync(process.execPath, [vitest, "run", ...how, ...tests], {
    cwd: copy,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { success, numTotalTests, testResults } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Results;
  if (numTotalTests === 0) throw new Error(`no test ran in ${tests.join(", ")}`);
  if (success) return [];
  const failed = testResults.flatMap(({ name, assertionResults, message }) => {
    const names = assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
    if (assertionResults.length === 0 && message !== "") throw new Error(`${name} did not load: ${message}`);
    const told = names.length === 0 && message !== "" ? [message.split("\n")[0]] : names;
    return told.map((test) => `${name.slice(copy.length + 1)}: ${test}`);
  });
  return failed.length > 0 ? failed : ["failed, but no test says so"];
}

interface Results {
  readonly success: boolean;
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}
