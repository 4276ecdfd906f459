import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CLI, folder, TWO_NODE } from "./cli.ts";

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** The command line under a limit of the system, as a shell sets it. */
function limited(limit: string, args: readonly string[]): Promise<Ended> {
  const child = spawn("sh", ["-c", `${limit}; exec "$@"`, "sh", process.execPath, CLI, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

const run = (name: string, ...more: string[]): string[] => {
  const out = join(folder, name);
  return ["run", TWO_NODE, "--scenarios", "30", "--workers", "1", "--out", out, ...more];
};

describe.concurrent("a run that the system gives too little", () => {
  test.each([
    ["file descriptors", "ulimit -n 40", /^EMFILE: too many open files/m],
    ["room for a file", "ulimit -f 300", /^EFBIG: file too large/m],
  ])("%s: ends with 74, says so in a line, and goes on where there is more", async (name, limit, words) => {
    const { code, stderr } = await limited(limit, run(name));
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(74);
    expect(existsSync(join(folder, name, "_SUCCESS"))).toBe(false);
    expect((await limited("true", run(name, "--resume"))).code).toBe(0);
    expect(existsSync(join(folder, name, "_SUCCESS"))).toBe(true);
  });

  test("no stdout, is complete all the same", async () => {
    expect((await limited("exec >&-", run("closed"))).code).toBe(0);
    expect(existsSync(join(folder, "closed", "_SUCCESS"))).toBe(true);
  });
}, 240_000);
