import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, CLI, editedStudy, folder, TWO_NODE } from "./cli.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes that must not be there
const ESCAPE = /[\x00-\x09\x0b-\x1f\x7f]/;

/** Starts the command line, reads its first bytes and closes the pipe. */
function closeEarly(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  child.stdout.once("data", () => child.stdout.destroy());
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

describe.concurrent("a reader that has enough", () => {
  test.each([
    ["of a long output", ["schema"]],
    ["of a table", ["list", "metrics"]],
    ["of a replay", ["replay", TWO_NODE, "--design", "lean", "--scenario", "1", "--all-days", "--json"]],
  ])("%s ends it quietly", async (_, args) => {
    expect(await closeEarly(args)).toEqual({ code: 0, stderr: "" });
  });

  test("before the first word ends it quietly too", async () => {
    const child = spawn(process.execPath, [CLI, "schema"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("of messages does not change how a mistake ends", async () => {
    const path = editedStudy(["mode: sea", "mode: see"]);
    const child = spawn(process.execPath, [CLI, "check", path], { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.destroy();
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(65);
  });
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full under stdout ends with 74", () => {
  const { status } = spawnSync(process.execPath, [CLI, "list", "metrics"], {
    stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
  });
  expect(status).toBe(74);
});

describe.concurrent("colours and bars", () => {
  const out = join(folder, "plain");
  test.each([
    ["list", ["list", "hazards"]],
    ["check", ["check", TWO_NODE, "--flows"]],
    ["replay", ["replay", TWO_NODE, "--design", "lean", "--scenario", "2"]],
    ["run", ["run", TWO_NODE, "--scenarios", "3", "--workers", "1", "--out", out]],
    ["mistakes", ["check", editedStudy(["mode: sea", "mode: see"])]],
    ["usage", ["chek"]],
  ])("do not reach a pipe, whatever the environment wishes: %s", async (_, args) => {
    const { stdout, stderr } = await breakwater(args, {
      env: { FORCE_COLOR: "3", CLICOLOR_FORCE: "1", TERM: "xterm-256color" },
    });
    expect(stdout + stderr).not.toBe("");
    expect(stdout).not.toMatch(ESCAPE);
    expect(stderr).not.toMatch(ESCAPE);
  });

  /** Runs the command line on a terminal of its own. */
  const onTerminal = (env: Record<string, string>): string => {
    const { NO_COLOR: _noColor, CI: _ci, ...rest } = process.env;
    const command = `${process.execPath} ${CLI} list samplers`;
    return spawnSync("script", ["-qec", command, "/dev/null"], {
      env: { ...rest, TERM: "xterm-256color", ...env },
      encoding: "utf8",
    }).stdout;
  };
  const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

  test.skipIf(!hasTerminal)("reach a terminal, unless NO_COLOR says no", () => {
    expect(onTerminal({})).toContain("\u001b[1mmeaning");
    expect(onTerminal({ NO_COLOR: "1" })).not.toContain("\u001b");
    expect(onTerminal({ NO_COLOR: "1" })).toContain("meaning");
  });
});
