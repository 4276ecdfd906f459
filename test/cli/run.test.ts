import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { METRICS } from "../../src/metrics/index.ts";
import { breakwater, editedStudy, type Finished, folder, TWO_NODE, twoNode } from "./cli.ts";

const SMALL = ["--scenarios", "40", "--workers", "2"];
const run = (...args: string[]): Promise<Finished> => breakwater(["run", TWO_NODE, ...SMALL, ...args]);

/** Every file below a folder with the hash of its bytes and its time of change. */
function snapshot(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => statSync(join(path, name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const hash = createHash("sha256")
        .update(readFileSync(join(path, name)))
        .digest("hex");
      return [name, `${hash} ${statSync(join(path, name)).mtimeMs}`];
    }),
  );
}
const rows = (path: string, table: string): string[] =>
  readFileSync(join(path, "data", `${table}.csv`), "utf8")
    .trimEnd()
    .split("\n");

const first = join(folder, "first");
let finished: Finished;
beforeAll(async () => {
  finished = await run("--out", first, "--seed", "7");
});

describe.concurrent("a run", () => {
  test("prints its table on stdout, where it lies on stderr, and ends with 0", () => {
    const { code, stdout, stderr } = finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Two nodes and a strait\n40 scenarios, seed 7, disruptions within 100 of 200 days; 95 % intervals below the figures\n/,
    );
    expect(stdout).toMatch(/│ lean +│/);
    expect(stdout).toMatch(/│ buffered +│/);
    expect(stderr).toMatch(/^\d+\.\d s, \d+ scenario-designs a second; results and report\.html in .*first\n$/);
  });

  test("has the same bytes whoever simulates, and says who did", async () => {
    const out = join(folder, "by-reference");
    const { code } = await run("--out", out, "--seed", "7", "--kernel", "reference");
    expect(code).toBe(0);
    const [simd, reference] = [first, out].map((path) => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")));
    expect([simd.run.kernel, reference.run.kernel]).toEqual(["simd", "reference"]);
    expect(reference.resultHash).toBe(simd.resultHash);
  });

  test("leaves a folder that is complete, with the study as it was", () => {
    expect(readdirSync(first).sort()).toEqual([
      "_SUCCESS",
      "data",
      "datapackage.json",
      "load.pq",
      "load.sql",
      "manifest.json",
      "report.html",
      "study.original.yaml",
      "study.resolved.json",
    ]);
    expect(readFileSync(join(first, "study.original.yaml"), "utf8")).toBe(twoNode);
    const manifest = JSON.parse(readFileSync(join(first, "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ status: "complete", seed: 7, scenarios: 40, designs: ["lean", "buffered"] });
    expect(JSON.parse(readFileSync(join(first, "study.resolved.json"), "utf8")).settings).toMatchObject({
      seed: 7,
      scenarios: 40,
    });
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(first, path));
      expect({ bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") }).toEqual({
        bytes,
        sha256,
      });
    }
    const outcome = rows(first, "fact_outcome");
    expect(outcome).toHaveLength(1 + 40 * 2);
    expect(outcome[0].split(",")).toHaveLength(2 + METRICS.length);
  });

  test("asked for again, is shown again and not computed again", async () => {
    const before = snapshot(first);
    const again = await run("--out", first, "--seed", "7");
    expect(again).toMatchObject({ code: 0, stdout: finished.stdout });
    expect(again.stderr).toBe(`already computed: ${first} holds this run; --force computes it anew\n`);
    expect(snapshot(first)).toEqual(before);
  });

  test("asked for again with other workers, is the same run", async () => {
    const again = await breakwater([
      "run",
      TWO_NODE,
      "--scenarios",
      "40",
      "--workers",
      "1",
      "--out",
      first,
      "--seed",
      "7",
    ]);
    expect(again).toMatchObject({ code: 0, stdout: finished.stdout });
    expect(again.stderr).toMatch(/^already computed/);
  });

  test.each([
    ["of another seed", ["--seed", "8"]],
    ["of other scenarios", ["--seed", "7", "--scenarios", "41"]],
    ["of other designs", ["--seed", "7", "--designs", "lean"]],
  ])("%s does not replace it", async (_, flags) => {
    const before = snapshot(first);
    const other = await run("--out", first, ...flags);
    expect(other).toMatchObject({
      code: 73,
      stdout: "",
      stderr: `invalid run folder ${first}, it holds the results of another run; add --force to replace it\n`,
    });
    expect(snapshot(first)).toEqual(before);
  });

  test("of another study does not replace it", async () => {
    const study = editedStudy(["coverDays: 10", "coverDays: 11"]);
    expect(await breakwater(["run", study, ...SMALL, "--out", first, "--seed", "7"])).toMatchObject({
      code: 73,
      stdout: "",
    });
  });

  test("has the same results however many workers, and whatever the layout of the file", async () => {
    const path = join(folder, "one-worker");
    const study = editedStudy(["seed: 1", "seed: 1 # a comment"], ["  scenarios: 1000\n", ""]);
    await breakwater(["run", study, "--scenarios", "40", "--seed", "7", "--workers", "1", "--out", path]);
    for (const name of readdirSync(join(first, "data"))) {
      expect(readFileSync(join(path, "data", name), "utf8"), name).toBe(
        readFileSync(join(first, "data", name), "utf8"),
      );
    }
  });

  test("prints its manifest where JSON is asked for", async () => {
    const { code, stdout } = await run("--out", first, "--seed", "7", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      folder: first,
      ...JSON.parse(readFileSync(join(first, "manifest.json"), "utf8")),
    });
  });

  test("of some designs has rows of these alone, the same as with all of them", async () => {
    const path = join(folder, "buffered");
    const { code, stdout } = await run("--out", path, "--seed", "7", "--designs", " buffered ");
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/│ lean +│/);
    const all = rows(first, "fact_outcome").filter((row) => row.split(",")[1] === "1");
    expect(rows(path, "fact_outcome").slice(1)).toEqual(all.map((row) => row.replace(/^(\d+),1,/, "$1,0,")));
  });

  test("starts no more workers than it has blocks", async () => {
    const path = join(folder, "many-workers");
    const args = ["run", TWO_NODE, "--scenarios", "20", "--workers", "500", "--out", path, "--json"];
    const { code, stdout } = await breakwater(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).run.workers).toBe(2);
  });

  test("of a reference design that costs nothing has no premium, and says so", async () => {
    const free = editedStudy(
      ["conversionCostUsdPerUnit: 5", "conversionCostUsdPerUnit: 0"],
      ["costUsdPerUnit: 1", "costUsdPerUnit: 0"],
    );
    const { code, stdout } = await breakwater(["run", free, ...SMALL, "--out", join(folder, "free")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/│ buffered +│ +n\/a \(1\) │/);
    expect(stdout).toContain("(1) the reference design costs nothing");
    expect(rows(join(folder, "free"), "dim_design")[1]).toMatch(/^0,lean,lean,true,,/);
    expect((await breakwater(["check", free])).stdout).not.toMatch(/NaN|Infinity/);
  });

  test("with fewer scenarios is the beginning of one with more", async () => {
    const path = join(folder, "short");
    await run("--out", path, "--seed", "7", "--scenarios", "10");
    expect(rows(path, "fact_outcome")).toEqual(rows(first, "fact_outcome").slice(0, 21));
    expect(rows(first, "fact_disruption").slice(0, rows(path, "fact_disruption").length)).toEqual(
      rows(path, "fact_disruption"),
    );
  });

  test("without --out goes to results/, below the working directory, by study, configuration and seed", async () => {
    const cwd = join(folder, "home");
    mkdirSync(cwd);
    const { code } = await breakwater(["run", TWO_NODE, "--scenarios", "3", "--workers", "1"], { cwd });
    expect(code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["results"]);
    expect(readdirSync(join(cwd, "results"))).toEqual([expect.stringMatching(/^two-node-[0-9a-f]{8}-1$/)]);
  });
});

