import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");
const { dependencies, optionalDependencies, devDependencies, scripts } = JSON.parse(read("package.json"));

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
}
const locked = Object.entries(JSON.parse(read("package-lock.json")).packages as Record<string, Locked>).filter(
  ([path]) => path !== "",
);

describe("the package", () => {
  test("holds what it needs to run and to be understood, and nothing else", () => {
    const [{ files }] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
    const paths: string[] = files.map(({ path }: { path: string }) => path);
    const strange = paths.filter(
      (path) =>
        !/^(dist\/(src|workers|report)\/.+\.(js|js\.map|d\.ts)|configs\/.+|docs\/.+|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(
          path,
        ),
    );
    expect(strange).toEqual([]);
    for (const path of [
      "dist/src/cli.js",
      "dist/src/index.js",
      "dist/workers/block.js",
      "configs/two-node.yaml",
      "docs/model.md",
      "LICENSE",
    ]) {
      expect(paths).toContain(path);
    }
  }, 120_000);

  test("has few runtime dependencies, each with an exact version and its reason in docs/reliability.md", () => {
    const all = { ...dependencies, ...optionalDependencies };
    const table = read("docs/reliability.md");
    const missing = Object.keys(all).filter((name) => !new RegExp(`^\\|.*\\b${name}\\b.*\\| .+ \\|$`, "m").test(table));
    expect(missing).toEqual([]);
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(16);
    for (const version of Object.values({ ...all, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+(-\S+)?$/);
  });

  test("needs no install script at runtime, and every locked package has its hash", () => {
    const scripted = locked.filter(([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true);
    expect(scripted.map(([path]) => path)).toEqual(["node_modules/msgpackr-extract"]);
    for (const hook of ["preinstall", "install", "postinstall", "prepare"]) expect(scripts).not.toHaveProperty(hook);
    const loose = locked.filter(([, { integrity }]) => integrity?.startsWith("sha512-") !== true);
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});
