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
