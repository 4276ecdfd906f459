import fc from "fast-check";
import { expect, test } from "vitest";
import { findNonsense } from "../../../../src/silos/wire/columns.ts";
import { findDifferences } from "../../../../src/silos/wire/differences.ts";
import { describeRun } from "../../../../src/silos/wire/exchange.ts";
import { readHello } from "../../../../src/silos/wire/hello.ts";
import {
  findUnexpected,
  HEAD_BYTES,
  type Message,
  type MessageHead,
  packMessage,
  readMessage,
} from "../../../../src/silos/wire/message.ts";
import { idOf, nameOf } from "../../../../src/silos/wire/party-name.ts";
import { readProgress } from "../../../../src/silos/wire/progress.ts";
import { helloOf } from "./meeting.ts";

const head: MessageHead = {
  agreement: Uint8Array.from({ length: 32 }, (_, index) => index * 7),
  sender: 2,
  receiver: 0,
  from: 3_000_000_000,
  to: 3_000_001_000,
  design: 1,
  day: -31,
  columns: 2,
  runs: 3,
};
const values = Float64Array.of(0, 1.5, Number.MAX_VALUE, 1e-300, 2, 0.1);

test("a message reads back to the bit: a head of 128 bytes and the columns, nothing else", () => {
  const bytes = packMessage(head, values);
  expect(bytes).toHaveLength(HEAD_BYTES + values.byteLength);
  expect(readMessage(bytes)).toEqual({ head, values });
  // From anywhere in memory.
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  expect(readMessage(moved.subarray(3))).toEqual({ head, values });
});

test("no byte of a message can change, nor any be missing or added, without its being told", () => {
  const bytes = packMessage(head, values);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] ^= 1 << (at % 8);
    expect(typeof readMessage(changed), `byte ${at}`).toBe("string");
    expect(typeof readMessage(bytes.subarray(0, at)), `cut at ${at}`).toBe("string");
  }
  expect(readMessage(Buffer.concat([bytes, Buffer.alloc(8)]))).toBe("of 184 bytes instead of 176");
});

test("any bytes are read without a fault", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof readMessage(bytes) === "string"),
    { numRuns: 500 },
  );
});

test("a message that is whole but another one is told by what differs", () => {
  const message = readMessage(packMessage(head, values)) as Message;
  expect(findUnexpected(message, head)).toBeUndefined();
  for (const field of ["sender", "receiver", "from", "to", "design", "day", "columns", "runs"] as const) {
    expect(findUnexpected(message, { ...head, [field]: 9 })).toBe(`of ${field} ${head[field]} instead of 9`);
  }
  expect(findUnexpected(message, { ...head, agreement: new Uint8Array(32) })).toBe("of a run under another agreement");
});

test("nonsense is found wherever it stands", () => {
  const columns = [
    { lane: "a", way: "a", field: "unitsOrdered", unit: "units" },
    { lane: "a", way: "a~1", field: "withdrawnFraction", unit: "fraction" },
  ];
  const good = Float64Array.of(0, 7, 1e300, 0, 1, 0.5);
  expect(findNonsense(columns, 3, good)).toBeUndefined();
  for (const value of [Number.NaN, -1e-9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (let at = 0; at < good.length; at++) {
      const bad = Float64Array.from(good, (v, i) => (i === at ? value : v));
      expect(findNonsense(columns, 3, bad)).toEqual({ column: columns[Math.floor(at / 3)], run: at % 3, value });
    }
  }
  expect(findNonsense(columns, 3, Float64Array.of(0, 7, 1e300, 0, 1.000001, 0.5))).toMatchObject({
    run: 1,
    value: 1.000001,
  });
});

test("money may be less than 0 by what rounding leaves, and no more", () => {
  const columns = [{ lane: "a", way: "a", field: "usdShipped", unit: "USD" }];
  const find = (...values: number[]) => findNonsense(columns, values.length, Float64Array.from(values))?.value;
  expect(find(-4.3e-62, -0.009, 7)).toBeUndefined();
  expect(find(2e13, -1e4)).toBeUndefined();
  expect(find(0, -0.011)).toBe(-0.011);
  expect(find(2e13, -3e4)).toBe(-3e4);
  expect(find(0, Number.NaN)).toBeNaN();
  expect(find(-1e-9, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});

test("names of files and keys are made from any id and lead back to it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (id) => {
      const name = nameOf(id);
      return /^[a-z0-9_%-]+$/.test(name) && idOf(name) === Buffer.from(id).toString();
    }),
  );
  expect(nameOf("Taiwan")).not.toBe(nameOf("taiwan").toUpperCase());
  expect(nameOf("../x:y")).toBe("%2e%2e%2fx%3ay");
  for (const name of ["..", "", "%zz", "Taiwan", "%41%", "lock.1"]) expect(idOf(name)).toBeUndefined();
});

