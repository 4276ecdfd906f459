// Makes a checkout runnable: installs the locked packages when they are missing or older than the lock file, then
// compiles what changed. `npm start` and `npm test` call it first, so a fresh clone needs no other command.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function run(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const lock = `${root}package-lock.json`;
const installed = `${root}node_modules/.package-lock.json`;
const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!isFresh) run(npm, ["ci", "--no-audit", "--no-fund"]);
run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.json`]);

// The bundle changes only with its own code or its packages.
const bundle = `${root}dist/report/client.js`;
const sources = [
  `${root}.ci/bundle-report.mjs`,
  lock,
  ...readdirSync(`${root}report`).map((name) => `${root}report/${name}`),
];
const isBundled = existsSync(bundle) && sources.every((path) => statSync(path).mtimeMs <= statSync(bundle).mtimeMs);
if (!isBundled) run(process.execPath, [`${root}.ci/bundle-report.mjs`]);
