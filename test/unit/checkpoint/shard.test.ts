import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutShard } from "../../../src/checkpoint/shard.ts";
import { shardFlag, shareOf } from "../../../src/commands/shard-of.ts";

describe("a share of the scenarios", () => {
  test("is whole blocks; all shares make up the study, and differ by one block at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 300 }),
        (scenarios, size, count) => {
          let next = 0;
          const blocks: number[] = [];
          for (let index = 1; index <= count; index++) {
            const { from, to } = cutShard(scenarios, size, { index, count });
            expect(from).toBe(next);
            expect(from % size === 0 || from === scenarios).toBe(true);
            blocks.push(Math.ceil((to - from) / size));
            next = to;
          }
          expect(next).toBe(scenarios);
          expect(Math.max(...blocks) - Math.min(...blocks)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    [0, 2],
    [3, 2],
    [1.5, 2],
    [1, 0],
    [1, 1e6],
    [Number.NaN, 2],
  ])("%d of %d is none", (index, count) => {
    expect(() => cutShard(100, 10, { index, count })).toThrow(/^invalid (shard|number of shards) /);
  });
});

describe("--shard", () => {
  test.each(["", "0/2", "3/2", "1", "1/", "/2", "a/b", "1/2/3", "-1/2", "1.5/2", "auto/0", "auto/x", "Auto"])(
    "is not '%s'",
    (text) => {
      expect(() => shardFlag(text)).toThrow(`invalid shard ${text}, must be i/K`);
    },
  );

  const cases: [string, Record<string, string>, object][] = [
    ["2/8", { JOB_COMPLETION_INDEX: "5", SLURM_ARRAY_TASK_ID: "1" }, { index: 2, count: 8 }],
    ["auto/8", { JOB_COMPLETION_INDEX: "0" }, { index: 1, count: 8 }],
    ["auto/8", { JOB_COMPLETION_INDEX: "7" }, { index: 8, count: 8 }],
    [
      "auto",
      {
        SLURM_ARRAY_TASK_ID: "12",
        SLURM_ARRAY_TASK_MIN: "10",
        SLURM_ARRAY_TASK_COUNT: "4",
        SLURM_ARRAY_TASK_STEP: "1",
      },
      { index: 3, count: 4 },
    ],
    [
      "auto/9",
      { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_MIN: "0", SLURM_ARRAY_TASK_COUNT: "4" },
      { index: 3, count: 9 },
    ],
    ["auto", { AWS_BATCH_JOB_ARRAY_INDEX: "3", AWS_BATCH_JOB_ARRAY_SIZE: "4" }, { index: 4, count: 4 }],
  ];
  test.each(cases)("%s in %o is %o: what is said explicitly wins", (text, environment, expected) => {
    expect(shareOf(shardFlag(text), environment)).toEqual(expected);
  });

  test.each([
    [
      "auto",
      {},
      "missing array job: for --shard auto, one of JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX must be set",
    ],
    [
      "auto",
      { JOB_COMPLETION_INDEX: "0" },
      "missing number of shards, Kubernetes does not tell it: say --shard auto/K",
    ],
    ["auto/8", { JOB_COMPLETION_INDEX: "8" }, "invalid JOB_COMPLETION_INDEX 8, shard 9 of 8 is none"],
    ["auto/8", { JOB_COMPLETION_INDEX: "one" }, "invalid JOB_COMPLETION_INDEX 'one', must be a whole number"],
    ["auto/8", { JOB_COMPLETION_INDEX: "0", SLURM_ARRAY_TASK_ID: "1" }, "unknown array job, Kubernetes and Slurm"],
    [
      "auto",
      { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_COUNT: "4", SLURM_ARRAY_TASK_STEP: "2" },
      "invalid SLURM_ARRAY_TASK_STEP 2, shards need a Slurm array with step 1",
    ],
  ])("%s in %o is refused", (text, environment, words) => {
    expect(() => shareOf(shardFlag(text), environment)).toThrow(words);
  });
});
