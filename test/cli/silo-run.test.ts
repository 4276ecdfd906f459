import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { parseCsv } from "../../src/outputs/read-table.ts";
import { snakeCase } from "../../src/outputs/table.ts";
import { accessRules, auditRule } from "../../src/silos/wire/redis-keys.ts";
import { findSecrets, SECRET_TEXTS, secretiveStudy } from "../helpers/secretive-study.ts";
import { hasRedis, passwordOf, startSecureRedis } from "../helpers/secure-redis.ts";
import { hashesOf } from "../unit/run/folders.ts";
import { breakwater, CLI, folder, studyFile } from "./cli.ts";

const PARTIES = ["ore", "goods", "retail"];
const parts = join(folder, "parts");
/** In CI they must run. */
const isSkipped = !hasRedis && process.env.CI === undefined;

interface Process {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

interface Start {
  readonly files?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly preload?: string;
}

/** Starts a party's process. */
function start(party: string, args: readonly string[], { files = parts, env = {}, preload }: Start = {}): Process {
  const node = preload === undefined ? [] : ["--import", preload];
  const child = spawn(process.execPath, [...node, CLI, "silo", "run", join(files, `${party}.yaml`), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  }
  return { child, output: () => text, ended: new Promise((resolve) => child.on("close", resolve)) };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 6000) throw new Error(`never came: ${what}`);
    await sleep(10);
  }
}

const out = (name: string, party: string): string => join(folder, `out-${name}-${party}`);
/** Arguments of a run of this name. */
const named = (name: string, party: string, ...more: string[]): string[] => [
  "--via",
  `folder:${join(folder, `meet-${name}`)}`,
  "--out",
  out(name, party),
  "--workers",
  "1",
  ...more,
];
const hasBlock = (name: string, party: string): boolean => {
  const log = join(out(name, party), ".work", "blocks.log");
  return existsSync(log) && statSync(log).size > 0;
};

async function finish(processes: readonly Process[]): Promise<void> {
  for (const process of processes) expect(await process.ended, process.output()).toBe(0);
}

beforeAll(async () => {
  const study = studyFile(JSON.stringify(secretiveStudy()), "joint.yaml");
  expect(await breakwater(["silo", "split", study, "--into", parts])).toMatchObject({ code: 0 });
  await finish(PARTIES.map((party) => start(party, named("whole", party, "--keep-messages"))));
}, 300_000);

