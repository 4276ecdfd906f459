import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectRedis, loadRedis } from "../../../../src/executors/redis.ts";
import { type MessageHead, type Place, packMessage } from "../../../../src/silos/wire/message.ts";
import { openTransport, type Via } from "../../../../src/silos/wire/open-transport.ts";
import { accessRules, auditRule, paperKey, streamKey } from "../../../../src/silos/wire/redis-keys.ts";
import type { Transport } from "../../../../src/silos/wire/transport.ts";
import { hasRedis, passwordOf, type SecureRedis, startSecureRedis } from "../../../helpers/secure-redis.ts";

const CONTRACT = "Chips:2026";
const PARTIES = ["taiwan", "Japan", "europe"];
const folder = mkdtempSync(join(tmpdir(), "breakwater-wire-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const isSkipped = !hasRedis && process.env.CI === undefined;

const place = (day: number, more: Partial<Place> = {}): Place => ({ from: 0, to: 10, design: 0, day, ...more });
const opened: Transport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) {
    await transport.wipe();
    await transport.close();
  }
});

function message(day: number, value: number): Uint8Array {
  const head: MessageHead = {
    ...place(day),
    agreement: new Uint8Array(32),
    sender: 0,
    receiver: 1,
    columns: 1,
    runs: 2,
  };
  return packMessage(head, Float64Array.of(value, value));
}

let redis: SecureRedis | undefined;
beforeAll(async () => {
  if (isSkipped) return;
  const rules = accessRules(CONTRACT, PARTIES, (party) => `>${passwordOf(party === "Japan" ? "%4aapan" : party)}`);
  redis = await startSecureRedis([...rules, auditRule(CONTRACT, `>${passwordOf("audit")}`)]);
});
afterAll(() => redis?.stop());

/** Name of a user as an address writes it. */
const userOf = (party: string): string => (party === "Japan" ? "%254aapan" : party);
const secure = redisOf;
function redisOf(): SecureRedis {
  if (redis === undefined) throw new Error("missing redis-server or openssl (apt-get install redis-server openssl)");
  return redis;
}

const WAYS: readonly { readonly name: string; readonly skip: boolean; via(party: string): Via }[] = [
  { name: "a folder", skip: false, via: () => ({ address: `folder:${join(folder, "shared")}` }) },
  {
    name: "Redis with TLS and a user for each party",
    skip: isSkipped,
    via: (party) => ({
      address: `rediss://${userOf(party)}:${passwordOf(userOf(party))}@127.0.0.1:${secure().port}`,
      tls: secure().tls,
    }),
  },
];