test("differences are named by path, items of lists by their ids, at most so many", () => {
  const ours = { a: 1, lanes: [{ id: "x", days: 3 }, { id: "y" }], list: [1, 2], order: [{ id: "p" }, { id: "q" }] };
  const theirs = { a: 1, lanes: [{ id: "x", days: 4 }, { id: "z" }], list: [1, 3], order: [{ id: "q" }, { id: "p" }] };
  expect(findDifferences(ours, theirs, 9, "contract")).toEqual([
    { path: "contract.lanes[x].days", ours: "3", theirs: "4" },
    { path: "contract.lanes[y]", ours: '{"id":"y"}', theirs: "nothing" },
    { path: "contract.lanes[z]", ours: "nothing", theirs: '{"id":"z"}' },
    { path: "contract.list[1]", ours: "2", theirs: "3" },
    { path: "contract.order", ours: "in the order p, q", theirs: "q, p" },
  ]);
  expect(findDifferences(ours, theirs, 2)).toHaveLength(2);
  expect(findDifferences(ours, structuredClone(ours), 9)).toEqual([]);
  expect(findDifferences({ a: 1 }, [1], 9, "x")).toEqual([{ path: "x", ours: '{"a":1}', theirs: "[1]" }]);
});

test("progress that is none is not believed", () => {
  const progress = { done: 3, released: { japan: 3 }, days: 7, isStarted: true, isEnded: false, keepsMessages: false };
  expect(readProgress(JSON.stringify(progress))).toEqual(progress);
  for (const text of [
    undefined,
    "",
    "null",
    "3",
    "{}",
    '{"done":"3"}',
    JSON.stringify({ ...progress, released: { a: "b" } }),
  ]) {
    expect(readProgress(text)).toBeUndefined();
  }
});

test("a run of an evening is named as it stands in the messages", () => {
  const at = { from: 10, to: 13, design: 0, day: 5 };
  const name = (runs: number) => Array.from({ length: runs }, (_, run) => describeRun(run, runs, at));
  expect(name(4)).toEqual(["without disruptions", "scenario 10", "scenario 11", "scenario 12"]);
  // Where demand differs between scenarios: all undisturbed, then all.
  expect(name(6)).toEqual([
    ...[10, 11, 12].map((scenario) => `scenario ${scenario} without disruptions`),
    ...[10, 11, 12].map((scenario) => `scenario ${scenario}`),
  ]);
  expect(describeRun(2, 3, { ...at, day: -4 })).toBe("warm-up of scenario 12");
});

test("a hello that is none is not read", () => {
  const hello = helloOf("taiwan");
  expect(readHello(JSON.stringify(hello))).toEqual(hello);
  for (const wrong of [
    { terms: {} },
    { boundary: { japan: {} } },
    { boundary: { japan: { sent: 1, received: [] } } },
    { more: 1 },
  ]) {
    expect(readHello(JSON.stringify({ ...hello, ...wrong })), JSON.stringify(wrong)).toBeUndefined();
  }
});
