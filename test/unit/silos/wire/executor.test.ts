import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { cutBlocks } from "../../../../src/executors/define.ts";
import { HEAD_BYTES, packMessage, readMessage } from "../../../../src/silos/wire/message.ts";
import {
  attempt,
  BLOCK,
  computeTogether,
  executorOf,
  helloOf,
  newFolder,
  PARTIES,
  SCENARIOS,
  studyOf,
  THREADS,
} from "./meeting.ts";

const folders: string[] = [];
function meetingPlace(): { folder: string; address: string } {
  const folder = newFolder();
  folders.push(folder);
  return { folder, address: `folder:${folder}` };
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const expected = computeTogether();

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

describe("parties in lockstep", () => {
  test("with one and two workers compute what they compute in memory, and leave no message behind", async () => {
    const { folder, address } = meetingPlace();
    const results = await Promise.all(
      PARTIES.map((party, index) =>
        attempt(executorOf(address, party, { workers: 1 + (index % 2), engine: THREADS }), studyOf(party)),
      ),
    );
    for (const [index, { outcomes, error }] of results.entries()) {
      expect(error).toBeUndefined();
      expect(outcomes).toEqual((await expected).get(PARTIES[index]));
    }
    expect(filesBelow(folder)).toEqual(PARTIES.flatMap((id) => [`${id}/hello.json`, `${id}/progress.json`]).sort());
  }, 60_000);

  test("whose worker dies in the middle of a block compute the same", async () => {
    const { address } = meetingPlace();
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const results = await Promise.all(
      PARTIES.map((party) =>
        attempt(
          executorOf(address, party, party === "japan" ? { engine: THREADS } : {}),
          studyOf(party, party === "japan" ? { begun, dieAt: 1 } : {}),
        ),
      ),
    );
    expect(begun[0]).toBe(SCENARIOS / BLOCK + 1);
    for (const [index, { outcomes, error }] of results.entries()) {
      expect(error).toBeUndefined();
      expect(outcomes).toEqual((await expected).get(PARTIES[index]));
    }
  }, 60_000);

  test("one of which stops between blocks and goes on later compute the same, while the others wait", async () => {
    const { address } = meetingPlace();
    const others = ["taiwan", "europe"].map((party) => attempt(executorOf(address, party), studyOf(party)));
    const blocks = [...cutBlocks(SCENARIOS, BLOCK)];
    const first = await attempt(executorOf(address, "japan"), studyOf("japan"), blocks.slice(0, 2), false);
    expect(first.error).toBeUndefined();
    const second = await attempt(executorOf(address, "japan"), studyOf("japan"), blocks.slice(2));
    expect(second.error).toBeUndefined();
    expect([...first.outcomes, ...second.outcomes]).toEqual((await expected).get("japan"));
    for (const [index, { outcomes, error }] of (await Promise.all(others)).entries()) {
      expect(error).toBeUndefined();
      expect(outcomes).toEqual((await expected).get(["taiwan", "europe"][index]));
    }
  }, 60_000);

  test("keep every message where somebody wants to look at them: a head and the columns, nothing else", async () => {
    const { folder, address } = meetingPlace();
    const keeps = PARTIES.map((party) => attempt(executorOf(address, party, { keepsMessages: true }), studyOf(party)));
    for (const { error } of await Promise.all(keeps)) expect(error).toBeUndefined();
    const messages = filesBelow(folder).filter((name) => name.includes("/to-"));
    // 4 directed pairs, 4 blocks, evenings -1 to 5.
    expect(messages).toHaveLength(4 * 4 * 7 * helloOf("japan").terms.designs.length);
    for (const name of messages) {
      const message = readMessage(readFileSync(join(folder, name)));
      if (typeof message === "string") throw new Error(`${name} is ${message}`);
      expect(message.values).toHaveLength(2 * (BLOCK + 1));
    }
    const again = await attempt(executorOf(address, "japan"), studyOf("japan"));
    expect(again.error).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining("kept to be looked at; add --force"),
    });
  }, 60_000);
});

