import { createHash } from "node:crypto";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDurable, writeDurable } from "../../../src/outputs/durable-file.ts";
import { temporaryFolder } from "../run/folders.ts";

let folder: string;
let path: string;
let removeFolder: () => void;
let prototype: FileHandle;

beforeEach(async () => {
  folder = temporaryFolder((remove) => {
    removeFolder = remove;
  });
  path = join(folder, "data.csv");
  const handle = await open(join(folder, "probe"), "w");
  prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder();
});

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

describe("a durable file", () => {
  test("has its name only once it is committed, with everything in it", async () => {
    const file = await openDurable(path);
    await file.write("first\n");
    await file.write(new TextEncoder().encode("zweite Zeile: ü\n"));
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.partial`)).toBe(true);
    const written = await file.commit();
    const text = "first\nzweite Zeile: ü\n";
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(existsSync(`${path}.partial`)).toBe(false);
    expect(written).toEqual({ bytes: Buffer.byteLength(text), sha256: sha256(text) });
  });

  test("may be empty", async () => {
    expect(await writeDurable(path, "")).toEqual({ bytes: 0, sha256: sha256("") });
    expect(readFileSync(path)).toHaveLength(0);
  });

  test("holds every byte of many chunks, across its buffer", async () => {
    const file = await openDurable(path);
    const chunks = Array.from({ length: 300 }, (_, index) => `${index},`.repeat(997));
    for (const chunk of chunks) await file.write(chunk);
    const { bytes, sha256: hash } = await file.commit();
    const expected = chunks.join("");
    expect(bytes).toBe(expected.length);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(hash).toBe(sha256(expected));
    expect(readFileSync(path, "utf8") === expected).toBe(true);
  });

  test("replaces an older file whole, and keeps it when discarded", async () => {
    writeFileSync(path, "old");
    const file = await openDurable(path);
    await file.write("new");
    expect(readFileSync(path, "utf8")).toBe("old");
    await file.discard();
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(existsSync(`${path}.partial`)).toBe(false);
    await writeDurable(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  test("does not take over what an interrupted run left beside it", async () => {
    writeFileSync(`${path}.partial`, "left over, and longer than what comes");
    await writeDurable(path, "short");
    expect(readFileSync(path, "utf8")).toBe("short");
  });

  test("is flushed to the disk before it gets its name, and its folder after", async () => {
    const sync = prototype.sync;
    const synced: string[] = [];
    vi.spyOn(prototype, "sync").mockImplementation(async function (this: FileHandle) {
      const what = (await this.stat()).isDirectory() ? "folder" : "file";
      synced.push(`${what} ${existsSync(path) ? "named" : "not yet named"}`);
      return sync.call(this);
    });
    await writeDurable(path, "everything");
    expect(synced).toEqual(["file not yet named", "folder named"]);
  });

  test("is complete before it is flushed: nothing waits in a buffer", async () => {
    const sync = prototype.sync;
    const sizes: number[] = [];
    vi.spyOn(prototype, "sync").mockImplementation(async function (this: FileHandle) {
      sizes.push((await this.stat()).size);
      return sync.call(this);
    });
    await writeDurable(path, "x".repeat(1000));
    expect(sizes[0]).toBe(1000);
  });

  test("goes on after short writes until every byte is there", async () => {
    const write = prototype.write as (chunk: Uint8Array, at: number, length: number) => Promise<unknown>;
    const calls = vi.spyOn(prototype, "write").mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      const [chunk, at, length] = args as [Uint8Array, number, number];
      return write.call(this, chunk, at, Math.min(length, 7)) as never;
    });
    const text = "0123456789".repeat(10);
    const { sha256: hash } = await writeDurable(path, text);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(hash).toBe(sha256(text));
    expect(calls.mock.calls.length).toBe(15);
  });

  test("that lost bytes on the way, although every write claims all, never gets its name", async () => {
    const write = prototype.write as (chunk: Uint8Array, at: number, length: number) => Promise<unknown>;
    vi.spyOn(prototype, "write").mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
      const [chunk, at, length] = args as [Uint8Array, number, number];
      await write.call(this, chunk, at, length - 1);
      return { bytesWritten: length, buffer: chunk } as never;
    });
    await expect(writeDurable(path, "0123456789")).rejects.toMatchObject({
      exitCode: 74,
      message: `invalid size 9 of ${path}.partial, 10 bytes were written`,
    });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  test("whose flush fails never gets its name", async () => {
    vi.spyOn(prototype, "sync").mockRejectedValue(Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO" }));
    await expect(writeDurable(path, "0123456789")).rejects.toMatchObject({ code: "EIO" });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  test.skipIf(!existsSync("/dev/full"))("on a full disk never gets its name", async () => {
    symlinkSync("/dev/full", `${path}.partial`);
    await expect(writeDurable(path, "0123456789")).rejects.toMatchObject({ code: "ENOSPC" });
    expect(existsSync(path)).toBe(false);
  });

  test("in a folder that is not there cannot be opened", async () => {
    await expect(openDurable(join(folder, "nowhere", "data.csv"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("can be discarded twice, and after a failed commit", async () => {
    const file = await openDurable(path);
    await file.write("x");
    await file.discard();
    await file.discard();
    expect(existsSync(`${path}.partial`)).toBe(false);
  });
});
