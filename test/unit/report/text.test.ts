import { expect, test } from "vitest";
import { escapeHtml, plain, scriptJson } from "../../../src/report/text.ts";
import { thin } from "../../../src/report/thin.ts";

const HOSTILE = "</script><script>alert(1)</script>\u202e=cmd()\"'&\n\u0000x\u2028";

test("labels become text: no tag, quote, control or change of direction comes through", () => {
  expect(escapeHtml(HOSTILE)).toBe(
    "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;=cmd()&quot;&#39;&amp; x\u2028",
  );
  expect(plain("a\u2067b\u200fc\r\n\u009bd")).toBe("abc d");
});

test("a block of JSON comes back as it was, and no tag begins in it", () => {
  const text = scriptJson({ name: HOSTILE, value: 1.5 });
  expect(text).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(text)).toEqual({ name: plain(HOSTILE), value: 1.5 });
});

test("a long curve keeps its ends, its order and most of its tail", () => {
  const long = Array.from({ length: 100_000 }, (_, at) => at);
  const short = thin(long);
  expect(short.length).toBeLessThanOrEqual(500);
  expect(short.length).toBeGreaterThan(400);
  expect([short[0], short[short.length - 1]]).toEqual([0, 99_999]);
  expect(short).toEqual([...new Set(short)].sort((left, right) => left - right));
  expect(short.filter((at) => at >= 99_000).length).toBeGreaterThan(100);
  expect(thin([1, 2, 3])).toEqual([1, 2, 3]);
  expect(thin(long, 10).length).toBeLessThanOrEqual(10);
});