describe("parties that run on their own", () => {
  test("have a whole run folder each, with a report and the contract", () => {
    for (const party of PARTIES) {
      const files = readdirSync(out("whole", party));
      for (const name of ["_SUCCESS", "report.html", "contract.original.yaml", "study.original.yaml", "data"]) {
        expect(files).toContain(name);
      }
      const manifest = JSON.parse(readFileSync(join(out("whole", party), "manifest.json"), "utf8"));
      expect(manifest).toMatchObject({ status: "complete", scenarios: 18, run: { executor: "silo" } });
    }
  });

  test("let nothing cross but heads and declared columns: no secret stands in any byte", async () => {
    const meet = join(folder, "meet-whole");
    const { code, stdout, stderr } = await breakwater(["silo", "traffic", meet, "--json"]);
    expect(code, stderr).toBe(0);
    const traffic = JSON.parse(stdout);
    expect(traffic).toMatchObject({ faults: [], others: [] });
    // 4 directed pairs, 3 blocks, 2 designs, evenings 0 to 60.
    const messages = traffic.pairs.reduce((sum: number, pair: { messages: number }) => sum + pair.messages, 0);
    expect(messages).toBe(4 * 3 * 2 * 61);
    const fields = new Set(traffic.columns.map(({ field }: { field: string }) => field));
    expect(fields).toEqual(new Set(["unitsOrdered", "withdrawnFraction", "unitsShipped", "usdShipped"]));
    // Every byte: of messages, of papers, of names.
    const files = readdirSync(meet, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    let bytes = 0;
    for (const { parentPath, name } of files) {
      const content = readFileSync(join(parentPath, name));
      bytes += content.length;
      expect(findSecrets(content), join(parentPath, name)).toEqual([]);
      expect(findSecrets(Buffer.from(join(parentPath, name)))).toEqual([]);
    }
    const counted = [...traffic.pairs, ...traffic.papers].reduce((sum, { bytes: size }) => sum + size, 0);
    expect(bytes).toBe(counted);
    // The search would find them: they stand in the parties' own files.
    const own = Buffer.concat(PARTIES.map((party) => readFileSync(join(parts, `${party}.yaml`))));
    expect(findSecrets(own)).toEqual(expect.arrayContaining(SECRET_TEXTS));
    const shown = await breakwater(["silo", "traffic", meet]);
    expect(shown.stdout).toContain(
      "every message is a head of 128 bytes and its declared columns as doubles, nothing else",
    );
  });

  test("notice a byte too many in what crossed", async () => {
    const meet = join(folder, "meet-spoiled");
    cpSync(join(folder, "meet-whole"), meet, { recursive: true });
    const message = join(meet, "ore", "to-goods", "0-6", "0", "7");
    writeFileSync(message, Buffer.concat([readFileSync(message), Buffer.from("site")]));
    writeFileSync(join(meet, "ore", "note.txt"), "hello");
    const { code, stdout, stderr } = await breakwater(["silo", "traffic", `folder:${meet}`]);
    expect(code).toBe(65);
    expect(stderr).toMatch(/^ {2}ore\/to-goods\/0-6\/0\/7: it is of \d+ bytes instead of \d+$/m);
    expect(stdout).toContain("beside: ore/note.txt, 5 bytes");
    expect((await breakwater(["silo", "traffic", join(folder, "nowhere")])).code).toBe(66);
  });

  test("to one of whom the disk is full, and which is killed after that, have the same bytes, and leave no message behind", async () => {
    const others = ["ore", "retail"].map((party) => start(party, named("broken", party)));
    const env = { FULL_FOLDER: join(folder, "meet-broken"), FULL_AFTER: "100" };
    const preload = fileURLToPath(new URL("./full-disk.mjs", import.meta.url));
    const full = start("goods", named("broken", "goods"), { env, preload });
    expect(await full.ended, full.output()).toBe(74);
    expect(full.output()).toMatch(/cannot write to .*meet-broken, ENOSPC.*; go on with --resume when that is possible/);
    const killed = start("goods", named("broken", "goods", "--resume"));
    await until(() => killed.child.exitCode !== null || hasBlock("broken", "goods"), "the first block");
    killed.child.kill("SIGKILL");
    expect(await killed.ended, killed.output()).toBeNull();
    await finish([...others, start("goods", [...named("broken", "goods", "--resume"), "--workers", "2"])]);
    for (const party of PARTIES) {
      expect(hashesOf(out("broken", party)), party).toEqual(hashesOf(out("whole", party)));
    }
    const { stdout } = await breakwater(["silo", "traffic", join(folder, "meet-broken"), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ pairs: [], others: [] });
  }, 300_000);

  test("say that they are done when asked again", async () => {
    const again = start("ore", named("broken", "ore"));
    expect(await again.ended, again.output()).toBe(0);
    expect(again.output()).toContain("already computed");
  }, 60_000);
});

describe("a party that cannot go on", () => {
  test("is 65 with another contract, naming what differs, on both sides", async () => {
    const files = join(folder, "other-parts");
    cpSync(parts, files, { recursive: true });
    const contract = readFileSync(join(files, "contract.yaml"), "utf8");
    expect(contract).toContain("leadTimeDays: 4");
    writeFileSync(join(files, "contract.yaml"), contract.replace("leadTimeDays: 4", "leadTimeDays: 5"));
    const runs = PARTIES.map((party) => start(party, named("other", party), party === "goods" ? { files } : {}));
    for (const run of runs) {
      expect(await run.ended, run.output()).toBe(65);
      expect(run.output()).toContain("conflicting contracts, ");
      expect(run.output()).toContain("nothing was computed");
    }
    expect(runs[0].output()).toContain("  contract.boundary[ore-b].leadTimeDays: 4 here, 5 at goods\n");
  }, 120_000);

  test("is 75 where the others never come, and says how to go on; 143 when it is told to stop", async () => {
    const alone = start("ore", named("alone", "ore", "--silence-seconds", "1"));
    expect(await alone.ended, alone.output()).toBe(75);
    expect(alone.output()).toMatch(/missing party 'goods', it has not come within 1 s; waited on .*meet-alone/);
    expect(alone.output()).toMatch(/^ {2}node .*cli\.js silo run .*ore\.yaml .*--resume$/m);
    const stopped = start("ore", named("alone", "ore", "--resume"));
    await until(() => stopped.output().includes("waiting on"), "the word that it waits");
    stopped.child.kill("SIGTERM");
    expect((await stopped.ended) ?? stopped.child.signalCode).toSatisfy((how) => how === 143 || how === "SIGTERM");
    expect(stopped.output()).toContain("--resume");
  }, 120_000);

  test("is 75 where another process runs the same party", async () => {
    const first = start("ore", named("twice", "ore"));
    await until(() => existsSync(join(folder, "meet-twice", "ore", "hello.json")), "its hello");
    const second = start("ore", [...named("twice", "ore"), "--out", out("second", "ore")]);
    expect(await second.ended, second.output()).toBe(75);
    expect(second.output()).toMatch(/invalid party 'ore', process \d+ runs it in/);
    first.child.kill("SIGTERM");
    await first.ended;
  }, 120_000);

  test("is 73 where the place cannot be written to, 64 without one or with what is none", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const run = (...args: string[]) =>
      breakwater(["silo", "run", join(parts, "ore.yaml"), "--out", out("none", "ore"), ...args]);
    expect((await run("--via", `folder:${file}`)).code).toBe(73);
    expect(await run("--resume")).toMatchObject({ code: 64, stderr: expect.stringContaining("missing --via") });
    expect((await run("--via", "ftp://somewhere", "--resume")).code).toBe(64);
    expect((await run("--via", "folder:x", "--tls-ca", file, "--resume")).code).toBe(64);
    const whole = await breakwater(["silo", "run", join(folder, "joint.yaml"), "--via", "folder:x"]);
    expect(whole).toMatchObject({ code: 64, stderr: expect.stringContaining("it is a whole study") });
    const unreachable = await run("--via", "rediss://ore:s3cret-word@127.0.0.1:1", "--resume");
    expect(unreachable.code, unreachable.stderr).toBe(69);
    expect(unreachable.stderr).not.toContain("s3cret");
  }, 120_000);
});