describe.concurrent("a place that is not for a run is left alone", () => {
  test("a folder with files of somebody else, also with --force", async () => {
    const path = join(folder, "foreign");
    mkdirSync(join(path, "data"), { recursive: true });
    writeFileSync(join(path, "data", "precious.csv"), "1\n");
    const before = snapshot(path);
    for (const flags of [[], ["--force"]]) {
      expect(await run("--out", path, ...flags)).toMatchObject({
        code: 73,
        stdout: "",
        stderr: `invalid run folder ${path}, it holds other files; choose another with --out\n`,
      });
    }
    expect(snapshot(path)).toEqual(before);
  });

  test("a folder of somebody else with a folder named like ours", async () => {
    const path = join(folder, "foreign-work");
    for (const name of [".work", "data"]) {
      mkdirSync(join(path, name), { recursive: true });
      writeFileSync(join(path, name, "precious.txt"), "1\n");
    }
    const before = snapshot(path);
    expect(await run("--out", path, "--force")).toMatchObject({ code: 73, stdout: "" });
    expect(snapshot(path)).toEqual(before);
  });

  test("the working directory, where an empty name would mean it", async () => {
    const cwd = join(folder, "empty-name");
    mkdirSync(join(cwd, "data"), { recursive: true });
    writeFileSync(join(cwd, "data", "precious.csv"), "1\n");
    const before = snapshot(cwd);
    for (const name of ["--out=", "--out"]) {
      const args = ["run", TWO_NODE, ...SMALL, name, ...(name === "--out" ? [""] : [])];
      expect(await breakwater(args, { cwd })).toMatchObject({ code: 64, stdout: "" });
    }
    expect(snapshot(cwd)).toEqual(before);
  });

  test.each([
    ["a file", TWO_NODE],
    ["a place below a file", join(TWO_NODE, "run")],
    ["a place deep below a file", join(TWO_NODE, "a", "b")],
  ])("%s", async (_, path) => {
    const { code, stdout, stderr } = await run("--out", path);
    expect({ code, stdout }).toEqual({ code: 73, stdout: "" });
    expect(stderr).toContain(path);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(readFileSync(TWO_NODE, "utf8")).toBe(twoNode);
  });

  test.skipIf(!existsSync("/sys/kernel"))("a file system that takes no folders", async () => {
    const { code, stdout, stderr } = await run("--out", "/sys/breakwater-run");
    expect({ code, stdout }).toEqual({ code: 73, stdout: "" });
    expect(stderr).toContain("/sys/breakwater-run");
  });
});

