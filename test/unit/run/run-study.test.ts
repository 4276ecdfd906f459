import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BlockOutcome } from "../../../src/batch.ts";
import { CommandError, EXIT, SimulationError } from "../../../src/errors.ts";
import type { Executor } from "../../../src/executors/define.ts";
import { inline } from "../../../src/executors/inline.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { type RunOptions, runStudy } from "../../../src/run.ts";
import { filesIn, hashesOf, manifestOf, sha256, temporaryFolder } from "./folders.ts";
import { parseCsv } from "./parse-csv.ts";
import { harbourStudy, parseInput, twoNode } from "./studies.ts";

let folder: string;
let out: string;
let removeFolder: () => void;
beforeEach(() => {
  folder = temporaryFolder((remove) => {
    removeFolder = remove;
  });
  out = join(folder, "run");
});
afterEach(() => removeFolder());

const small = harbourStudy({ scenarios: 20 });
const run = (options: Partial<RunOptions> = {}, input: object = small) =>
  runStudy(parseInput(input), { executor: inline, workers: 1, out, ...options });

/** An executor that hands on what is made of each block; nothing for undefined. */
function altered(change: (outcome: BlockOutcome) => BlockOutcome | undefined): Executor {
  return {
    name: "altered",
    async *execute(study, blocks) {
      for await (const outcome of inline.execute(study, blocks)) {
        const next = change(outcome);
        if (next !== undefined) yield next;
      }
    },
  };
}

async function codeOf(promise: Promise<unknown>): Promise<number> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CommandError);
  return (error as CommandError).exitCode;
}

