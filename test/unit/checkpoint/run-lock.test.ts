import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { lockFolder } from "../../../src/checkpoint/run-lock.ts";
import { temporaryFolder } from "../run/folders.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
const lock = () => lockFolder(folder, "results/x", { silenceMs: 300 });
const busy = {
  exitCode: 75,
  message: expect.stringMatching(/^invalid run folder results\/x, .+ is writing to it; try again/),
};

/** A lock as another process would have written it. */
function writeLock(owner: object | string, name = "lock.1"): void {
  writeFileSync(join(folder, name), typeof owner === "string" ? owner : `${JSON.stringify(owner)}\n0000000000\n`);
}
/** Who this process is, as its lock says. */
async function self(): Promise<{ place: string; pid: number; started: string }> {
  const held = await lock();
  const owner = JSON.parse(readFileSync(join(folder, "lock.1"), "utf8").split("\n")[0]);
  await held.release();
  return owner;
}

describe("the lock of a run folder", () => {
  test("is held until it is released, and leaves nothing behind", async () => {
    const held = await lock();
    await expect(lock()).rejects.toMatchObject(busy);
    await held.release();
    await held.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await lock()).release();
  });

  test("that could not be written is nobody's: this very process, which lives, gets it next", async () => {
    const handle = await open(join(folder, "probe"), "w");
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    const sync = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, "sync").mockRejectedValueOnce(full);
    await handle.close();
    rmSync(join(folder, "probe"));
    await expect(lock()).rejects.toBe(full);
    sync.mockRestore();
    expect(readdirSync(folder)).toEqual([]);
    await (await lock()).release();
  });

  test("is given to one of many who ask at once", async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, lock));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("of a process that has ended belongs to nobody", async () => {
    const owner = await self();
    const child = spawn("true");
    await new Promise((resolve) => child.on("close", resolve));
    writeLock({ ...owner, pid: child.pid });
    const held = await lock();
    expect(readdirSync(folder)).toEqual(["lock.2"]);
    await held.release();
  });

  test("of a process whose number another one has now belongs to nobody", async () => {
    const owner = await self();
    writeLock({ ...owner, started: `${Number(owner.started) - 1}` });
    await (await lock()).release();
  });

  test("that is stale is given to one of many who find it so", async () => {
    const owner = await self();
    for (let round = 0; round < 5; round++) {
      writeLock({ ...owner, started: "1" });
      const results = await Promise.allSettled(Array.from({ length: 10 }, lock));
      const held = results.filter((result) => result.status === "fulfilled");
      expect(held.length).toBeLessThanOrEqual(1);
      for (const { value } of held) await value.release();
    }
  });

  test("of another machine is left alone while it beats, and taken when it is silent", async () => {
    writeLock({ place: "elsewhere 4f1c", pid: process.pid, started: "1" });
    let beats = 0;
    const beating = setInterval(() => {
      writeLock(`{"place":"elsewhere 4f1c","pid":1,"started":"1"}\n${++beats}\n`);
    }, 50);
    await expect(lock()).rejects.toMatchObject({
      exitCode: 75,
      message: expect.stringContaining("a process on elsewhere 4f1c"),
    });
    clearInterval(beating);
    await (await lock()).release();
  });

  test("whose process was killed while it wrote it belongs to nobody", async () => {
    writeLock("");
    await (await lock()).release();
    writeLock('{"place":"el');
    await (await lock()).release();
  });
});