for (const { name, skip, via } of WAYS) {
  describe.skipIf(skip)(`messages over ${name}`, () => {
    const open = async (party: string): Promise<Transport> => {
      const transport = await openTransport(via(party), CONTRACT, party);
      opened.push(transport);
      return transport;
    };

    test("arrive as they were sent, in the order of days, and are still there for who reads again", async () => {
      const [taiwan, japan] = [await open("taiwan"), await open("Japan")];
      for (const day of [-3, -2, 0, 1])
        expect(await taiwan.send("Japan", place(day), message(day, day + 0.1))).toBe("new");
      for (const day of [-3, -2, 0, 1, -2]) {
        const expected = message(day, day + 0.1);
        expect(await japan.receive("taiwan", place(day), expected.length, 100)).toEqual(expected);
      }
    });

    test("are waited for, but not for ever", async () => {
      const [taiwan, japan] = [await open("taiwan"), await open("Japan")];
      const bytes = message(0, 1);
      expect(await japan.receive("taiwan", place(0), bytes.length, 30)).toBeUndefined();
      const waiting = japan.receive("taiwan", place(0), bytes.length, 5_000);
      await taiwan.send("Japan", place(0), bytes);
      expect(await waiting).toEqual(bytes);
    });

    test("sent again change nothing, and other bytes under the same name are told apart", async () => {
      const [taiwan, japan] = [await open("taiwan"), await open("Japan")];
      await taiwan.send("Japan", place(0), message(0, 1));
      await taiwan.send("Japan", place(1), message(1, 1));
      const again = await open("taiwan");
      expect(await again.send("Japan", place(0), message(0, 1))).toBe("same");
      expect(await again.send("Japan", place(1), message(1, 2))).toBe("other");
      expect(await again.send("Japan", place(2), message(2, 2))).toBe("new");
      const bytes = message(1, 1);
      expect(await japan.receive("taiwan", place(1), bytes.length, 100)).toEqual(bytes);
    });

    test("of a block are taken off together, those of others stay", async () => {
      const [taiwan, japan] = [await open("taiwan"), await open("Japan")];
      const other = { from: 10, to: 20 };
      const bytes = message(0, 1);
      await taiwan.send("Japan", place(0), bytes);
      await taiwan.send("Japan", place(0, { design: 1 }), bytes);
      await taiwan.send("Japan", place(0, other), bytes);
      await taiwan.send("europe", place(0), bytes);
      await taiwan.drop("Japan", place(0));
      for (const design of [0, 1]) {
        expect(await japan.receive("taiwan", place(0, { design }), bytes.length, 1)).toBeUndefined();
      }
      expect(await japan.receive("taiwan", place(0, other), bytes.length, 100)).toEqual(bytes);
      expect(await (await open("europe")).receive("taiwan", place(0), bytes.length, 100)).toEqual(bytes);
      expect(await taiwan.send("Japan", place(0), bytes)).toBe("new");
    });

    test("what a party says of itself is read by all, replaced as a whole and wiped with the rest", async () => {
      const [taiwan, japan] = [await open("taiwan"), await open("Japan")];
      expect(await japan.read("taiwan", "hello")).toBeUndefined();
      await taiwan.post("hello", "one");
      await taiwan.post("hello", "two \u{1F6A2}");
      await taiwan.post("progress", "p");
      const bytes = message(0, 1);
      await taiwan.send("Japan", place(0), bytes);
      expect(await japan.read("taiwan", "hello")).toBe("two \u{1F6A2}");
      await taiwan.wipe();
      for (const paper of ["hello", "progress"] as const) expect(await japan.read("taiwan", paper)).toBeUndefined();
      expect(await japan.receive("taiwan", place(0), bytes.length, 1)).toBeUndefined();
    });

    test("a party is run by one process at a time", async () => {
      const claim = await (await open("taiwan")).claim();
      const second = await open("taiwan");
      await expect(second.claim()).rejects.toMatchObject({
        exitCode: 75,
        message: expect.stringMatching(/^invalid party 'taiwan', process \d+ runs it (in|on) /),
      });
      const other = await (await open("Japan")).claim();
      await claim.release();
      await (await second.claim()).release();
      await other.release();
    });
  });
}

describe("a folder", () => {
  const shared = join(folder, "hostile");
  const open = (party: string): Promise<Transport> => openTransport({ address: `folder:${shared}` }, CONTRACT, party);
  const at = (...names: string[]): string => join(shared, "taiwan", "to-%4aapan", "0-10", "0", ...names);

  test("never shows a message before all of it is there, and leaves no other file behind", async () => {
    const taiwan = await open("taiwan");
    await taiwan.send("Japan", place(0), message(0, 1));
    expect(readdirSync(at())).toEqual(["0"]);
  });

  test("that holds what is no message hands it over as nothing more than that", async () => {
    const japan = await open("Japan");
    const bytes = message(5, 1);
    mkdirSync(at("1"), { recursive: true });
    writeFileSync(at("2"), bytes.subarray(0, 100));
    symlinkSync("/etc/passwd", at("3"));
    execFileSync("mkfifo", [at("4")]);
    writeFileSync(at("5"), Buffer.concat([bytes, Buffer.alloc(100_000)]));
    for (const day of [1, 3, 4]) expect(await japan.receive("taiwan", place(day), bytes.length, 5)).toHaveLength(0);
    expect(await japan.receive("taiwan", place(2), bytes.length, 5)).toHaveLength(100);
    expect(await japan.receive("taiwan", place(5), bytes.length, 5)).toHaveLength(bytes.length + 1);
  });

  test("in which a crash has torn an own message gets it again", async () => {
    writeFileSync(at("6"), message(6, 1).subarray(0, 77));
    const taiwan = await open("taiwan");
    expect(await taiwan.send("Japan", place(6), message(6, 1))).toBe("new");
    expect(await (await open("Japan")).receive("taiwan", place(6), message(6, 1).length, 50)).toEqual(message(6, 1));
  });

  test("that cannot be used is 73", async () => {
    writeFileSync(join(folder, "file"), "");
    for (const address of [`folder:${join(folder, "file")}`, "folder:/proc/nowhere"]) {
      await expect(openTransport({ address }, CONTRACT, "taiwan")).rejects.toMatchObject({ exitCode: 73 });
    }
  });

  test("does not tell the name of the machine", async () => {
    const claim = await (await open("taiwan")).claim();
    const [lock] = readdirSync(join(shared, "taiwan")).filter((name) => name.startsWith("lock."));
    const { readFileSync } = await import("node:fs");
    const { hostname } = await import("node:os");
    expect(readFileSync(join(shared, "taiwan", lock), "utf8")).not.toContain(hostname());
    await claim.release();
  });
});

