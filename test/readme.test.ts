import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "breakwater-readme-"));
symlinkSync(join(root, "configs"), join(folder, "configs"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Pages with blocks that show a command after `$` and what it prints on stdout; `...` stands for lines left out. */
const PAGES = ["README.md", "docs/exposure-and-break-even.md", "docs/silos.md"];
const blocks = PAGES.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/```console\n\$ npx \. (.*)\n([\s\S]*?)```/g)].map(
    ([, command, output]) => ({ page, command, output }),
  ),
);

describe("every command in the README and the worked examples works as printed", () => {
  test("there are such commands", () => {
    for (const page of PAGES) expect(blocks.filter((block) => block.page === page).length, page).toBeGreaterThan(1);
    expect(blocks.length).toBeGreaterThanOrEqual(6);
  });

  test.each(blocks)(
    "$page: npx . $command",
    async ({ page, command, output }) => {
      const cli = join(root, "dist/src/cli.js");
      const { stdout } = await promisify(execFile)(process.execPath, [cli, ...command.split(" ")], {
        cwd: folder,
        maxBuffer: 1 << 26,
        env: { ...process.env, NO_COLOR: "1" },
      });
      const shown = stdout.split("\n").map((line) => line.trimEnd());
      let from = 0;
      for (const part of output.split(/^\.\.\.$/m)) {
        const lines = part.split("\n").map((line) => line.trimEnd());
        const wanted = lines
          .slice(lines.findIndex((line) => line !== ""))
          .join("\n")
          .trimEnd();
        const at = shown.slice(from).join("\n").indexOf(wanted);
        expect(
          at,
          `${page} shows for 'npx . ${command}':\n${wanted}\nbut it prints:\n${stdout}`,
        ).toBeGreaterThanOrEqual(0);
        from += shown.slice(from).join("\n").slice(0, at).split("\n").length - 1;
      }
    },
    600_000,
  );
});
