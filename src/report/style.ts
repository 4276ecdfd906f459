/** Colours of designs: apart for the colour-blind, 3 : 1 against their ground (after Okabe and Ito, 2008). */
const LIGHT = ["#0072b2", "#c44e00", "#008560", "#a8478a", "#6a4c93", "#7d6608", "#3d5a6c", "#b3123b"];
const DARK = ["#56b4e9", "#ff9a57", "#2fd0a3", "#ee9fd3", "#b79cf0", "#e8d15a", "#a9c4d6", "#ff7a95"];

const colors = (values: readonly string[]): string => values.map((value, index) => `--c${index}:${value}`).join(";");

/** The page's only style sheet: light, dark and print. */
export const STYLE = `
:root{--ground:#fff;--text:#1b2329;--soft:#52606b;--line:#d5dbe0;--band:#f3f5f7;--link:#0a5c94;--land:#e3e8ec;${colors(LIGHT)}}
@media (prefers-color-scheme:dark){:root{--ground:#12171c;--text:#e6ebef;--soft:#a3b0bb;--line:#37424c;--band:#1b2229;--link:#7cc4f5;--land:#2a333c;${colors(DARK)}}}
@media print{:root{--ground:#fff;--text:#000;--soft:#333;--line:#999;--band:#fff;--link:#000;--land:#e3e8ec;${colors(LIGHT)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:24px 20px 48px;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
h1{font-size:1.8rem;line-height:1.2;margin:.2em 0}
h2{font-size:1.25rem;margin:2.4em 0 .4em;padding-top:.6em;border-top:1px solid var(--line)}
p{max-width:78ch;margin:.5em 0}.size,footer,figcaption{color:var(--soft)}
a{color:var(--link)}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--ground);padding:6px;z-index:9}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;margin:.8em 0}
fieldset{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:4px 18px;border:1px solid var(--line);border-radius:6px;background:var(--ground);margin:0;padding:6px 12px}
fieldset[hidden]{display:none}
legend{color:var(--soft);font-size:.8rem;padding:0 4px}
label{display:inline-flex;align-items:center;gap:6px;cursor:pointer;max-width:100%;overflow-wrap:anywhere}
.key{display:inline-block;width:14px;height:14px;border-radius:3px;flex:none}
${LIGHT.map((_, index) => `.k${index}{background:var(--c${index})}`).join("")}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:18px;margin:12px 0}
.charts.wide{grid-template-columns:1fr}
.charts.small{grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr))}
figure{margin:0;min-width:0}figcaption{font-size:.92rem;font-weight:600}
.chart{width:100%;min-height:200px;position:relative}
.chart svg{display:block;max-width:100%}
details{margin:8px 0}summary{cursor:pointer;color:var(--link);padding:4px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums;margin:4px 0 10px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 6px;border-bottom:1px solid var(--line);overflow-wrap:anywhere;min-width:6.5em}
thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
tbody th{min-width:8.5em;overflow-wrap:break-word}
tbody tr:nth-child(even){background:var(--band)}
td span{display:block;white-space:nowrap;color:var(--soft)}
tr[hidden]{display:none}
code{font-size:.92em;overflow-wrap:anywhere}
.ground{fill:var(--land);stroke:none}
@page{size:A4;margin:12mm}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav,fieldset,.skip{display:none}
h2,section>p,summary{break-after:avoid}h2{margin-top:1.2em}figure,tr{break-inside:avoid}
.charts,.charts.small{display:block}figure{margin-bottom:10px}
.charts.small{display:grid;grid-template-columns:1fr 1fr}
.scroll{overflow:visible}table{font-size:7pt;width:100%;table-layout:auto}
th,td{min-width:0;padding:2px 4px}td span{white-space:normal}tbody th{min-width:6.5em}
details:not([open]){display:none}
}`;