describe("a run whose files were changed", () => {
  test("is not shown as computed, and computed anew with --force", async () => {
    const path = join(folder, "damaged");
    await run("--out", path, "--seed", "7");
    rmSync(join(path, "data", "summary.csv"));
    const again = await run("--out", path, "--seed", "7");
    expect(again).toMatchObject({ code: 73, stdout: "" });
    expect(again.stderr).toContain("it holds this run with a damaged data/summary.csv; add --force to replace it");
    expect(await run("--out", path, "--seed", "7", "--force")).toMatchObject({ code: 0, stdout: finished.stdout });
  });
});

describe("a run that was not finished", () => {
  const path = join(folder, "unfinished");
  beforeAll(async () => {
    await run("--out", path, "--seed", "7");
    rmSync(join(path, "_SUCCESS"));
  });

  test("is not replaced unless asked", async () => {
    const before = snapshot(path);
    expect(await run("--out", path, "--seed", "7")).toMatchObject({
      code: 73,
      stdout: "",
      stderr: expect.stringMatching(/^invalid run folder .*unfinished, it holds an unfinished run; .*--force/),
    });
    expect(snapshot(path)).toEqual(before);
  });

  test("is computed anew with --force, to the same bytes", async () => {
    writeFileSync(join(path, "data", "summary.csv"), "torn");
    const { code, stdout } = await run("--out", path, "--seed", "7", "--force");
    expect({ code, stdout }).toEqual({ code: 0, stdout: finished.stdout });
    for (const name of readdirSync(join(first, "data"))) {
      expect(readFileSync(join(path, "data", name), "utf8"), name).toBe(
        readFileSync(join(first, "data", name), "utf8"),
      );
    }
    expect(existsSync(join(path, "_SUCCESS"))).toBe(true);
  });
});
