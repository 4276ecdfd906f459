// Bundles the chart code of the report into dist/report/client.js: one script, nothing to fetch.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
await build({
  entryPoints: [`${root}report/client.ts`],
  outfile: `${root}dist/report/client.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "none",
  banner: {
    js: "/*! Apache ECharts (Apache-2.0), ZRender (BSD-3-Clause), d3-geo, topojson-client, world-atlas (ISC) */",
  },
  loader: { ".json": "json" },
  logLevel: "warning",
});
