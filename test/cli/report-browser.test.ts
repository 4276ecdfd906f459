/// <reference lib="dom" />
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { breakwater, folder, studyFile, twoNode } from "./cli.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const EV = new URL("../../configs/ev-battery.yaml", import.meta.url).pathname;
/** Kept where the caller asks for it, to be looked at. */
const PICTURES = process.env.BREAKWATER_PICTURES ?? join(folder, "pictures");

let browser: Browser;
let complaints: string[];

async function open(file: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  complaints = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  return page;
}

interface ChartMarks {
  readonly kind: string;
  /** Shapes that take up room and have a colour. */
  readonly shapes: number;
  /** Numbers of the designs whose colour a shape of the chart has. */
  readonly designs: readonly number[];
  /** Rows that say n/a. */
  readonly missing: number;
}

/** What is drawn in every chart. */
function marks(page: Page): Promise<ChartMarks[]> {
  return page.evaluate(() => {
    const { charts, designs } = JSON.parse(document.getElementById("report-data")?.textContent ?? "");
    const probe = document.body.appendChild(document.createElement("i"));
    const colors = designs.map((_: string, at: number) => {
      probe.style.color = `var(--c${at % 8})`;
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return [...document.querySelectorAll<HTMLElement>("[data-chart]")].map((chart) => {
      const shapes = [...chart.querySelectorAll("svg path, svg circle, svg polyline, svg polygon, svg rect")].filter(
        (mark) => {
          const { width, height } = mark.getBoundingClientRect();
          const style = getComputedStyle(mark);
          return width + height > 2 && (style.stroke !== "none" || style.fill !== "none");
        },
      );
      const seen = new Set(shapes.flatMap((mark) => [getComputedStyle(mark).stroke, getComputedStyle(mark).fill]));
      return {
        kind: charts[Number(chart.dataset.chart)].kind,
        shapes: shapes.length,
        designs: colors.flatMap((color: string, at: number) => (seen.has(color) ? [at] : [])),
        missing: [...chart.querySelectorAll("svg text")].filter((text) => text.textContent === "n/a").length,
      };
    });
  });
}

describe.skipIf(CHROMIUM === undefined && process.env.CI === undefined)("the report in a browser", () => {
  const out = join(folder, "ev");
  const DESIGNS = 6;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    if (CHROMIUM === undefined) throw new Error("missing Chromium (apt-get install chromium)");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    // Tail losses, and with them the Pareto chart, take 200 scenarios.
    const args = ["run", EV, "--scenarios", "200", "--workers", "2", "--out", out];
    const { code, stderr } = await breakwater(args, { mostSeconds: 400 });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    page = await open(join(out, "report.html"));
  }, 420_000);
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.emulateMedia({ colorScheme: "light", media: "screen" });
    await page.setViewportSize({ width: 1200, height: 900 });
    await expect.poll(async () => (await marks(page))[0].designs.length).toBe(DESIGNS);
  });
  afterAll(() => browser?.close());

  test("draws every design in every chart, asks for nothing and complains of nothing, light and dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await expect.poll(async () => (await marks(page))[0].designs.length).toBe(DESIGNS);
      const drawn = await marks(page);
      expect(drawn.map(({ kind }) => kind).filter((kind) => kind !== "stack")).toEqual([
        ...Array(6).fill("intervals"),
        "scatter",
        ...Array(8).fill("lines"),
        "map",
      ]);
      for (const [at, { kind, shapes, designs, missing }] of drawn.entries()) {
        expect(shapes, `chart ${at}, ${kind}, ${scheme}`).toBeGreaterThanOrEqual(kind === "map" ? 80 : DESIGNS);
        // Lanes that several designs share are grey; stacks have the colours of hazards.
        if (kind === "map") expect(designs.length).toBeGreaterThanOrEqual(3);
        else if (kind !== "stack") expect(designs.length + missing, `chart ${at}, ${kind}, ${scheme}`).toBe(DESIGNS);
      }
      const [ground, text] = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      expect(contrast(ground, text)).toBeGreaterThan(7);
      await page.screenshot({ path: join(PICTURES, `${scheme}.png`), fullPage: true });
    }
  });

  test("shows only the designs that are chosen, in charts and tables", async () => {
    const rows = (): Promise<number> => page.locator("#headline tbody tr:visible").count();
    const before = await marks(page);
    expect(await rows()).toBe(DESIGNS);
    await page.locator("#designs input").first().uncheck();
    expect(await rows()).toBe(DESIGNS - 1);
    const after = await marks(page);
    after.forEach(({ designs, missing, kind }, chart) => {
      if (kind === "stack") return;
      expect(designs, `chart ${chart}, ${kind}`).not.toContain(0);
      if (kind !== "map") expect(designs.length + missing, `chart ${chart}, ${kind}`).toBe(DESIGNS - 1);
    });
    await page.locator("#designs input").first().check();
    expect(await marks(page)).toEqual(before);
  });

  test("hides a curve when its name in the legend is clicked, and tells figures under the pointer", async () => {
    const chart = page.locator("#recovery [data-chart]").first();
    const drawnPaths = (): Promise<number> => chart.locator("svg path").count();
    const before = await drawnPaths();
    await chart.locator("svg text", { hasText: "hyper-global" }).first().click();
    await expect.poll(drawnPaths).toBeLessThan(before);
    await chart.hover();
    await expect
      .poll(() => chart.locator("svg text").allTextContents())
      .toContainEqual(expect.stringMatching(/^days since service failed \d/));
    const lane = page.locator("#map path.lane title").first();
    expect(await lane.textContent()).toMatch(/ (tonnes|units) a day; struck in \d+\.\d % of scenarios; /);
  });

  test("fits on paper and on a phone: nothing is wider than the page, and on paper tables stand open", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.screenshot({ path: join(PICTURES, "narrow.png"), fullPage: true });
    await page.setViewportSize({ width: 703, height: 1000 }); // A4 less its margins
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator("details:not([open]):not([data-screen])").count()).toBe(0);
    const wide = await page.$$eval("figure svg, table, p, h1, h2", (items) =>
      items
        .filter((item) => item.getBoundingClientRect().right > innerWidth + 1)
        .map((item) => item.outerHTML.slice(0, 80)),
    );
    expect(wide).toEqual([]);
    expect(await page.locator("#designs").isVisible()).toBe(false);
    await page.screenshot({ path: join(PICTURES, "print.png"), fullPage: true });
  });

  test("can be read with the keyboard, and every chart has a table and a label", async () => {
    expect(
      await page.$$eval("section", (sections) =>
        sections
          .filter((section) => section.querySelector("[data-chart]") && !section.querySelector("table"))
          .map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(await page.locator("[data-chart]:not([aria-label])").count()).toBe(0);
    await page.reload();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the results");
    await page.locator("#designs input").first().focus();
    await page.keyboard.press("Space");
    expect(await page.locator("#designs input").first().isChecked()).toBe(false);
    await page.keyboard.press("Space");
  });

  test("shows hostile labels as the text they are", async () => {
    const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u200f'quoted' =cmd()";
    const file = studyFile(
      twoNode
        .replace(/^title: .*$/m, `title: "${hostile}"`)
        .replace(/description: Ten days.*$/m, `description: "\\n=cmd(),${hostile}"\n    name: "${hostile}"`)
        .replace(/kind: blockade/, `kind: blockade\n    name: '${hostile.replaceAll("'", '"')}'`),
    );
    const hostileOut = join(folder, "hostile");
    const { code, stderr } = await breakwater([
      "run",
      file,
      "--scenarios",
      "32",
      "--workers",
      "1",
      "--out",
      hostileOut,
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const hostilePage = await open(join(hostileOut, "report.html"));
    expect(await hostilePage.locator("h1").textContent()).toBe(hostile.replace("\u200f", ""));
    expect(await hostilePage.locator("#assumptions").textContent()).toContain("<script>alert(1)</script>");
    expect(await hostilePage.locator("img").count()).toBe(0);
    await hostilePage.close();
    const hazards = readFileSync(join(hostileOut, "data/dim_hazard.csv"), "utf8");
    expect(hazards).toContain(`,"${hostile.replaceAll("'", '""')}",`);
  });
});

/** Contrast of two CSS colours. Source: WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}
