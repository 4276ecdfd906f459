import { createHash } from "node:crypto";
import type { FinishedRun } from "./read-run.ts";
import type { ReportTable, Section } from "./section.ts";
import { STYLE } from "./style.ts";
import { escapeHtml, scriptJson } from "./text.ts";

/**
 * The whole page. Words and tables stand in it as they are; the charts are drawn by `script` from a block of JSON. The security
 * policy lets that very script run and nothing be fetched from anywhere.
 *
 * @param script the bundled chart code; undefined leaves the charts out and opens the tables
 */
export function renderPage(run: FinishedRun, sections: readonly Section[], script: string | undefined): string {
  const { manifest, designs } = run;
  const charts = script === undefined ? [] : sections.flatMap((section) => section.charts);
  const code = script?.replaceAll("</script", "<\\/script");
  const hash = code === undefined ? "'none'" : `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
  const policy = `default-src 'none'; script-src ${hash}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = escapeHtml(manifest.title);
  let chart = 0;
  const body = sections.map((section) => {
    const figures =
      script === undefined ? [] : section.charts.map(({ title: name, label }) => figure(chart++, name, label));
    return `<section id="${section.id}" aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title">${escapeHtml(section.title)}</h2>
${section.words.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}
${figures.length === 0 ? "" : `<div class="charts${layoutOf(section)}">${figures.join("\n")}</div>`}
${section.tables.map((table) => renderTable(table, script === undefined)).join("\n")}
</section>`;
  });
  const size = `${manifest.scenarios} scenarios, seed ${manifest.seed}, ${designs.length} design${designs.length === 1 ? "" : "s"}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Breakwater</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#headline">Skip to the results</a>
<header>
<h1><bdi>${title}</bdi></h1>
<p class="size">${escapeHtml(size)}; disruptions begin within ${manifest.exposureDays} of ${manifest.horizonDays} days. Intervals are 95 %.</p>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${escapeHtml(name)}</a></li>`).join("")}</ul></nav>
</header>
<fieldset id="designs"${script === undefined ? " hidden" : ""}><legend>Designs shown</legend>
${designs.map((id, index) => `<label><input type="checkbox" checked value="${index}"> <i class="key k${index % 8}" aria-hidden="true"></i><bdi>${escapeHtml(id)}</bdi></label>`).join("\n")}
</fieldset>
<main>
${body.join("\n")}
</main>
<footer><p>Made by Breakwater ${escapeHtml(manifest.run.engineVersion)}. This file needs no network; its figures are those of the tables in <code>data/</code>.</p></footer>
<script type="application/json" id="report-data">${scriptJson({ designs, charts })}</script>
${code === undefined ? "" : `<script>${code}</script>`}
</body>
</html>
`;
}

/** Many small charts beside each other, panelled ones over the whole width, else two and two. */
function layoutOf({ charts }: Section): string {
  if (charts.length > 2) return " small";
  return charts.some((chart) => chart.kind === "lines" && chart.isPanelled) ? " wide" : "";
}

/** A figure over its interval; what follows is a line of its own. */
function renderCell(cell: string): string {
  return `<bdi>${escapeHtml(cell).replace(/^([^[\]]+) (\[[^[\]]+\])/, "$1 <span>$2</span>")}</bdi>`;
}

function figure(chart: number, title: string, label: string): string {
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><div class="chart" data-chart="${chart}" role="img" tabindex="0" aria-label="${escapeHtml(`${label} The table below has its numbers.`)}"></div></figure>`;
}

function renderTable({ caption, head, rows, isOpen, isLeftOutOfPrint }: ReportTable, isAlone: boolean): string {
  const cells = rows.map(({ design, cells: [first, ...rest] }) => {
    const mark = design === undefined ? "" : ` data-design="${escapeHtml(design)}"`;
    return `<tr${mark}><th scope="row"><bdi>${escapeHtml(first)}</bdi></th>${rest.map((cell) => `<td>${renderCell(cell)}</td>`).join("")}</tr>`;
  });
  return `<details${isLeftOutOfPrint ? " data-screen" : ""}${isOpen || isAlone ? " open" : ""}><summary>${escapeHtml(caption)}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table>
<thead><tr>${head.map((name) => `<th scope="col"><bdi>${escapeHtml(name)}</bdi></th>`).join("")}</tr></thead>
<tbody>
${cells.join("\n")}
</tbody></table></div></details>`;
}
