import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { breakwater, folder, TWO_NODE } from "./cli.ts";

test("init writes a study that checks without a warning and runs; it never writes over one", async () => {
  const made = await breakwater(["init", "mine"]);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const study = join("mine", "study.yaml");
  expect(await breakwater(["check", study])).toMatchObject({ code: 0 });
  const out = join(folder, "mine-run");
  const ran = await breakwater(["run", study, "--scenarios", "32", "--workers", "1", "--out", out]);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stderr).not.toContain("warning");
  const report = readFileSync(join(out, "report.html"), "utf8");
  expect(report).toContain('id="map"');
  expect(report).toContain("Canal shut");
  expect(await breakwater(["init", "mine"])).toMatchObject({ code: 73, stdout: "" });
});

test("completion knows every command and its flags, in bash, zsh and fish", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await breakwater(["completion", shell]);
    expect(code).toBe(0);
    for (const word of ["run", "compare", "report", "init"]) expect(stdout).toContain(word);
    expect(stdout).toContain(shell === "fish" ? "-l scenarios" : "--scenarios");
  }
  const { stdout } = await breakwater(["completion", "bash"]);
  const script = `${stdout}\nCOMP_WORDS=(breakwater ru); COMP_CWORD=1; _breakwater; echo "\${COMPREPLY[@]}"
COMP_WORDS=(breakwater run --sc); COMP_CWORD=2; _breakwater; echo "\${COMPREPLY[@]}"`;
  expect(spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout).toBe("run\n--scenarios\n");
  expect(await breakwater(["completion", "tcsh"])).toMatchObject({ code: 64 });
});

test("the example of docs/library.md runs as it stands", async () => {
  const page = readFileSync(new URL("../../docs/library.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const index = new URL("../../dist/src/index.js", import.meta.url).href;
  expect(example).toContain('from "breakwater"');
  writeFileSync(join(folder, "study.yaml"), readFileSync(TWO_NODE));
  const file = join(folder, "example.mjs");
  writeFileSync(file, example.replace('"breakwater"', JSON.stringify(index)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^lean \d+/);
  expect(existsSync(join(folder, "results/from-code/report.html"))).toBe(true);
});

test("export copies a run, and says what is missing", async () => {
  const out = join(folder, "exported");
  expect(await breakwater(["run", TWO_NODE, "--scenarios", "16", "--workers", "1", "--out", out])).toMatchObject({
    code: 0,
  });
  const { code, stdout } = await breakwater(["export", out, "--excel", "--parquet"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${join(out, "excel")}\n${join(out, "parquet")}\n` });
  expect(existsSync(join(out, "parquet/fact_outcome.parquet"))).toBe(true);
  expect(await breakwater(["export", out])).toMatchObject({ code: 64 });
  expect(await breakwater(["export", join(folder, "nowhere"), "--excel"])).toMatchObject({ code: 66 });
});

test("run makes the same copies when asked, and none of a shard", async () => {
  const out = join(folder, "with-copies");
  const args = ["run", TWO_NODE, "--scenarios", "16", "--workers", "1", "--out", out];
  expect(await breakwater([...args, "--excel", "--parquet", "--duckdb"])).toMatchObject({ code: 0 });
  const rows = readFileSync(join(out, "data/fact_outcome.csv"), "utf8").trimEnd().split("\n").length - 1;
  expect(readFileSync(join(out, "excel/fact_outcome.csv"), "utf8").trimEnd().split("\n")).toHaveLength(rows + 1);
  const connection = await (await DuckDBInstance.create(join(out, "run.duckdb"))).connect();
  const counts = await connection.runAndReadAll(
    `select (select count(*) from fact_outcome), (select count(*) from '${join(out, "parquet/fact_outcome.parquet")}')`,
  );
  expect(counts.getRows()).toEqual([[BigInt(rows), BigInt(rows)]]);
  connection.closeSync();
  const shard = [...args.slice(0, -1), join(folder, "shard"), "--shard", "1/2", "--parquet"];
  expect(await breakwater(shard)).toMatchObject({ code: 64, stdout: "" });
});
