import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inline } from "../../../src/executors/inline.ts";
import { writeReport } from "../../../src/report/write-report.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "../run/folders.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const out = join(temporaryFolder(afterAll), "run");
const HOSTILE = "</title><script src='https://evil.example/x.js'></script><img src=x onerror=alert(1)>";
let page: string;
beforeAll(async () => {
  const study = parseInput({ ...harbourStudy({ scenarios: 30 }), title: HOSTILE });
  await runStudy(study, { executor: inline, workers: 0, out });
  const { path } = await writeReport(out);
  page = readFileSync(path, "utf8");
});

describe("the security policy of a report", () => {
  test("comes before everything it is to hold for, allows nothing from anywhere and one script: the one in the page", () => {
    const head = page.slice(0, page.indexOf("<title>"));
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(head)?.[1] ?? "";
    const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]));
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code);
    expect(scripts).toHaveLength(1);
    const hashes = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    expect(Object.fromEntries(rules)).toEqual({
      "default-src": ["'none'"],
      "script-src": hashes,
      "style-src": ["'unsafe-inline'"],
      "img-src": ["data:"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
    });
  });

  test("is not needed for labels, which are text", () => {
    const markup = page.replaceAll(/<script>[\s\S]*?<\/script>/g, "");
    expect(markup).toContain("&lt;/title&gt;&lt;script src=");
    expect(markup).not.toContain("<script src");
    expect(markup).not.toMatch(/<[^>]+\s(src|href|action)\s*=\s*["']?(https?:)?\/\//i);
    expect(markup).not.toMatch(/<[^>]+\son\w+\s*=/i);
  });
});
