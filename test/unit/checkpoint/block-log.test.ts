import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { BlockOutcome } from "../../../src/batch.ts";
import { type BlockLog, openBlockLog, readBlockLog } from "../../../src/checkpoint/block-log.ts";
import { temporaryFolder } from "../run/folders.ts";
import { blockOf } from "./blocks.ts";

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), "blocks.log");
});

async function collect(blocks: AsyncIterable<BlockOutcome>): Promise<BlockOutcome[]> {
  const all: BlockOutcome[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

/** Opens, does something, closes. */
async function withLog<Result>(use: (log: BlockLog) => Promise<Result>, from = 0): Promise<Result> {
  const log = await openBlockLog(path, from);
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}

/** Blocks of 4 scenarios, each in a frame of its own. Returns where each frame ends. */
async function writeFrames(count: number): Promise<number[]> {
  return withLog(async (log) => {
    const ends: number[] = [];
    for (let block = 0; block < count; block++) {
      await log.append(blockOf(block * 4, block * 4 + 4));
      await log.flush();
      ends.push(readFileSync(path).length);
    }
    return ends;
  });
}
const doneIn = (): Promise<number> => withLog(async (log) => log.doneScenarios);

describe("the log of finished blocks", () => {
  test("gives back what was added, in order, and goes on where it ended", async () => {
    const blocks = [blockOf(8, 11), blockOf(11, 20), blockOf(20, 21)];
    await withLog(async (log) => {
      expect(log.doneScenarios).toBe(8);
      await log.append(blocks[0]);
      await log.append(blocks[1]);
      expect(log.safeScenarios).toBe(8);
      await log.flush();
      expect(log.safeScenarios).toBe(20);
    }, 8);
    await withLog(async (log) => {
      expect(log.doneScenarios).toBe(20);
      expect(await collect(log.replay())).toEqual(blocks.slice(0, 2));
      await log.append(blocks[2]);
      await log.flush();
    }, 8);
    expect(await collect(readBlockLog(path, 8, 21))).toEqual(blocks);
  });

  test("keeps many blocks added at once, in few frames", async () => {
    await withLog(async (log) => {
      for (let from = 0; from < 400; from += 2) await log.append(blockOf(from, from + 2));
      await log.flush();
    });
    const back = await collect(readBlockLog(path, 0, 400));
    expect(back).toHaveLength(200);
    expect(back[150]).toEqual(blockOf(300, 302));
    expect(readFileSync(path, "latin1").split("BwB1").length - 1).toBeLessThan(20);
  });

  test("refuses a block out of turn", async () => {
    await withLog(async (log) => {
      await log.append(blockOf(0, 4));
      await expect(log.append(blockOf(5, 6))).rejects.toThrow(
        "missing scenario 4, a block from scenario 5 came instead",
      );
      await expect(log.append(blockOf(0, 4))).rejects.toThrow("missing scenario 4");
    });
  });

  test("torn anywhere in its last frame keeps all before it", async () => {
    const ends = await writeFrames(3);
    const whole = readFileSync(path);
    for (let cut = ends[1]; cut < ends[2]; cut += cut < ends[1] + 60 ? 1 : 13) {
      writeFileSync(path, whole.subarray(0, cut));
      expect(await doneIn(), `cut at ${cut}`).toBe(8);
      expect(readFileSync(path).length).toBe(ends[1]);
    }
    // A machine that lost its power may leave the length without the bytes.
    writeFileSync(path, Buffer.concat([whole.subarray(0, ends[1]), Buffer.alloc(ends[2] - ends[1])]));
    expect(await doneIn()).toBe(8);
    writeFileSync(path, whole.subarray(0, 3));
    expect(await doneIn()).toBe(0);
  });

  test("damaged at any byte is never read as if it were whole", async () => {
    const ends = await writeFrames(3);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += at % 97 < 60 ? 1 : 7) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      if (at < ends[1]) {
        // What lay whole before the last frame cannot have been torn by a crash.
        await expect(doneIn(), `byte ${at}`).rejects.toMatchObject({
          exitCode: 65,
          message: expect.stringContaining(`damaged at byte ${at < ends[0] ? 0 : ends[0]}`),
        });
      } else expect(await doneIn(), `byte ${at}`).toBe(8);
    }
  });

  test("with a frame missing, twice or in another place is damaged", async () => {
    const ends = await writeFrames(3);
    const whole = readFileSync(path);
    const frames = [whole.subarray(0, ends[0]), whole.subarray(ends[0], ends[1]), whole.subarray(ends[1])];
    for (const order of [[0, 2], [0, 0, 1], [1, 0, 2], [2]]) {
      writeFileSync(path, Buffer.concat(order.map((frame) => frames[frame])));
      await expect(doneIn(), order.join()).rejects.toMatchObject({ exitCode: 65 });
    }
  });

  test("read as finished must hold exactly the scenarios asked for", async () => {
    await writeFrames(3);
    expect(await collect(readBlockLog(path, 0, 12))).toHaveLength(3);
    await expect(collect(readBlockLog(path, 0, 16))).rejects.toMatchObject({ exitCode: 65 });
    await expect(collect(readBlockLog(path, 4, 12))).rejects.toMatchObject({ exitCode: 65 });
    truncateSync(path, readFileSync(path).length - 1);
    await expect(collect(readBlockLog(path, 0, 12))).rejects.toMatchObject({ exitCode: 65 });
  });
});
