import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const STUBBORN = fileURLToPath(new URL("./fixtures/stubborn.ts", import.meta.url));

/** A process in the middle of a task that does not stop. */
async function start(): Promise<{ child: ChildProcess; said(word: string): Promise<void>; ended: Promise<string> }> {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), STUBBORN], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const said = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (text.includes(word)) resolve();
      };
      child.stdout?.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
        look();
      });
      look();
    });
  const ended = new Promise<string>((resolve) => child.on("close", (code, signal) => resolve(signal ?? String(code))));
  await said("begun");
  return { child, said, ended };
}

describe.concurrent("a task that is asked to stop and does not", () => {
  test("is ended after a moment, by the signal that asked", async () => {
    const { child, said, ended } = await start();
    const sentAt = performance.now();
    child.kill("SIGTERM");
    await said("heard");
    expect(await ended).toBe("SIGTERM");
    expect(performance.now() - sentAt).toBeGreaterThan(1_400);
  });

  test("is ended at once by a second signal, whichever it is", async () => {
    const { child, said, ended } = await start();
    child.kill("SIGINT");
    await said("heard");
    child.kill("SIGHUP");
    expect(await ended).toBe("SIGHUP"); // by itself it would have ended with the first
  });
});