test("docs/silos.md has the access rules as they are tested here", async () => {
  const { readFileSync } = await import("node:fs");
  const page = readFileSync(new URL("../../../../docs/silos.md", import.meta.url), "utf8");
  const rules = accessRules("chips", ["taiwan", "japan"], (party) => `>PASSWORD-OF-${party.toUpperCase()}`);
  expect(page).toContain(`\n${[...rules, auditRule("chips", ">PASSWORD-OF-AUDIT")].join("\n")}\n`);
});

describe.skipIf(isSkipped)("access rules of Redis", () => {
  const asUser = async (party: string) => {
    const { address, tls } = WAYS[1].via(party);
    return connectRedis(address, await loadRedis(), tls);
  };
  const key = (sender: string, receiver: string): string =>
    streamKey(CONTRACT, sender, receiver, { from: 0, to: 10, design: 0 });

  test("let a party write what is its own and read what is meant for it, and nothing else", async () => {
    const taiwan = await asUser("taiwan");
    const allowed = [
      () => taiwan.xadd(key("taiwan", "Japan"), "1-0", "m", "x"),
      () => taiwan.xrange(key("taiwan", "Japan"), "-", "+"),
      () => taiwan.xrange(key("Japan", "taiwan"), "-", "+"),
      () => taiwan.get(paperKey(CONTRACT, "Japan", "hello")),
      () => taiwan.get(paperKey(CONTRACT, "europe", "progress")),
      () => taiwan.del(key("taiwan", "Japan")),
    ];
    for (const act of allowed) await act();
    const refused: (() => Promise<unknown>)[] = [
      () => taiwan.xrange(key("Japan", "europe"), "-", "+"),
      () => taiwan.xread("STREAMS", key("europe", "Japan"), "0"),
      () => taiwan.xadd(key("Japan", "taiwan"), "1-0", "m", "x"),
      () => taiwan.del(key("Japan", "taiwan")),
      () => taiwan.set(paperKey(CONTRACT, "Japan", "hello"), "x"),
      () => taiwan.get(paperKey(CONTRACT, "Japan", "claim")),
      () => taiwan.set(paperKey("another", "taiwan", "hello"), "x"),
      () => taiwan.get("anything"),
      () => taiwan.keys("*"),
      () => taiwan.scan(0),
      () => taiwan.flushall(),
      () => taiwan.config("GET", "*"),
      () => taiwan.call("MONITOR"),
      () => taiwan.call("ACL", "LIST"),
      () => taiwan.eval("return 1", 0),
      () => taiwan.publish("any", "x"),
    ];
    for (const [index, act] of refused.entries()) {
      await expect(act(), `refused ${index}`).rejects.toThrow(/NOPERM/);
    }
    taiwan.disconnect();
  });

  test("keep out who has no certificate, another authority's, no password or a wrong one", async () => {
    const modules = await loadRedis();
    const { tls, port } = secure();
    const address = `rediss://taiwan:${passwordOf("taiwan")}@127.0.0.1:${port}`;
    const attempts: [string, Via["tls"]][] = [
      [address, { ca: tls.ca as string }],
      [address, undefined],
      [`rediss://127.0.0.1:${port}`, tls],
      [`rediss://taiwan:wrong@127.0.0.1:${port}`, tls],
      [`redis://taiwan:${passwordOf("taiwan")}@127.0.0.1:${port}`, undefined],
    ];
    await Promise.all(
      attempts.map(async ([url, own]) => {
        await expect(connectRedis(url, modules, own)).rejects.toMatchObject({
          exitCode: 69,
          message: expect.not.stringContaining("s3cret"),
        });
      }),
    );
  }, 60_000);
});
