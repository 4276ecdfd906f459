import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import * as commands from "../../src/commands/all.ts";
import { JOINT } from "../unit/silos/files/joint.ts";
import { breakwater, folder, studyFile, TWO_NODE } from "./cli.ts";

const EV = new URL("../../configs/ev-battery.yaml", import.meta.url).pathname;
const STUDIES = ["apparel", "semiconductors", "pharma", "rare-earths", "historical"].map(
  (name) => new URL(`../../configs/${name}.yaml`, import.meta.url).pathname,
);
const run = join(folder, "two-node");
const JOINT_FILE = studyFile(JOINT);
const PARTS = join(folder, "checked-parts");
const EXCHANGE = join(folder, "exchange");
const PARTIES = ["makers", "sellers"];
const summaryOf = (party: string): string => join(folder, `${party}.json`);
/** One party's run beside the other; a second time the folder already holds it. */
const partyRun = (party: string): string[] => [
  join(PARTS, `${party}.yaml`),
  ...["--via", `folder:${EXCHANGE}`, "--keep-messages", "--workers", "1", "--out", join(folder, `run-${party}`)],
];
const evRun = join(folder, "ev");

/** What prints no results: a script for the shell, a schema and a summary that are JSON anyway, and a process that serves. */
const WITHOUT_JSON = ["completion", "schema", "silo share", "worker"];

/** Every other command with arguments under which it prints results. */
const PRINTING: Readonly<Record<string, readonly string[]>> = {
  attribute: [TWO_NODE, "--scenarios", "8", "--workers", "1"],
  "break-even": [TWO_NODE],
  check: [TWO_NODE, "--flows"],
  compare: [run],
  export: [run, "--excel"],
  exposure: [TWO_NODE],
  init: [],
  list: ["hazards"],
  merge: [join(folder, "part-1"), join(folder, "part-2"), "--force", "--out", join(folder, "whole")],
  replay: [TWO_NODE, "--design", "lean", "--scenario", "3"],
  report: [run],
  reverse: [TWO_NODE, "--criterion", "lostRevenueUsd.cvar95 <= 5000", "--steps", "3"],
  run: [TWO_NODE, "--scenarios", "8", "--workers", "1", "--force", "--out", join(folder, "again")],
  "silo check": [PARTS],
  "silo merge": PARTIES.map(summaryOf),
  "silo run": partyRun("makers"),
  "silo traffic": [EXCHANGE],
  "silo split": [JOINT_FILE, "--into", join(folder, "parts"), "--force"],
  sensitivity: [
    TWO_NODE,
    ...["--parameter", "hazards[id=strait-blocked].durationDays=5..40:whole", "--trajectories", "2"],
    ...["--scenarios", "8", "--workers", "1"],
  ],
};

const program = new Command("breakwater");
for (const command of Object.values(commands)) command.register(program);

/** Commands by the words they are called with; a group by those it holds. */
function callsOf(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((inner) => {
    const called = [...words, inner.name()];
    return inner.commands.length > 0 ? callsOf(inner, called) : [[called.join(" "), inner] as [string, Command]];
  });
}
const CALLS = callsOf(program);

function designOf(study: string): string {
  return /^designs:\n(?: *#.*\n)* +- id: (\S+)/m.exec(readFileSync(study, "utf8"))?.[1] ?? "";
}

/** Two at a time, as there may be two cores. */
async function inPairs<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([next(), next()]);
}

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

beforeAll(async () => {
  const shard = (index: number) => [
    "run",
    TWO_NODE,
    ...["--scenarios", "128", "--workers", "1", "--shard", `${index}/2`, "--out", join(folder, `part-${index}`)],
  ];
  const done = await Promise.all([
    breakwater(["run", TWO_NODE, "--scenarios", "64", "--workers", "1", "--out", run]),
    breakwater(["run", EV, "--scenarios", "16", "--workers", "1", "--out", evRun], { mostSeconds: 200 }),
    breakwater(shard(1)),
    breakwater(shard(2)),
    breakwater(["silo", "split", JOINT_FILE, "--into", PARTS]),
  ]);
  const together = await Promise.all(PARTIES.map((party) => breakwater(["silo", "run", ...partyRun(party)])));
  const shared = await Promise.all(
    PARTIES.map((party) =>
      breakwater(["silo", "share", join(folder, `run-${party}`), "--into", summaryOf(party), "--least-scenarios", "1"]),
    ),
  );
  expect([...done, ...together, ...shared].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
}, 400_000);

describe("the help of a command", () => {
  test.each(CALLS)("%s: has examples that use its flags", (name, command) => {
    const examples =
      helpOf(command)
        .split(/\nExamples?:\n/)[1]
        ?.match(/breakwater .*/g) ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const flag of examples
      .filter((text) => text.startsWith(`breakwater ${name}`))
      .join(" ")
      .match(/--[a-z-]+/g) ?? []) {
      expect(command.options.map(({ long }) => long)).toContain(flag);
    }
    expect(command.options.some(({ long }) => long === "--json")).toBe(!WITHOUT_JSON.includes(name));
  });
});

describe("results", () => {
  const names = CALLS.map(([name]) => name).filter((name) => !WITHOUT_JSON.includes(name));

  test("are JSON where a command is asked for it, and nothing else is on stdout", async () => {
    expect(Object.keys(PRINTING).sort()).toEqual([...names].sort());
    await inPairs(names, async (name) => {
      const { code, stdout, stderr } = await breakwater([...name.split(" "), ...PRINTING[name], "--json"]);
      expect({ name, code }, stderr).toEqual({ name, code: 0 });
      expect(typeof JSON.parse(stdout), name).toBe("object");
    });
  }, 400_000);

  test("keep to lines of 100 characters on the terminal, of small studies and of large ones", async () => {
    const commandLines = [
      ...names.filter((name) => name !== "init").map((name) => [...name.split(" "), ...PRINTING[name]]),
      ...["metrics", "samplers", "distributions", "outputs"].map((what) => ["list", what]),
      ...STUDIES.map((study) => ["check", study]),
      ["check", EV, "--flows"],
      ["run", EV, "--scenarios", "16", "--out", evRun],
      ["compare", evRun],
      ["replay", EV, "--design", "hyper-global", "--scenario", "17"],
      // Random demand has a column of its own.
      ["replay", STUDIES[0], "--design", designOf(STUDIES[0]), "--scenario", "3"],
      ["break-even", EV],
      ["attribute", EV, "--scenarios", "2", "--designs", "tiered", "--workers", "1"],
    ];
    await inPairs(commandLines, async (args) => {
      const { code, stdout, stderr } = await breakwater(args);
      expect({ args, code }, stderr).toEqual({ args, code: 0 });
      // Names of files are as long as they are.
      const lines = stdout.split("\n").filter((line) => !line.includes(folder));
      expect(
        lines.filter((line) => [...line].length > 100),
        args.join(" "),
      ).toEqual([]);
    });
  }, 400_000);
});