describe("a run folder", () => {
  test("is named after study, configuration and seed where nobody names it", async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const report = await runStudy(parseInput(small), { executor: inline, workers: 1 });
      expect(report.folder).toBe(join("results", `harbour-${report.manifest.configHash.slice(0, 8)}-11`));
      expect(statSync(join(folder, report.folder, "_SUCCESS")).size).toBe(0);
    } finally {
      process.chdir(before);
    }
  });

  test("may exist when it is empty", async () => {
    mkdirSync(out);
    expect((await run()).isReused).toBe(false);
  });

  test("that holds this very run is shown, not computed again", async () => {
    const first = await run();
    const never: Executor = {
      name: "never",
      execute: () => {
        throw new Error("must not compute");
      },
    };
    const second = await run({ executor: never });
    expect(second).toEqual({ folder: out, manifest: first.manifest, isReused: true });
  });

  test("is computed again when forced, with the same bytes", async () => {
    await run();
    const before = hashesOf(out);
    writeFileSync(join(out, "data", "left-over.csv"), "old\n");
    const report = await run({ force: true });
    expect(report.isReused).toBe(false);
    expect(hashesOf(out)).toEqual(before);
  });

  test.each([
    ["seed", { seed: 12 }],
    ["number of scenarios", { scenarios: 21 }],
    ["choice of designs", { designs: ["lean"] }],
  ])("of another %s is refused with 73, and replaced when forced", async (_, overrides) => {
    const { manifest } = await run();
    const before = hashesOf(out);
    expect(await codeOf(run(overrides))).toBe(EXIT.cannotCreate);
    expect(hashesOf(out)).toEqual(before);
    const report = await run({ ...overrides, force: true });
    expect(report.isReused).toBe(false);
    expect(report.manifest.resultHash).not.toBe(manifest.resultHash);
  });

  test("that another version of the engine filled is refused: its numbers may be others", async () => {
    const { manifest } = await run();
    const older = { ...manifest, run: { ...manifest.run, engineVersion: "0.0.0-older" } };
    writeFileSync(join(out, "manifest.json"), JSON.stringify(older));
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
  });

  test("of a study whose figures changed is refused", async () => {
    await run();
    const changed = structuredClone(small);
    changed.markets[0].priceUsdPerUnit = 41;
    expect(await codeOf(run({}, changed))).toBe(EXIT.cannotCreate);
  });

  test("is another when only the reference design changed, which premiums are measured against", async () => {
    // `lean` is the reference; it does not run, yet what it costs stands in the results of `buffered`.
    const designs = { designs: ["buffered"] };
    const premiumOf = async (input: object): Promise<string> => {
      await run({ ...designs, force: true }, input);
      return readFileSync(join(out, "data", "dim_design.csv"), "utf8");
    };
    const dearer = structuredClone(small);
    dearer.designs[0].stocks = [{ site: "shop-south", product: "widget", holdingCostUsdPerUnitDay: 5 }];
    dearer.designs[1].stocks.push({ site: "shop-south", product: "widget", holdingCostUsdPerUnitDay: 0.1 });
    const cheaper = structuredClone(dearer);
    cheaper.designs[0].stocks = [{ site: "shop-south", product: "widget", holdingCostUsdPerUnitDay: 4 }];
    const first = await premiumOf(dearer);
    expect(await codeOf(run(designs, cheaper)), "must not reuse").toBe(EXIT.cannotCreate);
    expect(await premiumOf(cheaper)).not.toBe(first);
  });

  test("is the same run whatever the layout of the study file and the order of its keys", async () => {
    const { manifest } = await run();
    const reordered = Object.fromEntries(Object.entries(small).reverse());
    expect(await run({}, reordered)).toMatchObject({ isReused: true, manifest: { configHash: manifest.configHash } });
  });

  test.each([
    ["a stranger's files", (path: string) => writeFileSync(join(path, "thesis.docx"), "years of work")],
    ["a stranger's manifest", (path: string) => writeFileSync(join(path, "manifest.json"), '{"name":"app"}')],
    ["a manifest that is not JSON", (path: string) => writeFileSync(join(path, "manifest.json"), "CACHE MANIFEST")],
    ["a manifest of null", (path: string) => writeFileSync(join(path, "manifest.json"), "null")],
  ])("with %s is never touched, not even when forced", async (_, fill) => {
    mkdirSync(join(out, "data"), { recursive: true });
    writeFileSync(join(out, "data", "photo.jpg"), "irreplaceable");
    fill(out);
    const before = filesIn(out);
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
    expect(await codeOf(run({ force: true }))).toBe(EXIT.cannotCreate);
    expect(filesIn(out)).toEqual(before);
  });

  test("that is a file is refused with 73", async () => {
    writeFileSync(out, "");
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
    expect(await codeOf(run({ out: join(out, "below") }))).toBe(EXIT.cannotCreate);
  });

  test.skipIf(!existsSync("/proc/self"))("that cannot be made is refused with 73", async () => {
    expect(await codeOf(run({ out: "/proc/self/run" }))).toBe(EXIT.cannotCreate);
  });

  test("may lie in folders that are not there yet", async () => {
    await run({ out: join(out, "a", "b", "c") });
    expect(filesIn(out)).toContain("a/b/c/_SUCCESS");
  });

  test("whose run was cut off is refused with 73 and replaced when forced", async () => {
    await run();
    const complete = hashesOf(out);
    rmSync(join(out, "_SUCCESS"));
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
    await run({ force: true });
    expect(hashesOf(out)).toEqual(complete);
  });

  test("is not complete because somebody added _SUCCESS to an unfinished run", async () => {
    const stop = altered(() => {
      throw new SimulationError("stop");
    });
    await expect(run({ executor: stop })).rejects.toThrow("stop");
    writeFileSync(join(out, "_SUCCESS"), "");
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
  });
});

describe("what is asked instead of the study's own", () => {
  test.each([
    [{ scenarios: 0 }, "invalid scenarios 0, must be a whole number from 1"],
    [{ scenarios: -1 }, "invalid scenarios -1"],
    [{ scenarios: 2.5 }, "invalid scenarios 2.5"],
    [{ scenarios: Number.NaN }, "invalid scenarios NaN"],
    [{ seed: -1 }, "invalid seed -1, must be a whole number from 0"],
    [{ seed: 0.5 }, "invalid seed 0.5"],
    [{ seed: 2 ** 53 }, "invalid seed 9007199254740992"],
    [{ designs: [] }, "missing designs, must name at least one"],
    [{ designs: ["lean", "leen"] }, "unknown design 'leen', the study has lean, buffered"],
  ])("must be a run: %o is not", async (overrides, words) => {
    await expect(run(overrides)).rejects.toMatchObject({
      exitCode: EXIT.usage,
      message: expect.stringContaining(words),
    });
    expect(existsSync(out)).toBe(false);
  });

  test("stands in the manifest and in the resolved study", async () => {
    const { manifest } = await run({ scenarios: 7, seed: 3, designs: ["buffered"] });
    expect(manifest).toMatchObject({ scenarios: 7, seed: 3, designs: ["buffered"] });
    expect(manifest.files.find((file) => file.path === "data/fact_outcome.csv")?.rows).toBe(7);
  });
});

