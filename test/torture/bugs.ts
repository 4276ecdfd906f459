/** Bugs that the suite must catch: each is put into a copy of the tree by `npm run plant`. */

export interface Bug {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** Test files that should turn red. */
  readonly tests: readonly string[];
}

export const BUGS: readonly Bug[] = [
  {
    name: "every second block is skipped",
    file: "src/executors/define.ts",
    find: "        from = to;\n",
    put: "        from = to + blockScenarios;\n",
    tests: ["test/unit/executors/pool.test.ts"],
  },
  {
    name: "blocks are merged as they arrive",
    file: "src/executors/in-order.ts",
    find: "yield await (underWay.shift() as Promise<Result>);",
    put: "{ const at = await Promise.race(underWay.map((task, index) => task.then(() => index))); yield await underWay.splice(at, 1)[0]; }",
    tests: ["test/unit/executors/pool.test.ts"],
  },
  {
    name: "a draw comes from Math.random",
    file: "src/samplers/monte-carlo.ts",
    find: "keyedUniforms(seed, hazardId, scenario, purpose)",
    put: "keyedUniforms(seed, hazardId, scenario + Math.random(), purpose)",
    tests: ["test/contracts/samplers.test.ts"],
  },
  {
    name: "generated code forgets duty in the money of goods under way",
    file: "src/simulate/kernel/ship.ts",
    find: "add(add(add(originUsd, tariffUsd), freightUsd), carbonUsd)",
    put: "add(add(originUsd, freightUsd), carbonUsd)",
    tests: ["test/properties/kernel.test.ts"],
  },
  {
    name: "generated code adds freight and duty in another order",
    file: "src/simulate/kernel/ship.ts",
    find: "add(add(freightUsd, carbonUsd), tariffUsd)",
    put: "add(add(freightUsd, tariffUsd), carbonUsd)",
    tests: ["test/properties/kernel.test.ts"],
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
    find: "const { from, to } = shard ?? {",
    put: "const { from, to } = {",
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
    find: "if (owner !== undefined) throw inUse(",
    put: "if (owner === null) throw inUse(",
    tests: ["test/unit/checkpoint/run-lock.test.ts"],
  },
  {
    name: "_SUCCESS is written before the results",
    file: "src/run.ts",
    find: "    const manifest = begun.as(",
    put: '    await writeDurable(join(folder, SUCCESS_FILE), "");\n    const manifest = begun.as(',
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