describe.skipIf(isSkipped)("parties that meet on Redis with TLS and a user each", () => {
  test("have the bytes of those that meet in a folder, though the server is killed; an auditor sees all, and no secret", async () => {
    if (!hasRedis) throw new Error("missing redis-server or openssl (apt-get install redis-server openssl)");
    const rules = accessRules("harbour", PARTIES, (party) => `>${passwordOf(party)}`);
    const other = accessRules("other", ["stranger"], (party) => `>${passwordOf(party)}`);
    const redis = await startSecureRedis([...rules, ...other, auditRule("harbour", `>${passwordOf("audit")}`)]);
    const { ca, cert, key } = redis.files;
    const tls = ["--tls-ca", ca, "--tls-cert", cert, "--tls-key", key];
    try {
      const runs = PARTIES.map((party) =>
        start(party, ["--out", out("redis", party), "--workers", "1", "--keep-messages", ...tls], {
          env: { BREAKWATER_SILO_VIA: redis.url(party) },
        }),
      );
      await until(() => runs[0].child.exitCode !== null || hasBlock("redis", "ore"), "the first block");
      await redis.restart();
      await finish(runs);
      for (const party of PARTIES) expect(hashesOf(out("redis", party)), party).toEqual(hashesOf(out("whole", party)));
      for (const run of runs) expect(run.output()).not.toContain("s3cret");
      const audit = await breakwater(["silo", "traffic", redis.url("audit"), "--json", ...tls]);
      expect(audit.code, audit.stderr).toBe(0);
      const traffic = JSON.parse(audit.stdout);
      expect(traffic.faults).toEqual([]);
      const folderTraffic = await breakwater(["silo", "traffic", join(folder, "meet-whole"), "--json"]);
      expect(traffic.columns).toEqual(JSON.parse(folderTraffic.stdout).columns);
      // With the keys of another contract beside them it must be said which is meant.
      redis.set("stranger", "breakwater:silo:other:stranger:hello", "{}");
      const unclear = await breakwater(["silo", "traffic", redis.url("audit"), ...tls]);
      expect(unclear).toMatchObject({ code: 64, stderr: expect.stringMatching(/missing --contract.* other/) });
      const meant = await breakwater([
        "silo",
        "traffic",
        redis.url("audit"),
        "--json",
        "--contract",
        "harbour",
        ...tls,
      ]);
      expect(JSON.parse(meant.stdout)).toEqual(traffic);
      // All that was ever written to the server.
      expect(findSecrets(redis.written())).toEqual([]);
      expect(redis.written().includes("unitsShipped")).toBe(true);
    } finally {
      await redis.stop();
    }
  }, 300_000);
});

