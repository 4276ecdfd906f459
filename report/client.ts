/** Draws the charts of a report from its block of JSON, and lets readers choose designs. */
import type { Chart } from "../src/report/section.ts";
import { type Drawn, drawChart } from "./charts.ts";
import { drawMap } from "./map.ts";

interface Payload {
  readonly designs: readonly string[];
  readonly charts: readonly Chart[];
}

const { designs, charts } = JSON.parse(document.getElementById("report-data")?.textContent ?? "") as Payload;
const places = [...document.querySelectorAll<HTMLElement>("[data-chart]")];
const boxes = [...document.querySelectorAll<HTMLInputElement>("#designs input")];
let drawn: Drawn[] = [];

function shownDesigns(): Set<string> {
  return new Set(boxes.filter((box) => box.checked).map((box) => designs[Number(box.value)]));
}

function draw(width?: number): void {
  for (const item of drawn) item.dispose();
  const shown = shownDesigns();
  drawn = places.map((place) => {
    const chart = charts[Number(place.dataset.chart)];
    return chart.kind === "map"
      ? drawMap(place, chart, designs, shown)
      : drawChart(place, chart, designs, shown, place.closest(".small") === null ? width : width && (width - 18) / 2);
  });
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-design]")) {
    row.hidden = !shown.has(row.dataset.design ?? "");
  }
}

for (const box of boxes) box.addEventListener("change", () => draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());

// Paper is as wide as it is, whatever the window.
const PAPER_PIXELS = 680;
let closed: HTMLDetailsElement[] = [];
function enterPrint(): void {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open]):not([data-screen])")];
  closed = closed.concat(folded);
  for (const item of folded) item.open = true;
  draw(PAPER_PIXELS);
}
function leavePrint(): void {
  for (const item of closed) item.open = false;
  closed = [];
  draw();
}
addEventListener("beforeprint", enterPrint);
addEventListener("afterprint", leavePrint);
matchMedia("print").addEventListener("change", ({ matches }) => (matches ? enterPrint() : leavePrint()));

let pending = 0;
let lastWidth = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === lastWidth || matchMedia("print").matches) return;
  lastWidth = innerWidth;
  clearTimeout(pending);
  pending = setTimeout(() => draw(), 100);
});

if (matchMedia("print").matches) enterPrint();
else draw();
document.documentElement.dataset.ready = "true";