describe("a meeting that comes to nothing", () => {
  const silent = { silenceSeconds: 1 };

  test("is 75 where a party never comes, and names it", async () => {
    const { folder, address } = meetingPlace();
    const results = await Promise.all(
      ["taiwan", "japan"].map((party) => attempt(executorOf(address, party, silent), studyOf(party))),
    );
    for (const { error } of results) {
      expect(error).toMatchObject({ exitCode: 75 });
      expect(error?.message).toBe(
        `missing party 'europe', it has not come within 1 s; waited on ${folder} for its hello before anything is computed. ` +
          "Start it there, then go on here with --resume",
      );
    }
    expect(filesBelow(folder).filter((name) => name.includes("/to-"))).toEqual([]);
  }, 60_000);

  test("is 75 where a party dies for good, and goes on once it comes back", async () => {
    const { address } = meetingPlace();
    const blocks = [...cutBlocks(SCENARIOS, BLOCK)];
    const [taiwan, japan, europe] = await Promise.all([
      attempt(executorOf(address, "taiwan", silent), studyOf("taiwan")),
      attempt(executorOf(address, "japan", silent), studyOf("japan"), blocks.slice(0, 1), false),
      attempt(executorOf(address, "europe", silent), studyOf("europe")),
    ]);
    for (const { error, outcomes } of [taiwan, europe]) {
      expect(outcomes).toHaveLength(1);
      expect(error).toMatchObject({ exitCode: 75 });
      expect(error?.message).toMatch(
        /^no message from japan for 1 s, waited for the evening before day -1, scenarios 3 to 5, design '.*' on .*; go on with --resume, here and at japan$/,
      );
    }
    expect(japan.error).toBeUndefined();
    const again = await Promise.all(
      PARTIES.map((party) => attempt(executorOf(address, party), studyOf(party), blocks.slice(1))),
    );
    for (const [index, { outcomes, error }] of again.entries()) {
      expect(error).toBeUndefined();
      expect(outcomes).toEqual((await expected).get(PARTIES[index])?.slice(1));
    }
  }, 60_000);

  test.each([
    [
      "a different contract",
      { contract: { id: "chips", lanes: [{ id: "chips", leadTimeDays: 4 }] } },
      "contract.lanes[chips].leadTimeDays: 3 here, 4 at europe",
    ],
    ["another seed", { seed: 12 }, "seed: 11 here, 12 at europe"],
    ["another engine", { engineVersion: "2" }, 'engineVersion: "1" here, "2" at europe'],
    ["other blocks", { blockScenarios: 4 }, "blockScenarios: 3 here, 4 at europe"],
  ])(
    "is 65 with %s, naming the difference, and computes nothing",
    async (_, terms, difference) => {
      const { folder, address } = meetingPlace();
      const results = await Promise.all(
        PARTIES.map((party) =>
          attempt(
            executorOf(address, party, party === "europe" ? { hello: helloOf(party, terms) } : {}),
            studyOf(party),
          ),
        ),
      );
      for (const { error, outcomes } of results) {
        expect(outcomes).toEqual([]);
        expect(error).toMatchObject({ exitCode: 65, message: expect.stringContaining("nothing was computed") });
      }
      expect(results[0].error?.message).toContain(difference);
      expect(filesBelow(folder).filter((name) => name.includes("/to-"))).toEqual([]);
      // Set right, it starts without further ado.
      const right = await Promise.all(
        PARTIES.toReversed().map((party) => attempt(executorOf(address, party), studyOf(party))),
      );
      for (const { error } of right) expect(error).toBeUndefined();
    },
    60_000,
  );

  test("is 65 where a party says what is no number, and keeps what was finished", async () => {
    const { address } = meetingPlace();
    const [taiwan] = await Promise.all(
      PARTIES.map((party) =>
        attempt(
          executorOf(address, party, { silenceSeconds: 1 }),
          studyOf(party, party === "japan" ? { nonsense: [6, 4, Number.NaN] } : {}),
        ),
      ),
    );
    expect(taiwan.outcomes).toEqual((await expected).get("taiwan")?.slice(0, 2));
    expect(taiwan.error).toMatchObject({ exitCode: 65 });
    expect(taiwan.error?.message).toMatch(
      /^invalid unitsOrdered NaN from japan, lane 'chips', the evening before day 4, scenarios 6 to 8, design '.*', scenario 6: must be 0 or more units/,
    );
  }, 60_000);

  test("is 65 where a message is damaged, and nothing of it is used", async () => {
    const { folder, address } = meetingPlace();
    const day = join(folder, "japan", "to-taiwan", "0-3", "0");
    mkdirSync(day, { recursive: true });
    const bytes = packMessage(
      { from: 0, to: 3, design: 0, day: 2, agreement: new Uint8Array(32), sender: 1, receiver: 0, columns: 2, runs: 4 },
      new Float64Array(8),
    );
    bytes[HEAD_BYTES] = 1;
    writeFileSync(join(day, "2"), bytes);
    const taiwan = attempt(executorOf(address, "taiwan", { silenceSeconds: 2 }), studyOf("taiwan"));
    const europe = attempt(executorOf(address, "europe", { silenceSeconds: 2 }), studyOf("europe"));
    // Japan comes slowly: the damaged message lies there before its own.
    const japan = attempt(executorOf(address, "japan", { silenceSeconds: 2 }), studyOf("japan", { pauseMs: 100 }));
    expect((await taiwan).error).toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(
        /^invalid message from japan to taiwan, .*: it is damaged, its checksum is wrong; nothing/,
      ),
    });
    await Promise.all([japan, europe]);
  }, 60_000);

  test("is 78 where a party computes something else than before its break", async () => {
    const { address } = meetingPlace();
    const short = { silenceSeconds: 1 };
    await Promise.all([
      attempt(executorOf(address, "taiwan", short), studyOf("taiwan")),
      attempt(executorOf(address, "japan", short), studyOf("japan"), [{ from: 0, to: 3 }], false),
      attempt(executorOf(address, "europe", short), studyOf("europe")),
    ]);
    const blocks = [...cutBlocks(SCENARIOS, BLOCK)].slice(1);
    const changed = { ...studyOf("taiwan"), standIn: { ...studyOf("taiwan").standIn, number: 7 } };
    const { error } = await attempt(executorOf(address, "taiwan", short), changed, blocks);
    expect(error).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/^conflicting message from taiwan to japan/),
    });
  }, 60_000);

  test("is 78 for who lost its results while the others have finished, and says so at once", async () => {
    const { address } = meetingPlace();
    const blocks = [...cutBlocks(SCENARIOS, BLOCK)];
    const some = blocks.slice(0, 2);
    await Promise.all(PARTIES.map((party) => attempt(executorOf(address, party), studyOf(party), some, false)));
    await sleep(100);
    const { error } = await attempt(executorOf(address, "japan"), studyOf("japan"), blocks);
    expect(error).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining("japan had finished 6 scenarios there"),
    });
  }, 60_000);

  test("is 75 for who starts anew beside others that have finished scenarios with what lay there before", async () => {
    const { address } = meetingPlace();
    const short = { silenceSeconds: 1 };
    const first = [{ from: 0, to: BLOCK }];
    await Promise.all(PARTIES.map((party) => attempt(executorOf(address, party, short), studyOf(party), first, false)));
    const { error } = await attempt(executorOf(address, "japan", { ...short, isForced: true }), studyOf("japan"));
    expect(error).toMatchObject({
      exitCode: 75,
      message: expect.stringContaining("has finished scenarios beside an earlier run and not started anew (--force)"),
    });
  }, 60_000);

  test("is 75 for a second process of the same party", async () => {
    const { folder, address } = meetingPlace();
    const first = attempt(executorOf(address, "japan", { silenceSeconds: 3 }), studyOf("japan"));
    while (!existsSync(join(folder, "japan", "hello.json"))) await sleep(20);
    const { error } = await attempt(executorOf(address, "japan"), studyOf("japan"));
    expect(error).toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(/^invalid party 'japan', process \d+ runs it in/),
    });
    await first;
  }, 60_000);
});