describe("what parties share of their runs", () => {
  test("put together is the joint run, where it adds up", async () => {
    const joint = join(folder, "joint-run");
    const study = studyFile(JSON.stringify(secretiveStudy()), "joint-again.yaml");
    expect(await breakwater(["run", study, "--workers", "1", "--out", joint])).toMatchObject({ code: 0 });
    const shared = PARTIES.map((party) => join(folder, `shared-${party}.json`));
    for (const [at, party] of PARTIES.entries()) {
      const args = ["silo", "share", out("whole", party), "--into", shared[at], "--least-scenarios", "1"];
      expect(await breakwater(args)).toMatchObject({ code: 0 });
      const again = await breakwater(args);
      expect(again.code).toBe(73);
      expect(again.stderr).toContain("it exists; --force replaces it");
    }
    const merged = await breakwater(["silo", "merge", ...shared, "--json"]);
    expect(merged.stderr).toBe("");
    const figures = JSON.parse(merged.stdout) as { design: string; figure: string; value?: number; kind: string }[];
    const means = meansOf(joint);
    const sums = figures.filter(({ figure, kind }) => figure.startsWith("mean ") && kind === "exact");
    const keyOf = ({ design, figure }: { design: string; figure: string }): string =>
      `${design} ${snakeCase(figure.slice(5))}`;
    const compared = sums.filter((row) => means.has(keyOf(row)));
    expect(compared.length).toBeGreaterThanOrEqual(14);
    expect(compared.some(({ value }) => value !== 0)).toBe(true);
    for (const row of compared) {
      const expected = means.get(keyOf(row)) as number;
      const { value = Number.NaN } = row;
      // Rounding of sums over days and scenarios, in each figure's own size.
      const scale = Math.max(Math.abs(expected), 1e-6);
      expect(Math.abs(value - expected) / scale, `${keyOf(row)}: ${expected} became ${value}`).toBeLessThan(1e-9);
    }
  });

  test("is refused where it is not of one joint run, with what differs", async () => {
    const path = (party: string): string => join(folder, `shared-${party}.json`);
    const changed = JSON.parse(readFileSync(path("ore"), "utf8"));
    changed.terms.seed = 99;
    writeFileSync(join(folder, "other-seed.json"), JSON.stringify(changed));
    const other = await breakwater(["silo", "merge", path("goods"), path("retail"), join(folder, "other-seed.json")]);
    expect(other.code).toBe(65);
    expect(other.stderr).toContain("are not of one joint run, seed: ");
    const missing = await breakwater(["silo", "merge", path("goods"), path("retail")]);
    expect(missing.code).toBe(65);
    expect(missing.stderr).toContain("missing the summary of party 'ore'");
    writeFileSync(join(folder, "strange.json"), '{"format": "something else"}');
    const strange = await breakwater(["silo", "merge", join(folder, "strange.json")]);
    expect(strange.code).toBe(65);
    expect(strange.stderr).toContain("it is no shared summary");
    const whole = await breakwater(["silo", "share", join(folder, "joint-run"), "--into", join(folder, "x.json")]);
    expect(whole.code).toBe(64);
    expect(whole.stderr).toContain("it is that of a whole study");
    expect((await breakwater(["silo", "share", join(folder, "nowhere"), "--into", join(folder, "x.json")])).code).toBe(
      66,
    );
  });

  test("tells no secret", () => {
    for (const party of PARTIES) {
      const text = readFileSync(join(folder, `shared-${party}.json`), "utf8");
      for (const secret of SECRET_TEXTS) expect(text).not.toContain(secret);
    }
  });
});

/** Means of a run, by design and metric. */
function meansOf(run: string): Map<string, number> {
  const read = (table: string): string[][] =>
    parseCsv(readFileSync(join(run, "data", `${table}.csv`), "utf8")).slice(1);
  const metrics = read("dim_metric").map(([, metric]) => metric);
  const designs = read("dim_design").map(([, design]) => design);
  return new Map(
    read("summary")
      .filter(([, , statistic]) => statistic === "mean")
      .map(([design, metric, , value]) => [`${designs[Number(design)]} ${metrics[Number(metric)]}`, Number(value)]),
  );
}