describe("a run that goes wrong", () => {
  const failing: [string, Executor, string | RegExp][] = [
    [
      "a block is missing in the middle",
      altered((block) => (block.from === 0 ? undefined : block)),
      "missing scenario 0",
    ],
    [
      "the last block is missing",
      altered((block) => (block.to === 20 ? undefined : block)),
      "missing scenarios 16 to 19",
    ],
    ["every block is missing", altered(() => undefined), "missing scenarios 0 to 19"],
    [
      "a block comes twice",
      {
        name: "twice",
        async *execute(study, blocks) {
          for await (const outcome of inline.execute(study, blocks)) yield* [outcome, outcome];
        },
      },
      "missing scenario 16, a block from scenario 0 came instead",
    ],
    [
      "blocks come in the order in which they finish",
      {
        name: "unsorted",
        async *execute(study, blocks) {
          for (const block of [...blocks].reverse()) yield* inline.execute(study, [block]);
        },
      },
      "missing scenario 0",
    ],
    [
      "a block is short of a row",
      altered((block) => ({ ...block, outcomes: block.outcomes.subarray(METRICS.length) })),
      /invalid block of scenarios 0 to 15, it has \d+ values, must have \d+/,
    ],
    [
      "a metric is infinite",
      altered((block) => ({ ...block, outcomes: block.outcomes.map((value, at) => (at === 7 ? Infinity : value)) })),
      /infinit|must be finite/i,
    ],
    [
      "the executor throws something that is no Error",
      altered(() => {
        throw "nothing useful";
      }),
      /^nothing useful$/,
    ],
  ];

  test.each(failing)("because %s: it fails, and leaves nothing that looks finished", async (_, executor, words) => {
    const error = await run({ executor }).then(
      () => "finished",
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
    );
    expect(error).toMatch(words);
    const files = filesIn(out);
    expect(files).not.toContain("_SUCCESS");
    expect(files.filter((path) => /fact_|summary|datapackage|\.partial|\.f64/.test(path))).toEqual([]);
    expect(manifestOf(out)).toMatchObject({ status: "failed", resultHash: "", files: [], headline: [] });
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
    expect((await run({ force: true })).manifest.status).toBe("complete");
  });

  test("although it was forced onto a complete run: what is left is not called complete", async () => {
    await run();
    const stop = altered((block) => {
      if (block.from > 0) throw new SimulationError("stop");
      return block;
    });
    await expect(run({ executor: stop, force: true })).rejects.toThrow("stop");
    expect(filesIn(out)).not.toContain("_SUCCESS");
    expect(manifestOf(out).status).toBe("failed");
  });

  test("while it computes statistics: nothing half-written stays, and _SUCCESS is not there", async () => {
    const impacted = METRICS.findIndex((metric) => metric.name === "impacted");
    const noFlag = altered((block) => {
      block.outcomes[impacted] = 2;
      return block;
    });
    await expect(run({ executor: noFlag })).rejects.toThrow("invalid flag 2");
    expect(filesIn(out).filter((path) => /_SUCCESS|datapackage|summary|\.partial|\.f64/.test(path))).toEqual([]);
    expect(manifestOf(out).status).toBe("failed");
    expect(await codeOf(run())).toBe(EXIT.cannotCreate);
  });

  test("by SIGKILL in the middle leaves an unfinished folder that a forced run completes to the same bytes", async () => {
    const program = fileURLToPath(new URL("./fixtures/run-study.ts", import.meta.url));
    const slow = fileURLToPath(new URL("../executors/fixtures/delayed-block.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, "two-node", out, "1", slow], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", () => child.kill("SIGKILL"));
    const signal = await new Promise((resolve) => child.on("close", (_, how) => resolve(how)));
    expect(signal).toBe("SIGKILL");
    expect(manifestOf(out).status).toBe("running");
    // Nothing is under its final name yet but what was whole.
    expect(filesIn(out).filter((path) => !path.endsWith(".partial") && !path.startsWith(".work"))).toEqual([
      "manifest.json",
      "study.original.yaml",
      "study.resolved.json",
    ]);
    const options = { executor: inline, workers: 0 };
    expect(await codeOf(runStudy(twoNode(), { ...options, out }))).toBe(EXIT.cannotCreate);
    await runStudy(twoNode(), { ...options, out, force: true });
    const other = join(folder, "other");
    await runStudy(twoNode(), { ...options, out: other });
    expect(hashesOf(out)).toEqual(hashesOf(other));
  });
});

describe("what a run says about itself", () => {
  test("is true: rows, bytes and hashes of the manifest are those of the files", async () => {
    const { manifest } = await run();
    expect(manifestOf(out)).toEqual(JSON.parse(JSON.stringify(manifest)));
    const data = filesIn(out).filter((path) => path.startsWith("data/"));
    expect(manifest.files.map((file) => file.path).toSorted()).toEqual(data);
    for (const { path, bytes, sha256: hash, rows } of manifest.files) {
      const content = readFileSync(join(out, path));
      expect(content.length, path).toBe(bytes);
      expect(sha256(content), path).toBe(hash);
      expect(parseCsv(content.toString("utf8")).length - 1, path).toBe(rows);
    }
    const lines = manifest.files.map((file) => `${file.path} ${file.sha256}\n`);
    expect(manifest.resultHash).toBe(sha256(lines.join("")));
    expect(manifest).toMatchObject({
      schemaVersion: 1,
      status: "complete",
      study: "harbour",
      seed: 11,
      scenarios: 20,
      blockScenarios: 16,
      designs: ["lean", "buffered"],
      horizonDays: 120,
      exposureDays: 60,
    });
    expect(Date.parse(manifest.run.startedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(manifest.run.nodeVersion).toBe(process.version);
  });

  test("holds the study as it was written, byte for byte, and as it was understood", async () => {
    const parsed = twoNode();
    await runStudy(parsed, { executor: inline, workers: 1, out, scenarios: 5, seed: 99 });
    const original = readFileSync(new URL("../../../configs/two-node.yaml", import.meta.url));
    expect(readFileSync(join(out, "study.original.yaml"))).toEqual(original);
    const resolved = JSON.parse(readFileSync(join(out, "study.resolved.json"), "utf8"));
    expect(resolved.settings).toMatchObject({ scenarios: 5, seed: 99, laneHeadroomFactor: 2, sampler: "monte-carlo" });
    expect(resolved.designs.map((design: { id: string }) => design.id)).toEqual(["lean", "buffered"]);
  });

  test("reports progress once a block, up to all scenarios", async () => {
    const seen: [number, number][] = [];
    await run({ onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [16, 20],
      [20, 20],
    ]);
  });

  test("warns of a hazard that touches nothing", async () => {
    const input = structuredClone(small);
    input.world.ports.push({ id: "idle", region: "south" });
    input.hazards[2].targets.ports = ["idle"];
    expect((await run({}, input)).manifest.warnings).toEqual([
      "hazard 'quay-shut' touches nothing in any design of the study",
    ]);
  });

  test("describes every file and column that is there, and no other", async () => {
    await run();
    const described = JSON.parse(readFileSync(join(out, "datapackage.json"), "utf8"));
    expect(described.resources.map((item: { path: string }) => item.path).toSorted()).toEqual(
      filesIn(out).filter((path) => path.startsWith("data/")),
    );
    for (const { path, schema, bytes, hash } of described.resources) {
      const content = readFileSync(join(out, path));
      expect(parseCsv(content.toString("utf8"))[0]).toEqual(schema.fields.map((field: { name: string }) => field.name));
      expect(bytes).toBe(content.length);
      expect(hash).toBe(`sha256:${sha256(content)}`);
    }
  });
});
