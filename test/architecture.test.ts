import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { CATALOGUE_SUPPORT, CATALOGUES, dependencyRules } from "./dependency-rules.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => join("src", path));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** The folders whose functions depend on their arguments alone. */
const PURE =
  /^src\/(math|model|schema|wasm|distributions|samplers|metrics|hazards|config|compile|sample|plan|simulate|measure|aggregate)\//;

describe("the tree keeps the rules of the architecture page", () => {
  test("imports point down, stages do not know each other, pure code opens nothing", async () => {
    const { output } = await cruise(
      ["src", "workers"],
      {
        baseDir: root,
        ruleSet: { forbidden: dependencyRules },
        validate: true,
        tsPreCompilationDeps: true,
        doNotFollow: { path: "node_modules" },
        tsConfig: { fileName: "tsconfig.json" },
      },
      undefined,
      {
        tsConfig: ts.parseJsonConfigFileContent(
          ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
          ts.sys,
          root,
        ),
      },
    );
    const { summary, modules } = output as ICruiseResult;
    expect(modules.filter(({ source }) => source.startsWith("src/")).length).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });

  test("catalogue members do not import each other, and every member is listed in all.ts", () => {
    const wrong: string[] = [];
    for (const folder of CATALOGUES) {
      const listed = new Set(
        [...read(`src/${folder}/all.ts`).matchAll(/from "\.\/(.+?)\.ts"/g)].map((match) => match[1]),
      );
      for (const member of listed) {
        const text = read(`src/${folder}/${member}.ts`);
        for (const [, other] of text.matchAll(/from "\.\/(.+?)\.ts"/g)) {
          if (listed.has(other)) wrong.push(`${folder}/${member} imports ${other}`);
        }
      }
      if (folder === "commands") continue; // commands keep helpers beside them
      const present = files.filter(
        (path) => path.startsWith(`src/${folder}/`) && !new RegExp(CATALOGUE_SUPPORT).test(path),
      );
      for (const path of present) {
        const name = basename(path, ".ts");
        const exportsMember = new RegExp(`export const ${camelCase(name)}\\b`).test(read(path));
        if (exportsMember && !listed.has(name)) wrong.push(`${path} is not listed`);
      }
      if (listed.size === 0) wrong.push(`${folder} lists nothing`);
    }
    expect(wrong).toEqual([]);
  });

  test("a member's file has its name: metrics, hazards, samplers and distributions", async () => {
    const wrong: string[] = [];
    const check = async (folder: string, nameOf: (member: Record<string, unknown>) => string): Promise<void> => {
      for (const [, exported, file] of read(`src/${folder}/all.ts`).matchAll(
        /export \{ (\w+) \} from "\.\/(.+?)\.ts"/g,
      )) {
        const module = (await import(`../src/${folder}/${file}.ts`)) as Record<string, Record<string, unknown>>;
        if (exported !== camelCase(file)) wrong.push(`${folder}/${file} exports ${exported}`);
        if (nameOf(module[exported]) !== file) wrong.push(`${folder}/${file} is named ${nameOf(module[exported])}`);
      }
    };
    await check("metrics", (metric) => kebabCase(metric.name as string));
    await check("hazards", (hazard) => hazard.kind as string);
    await check("samplers", (sampler) => sampler.name as string);
    await check("distributions", (law) => law.name as string);
    expect(wrong).toEqual([]);
  });

  test("pure code has no clock, no chance of its own, no locale, no console and no inexact powers", () => {
    const wrong: string[] = [];
    for (const path of files.filter((file) => PURE.test(file))) {
      const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        const fault = impurity(node);
        if (fault !== undefined) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart());
          wrong.push(`${path}:${line + 1} ${fault}`);
        }
        node.forEachChild(visit);
      };
      visit(source);
    }
    expect(wrong).toEqual([]);
  });

  test("the purity check sees what it must see", () => {
    const bad =
      "Math.random(); new Date(); Date.now(); 2 ** 3; let x = 2; x **= 2; Math.pow(2, 3); 'a'.localeCompare('b'); console.log(1); process.env.X; performance.now(); setTimeout(f, 1); Intl.NumberFormat(); (1).toLocaleString();";
    const source = ts.createSourceFile("bad.ts", bad, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const fault = impurity(node);
      if (fault !== undefined) found.push(fault);
      node.forEachChild(visit);
    };
    visit(source);
    expect(found).toHaveLength(13);
  });

  test("files are named in kebab-case, and worker entry points hold no logic", () => {
    expect(files.map((path) => basename(path, ".ts")).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual(
      [],
    );
    for (const name of readdirSync(join(root, "workers"))) {
      expect(read(`workers/${name}`).split("\n").length, `lines of workers/${name}`).toBeLessThanOrEqual(30);
    }
  });

  test("only the command line touches the exit code, and few environment variables are read", () => {
    const exits = files.filter((path) => /process\.exit(Code)?\b/.test(read(path)));
    expect(exits).toEqual(["src/cli.ts"]);
    const variables = files.flatMap((path) =>
      [...read(path).matchAll(/process\.env\.(\w+)/g)].map((match) => match[1]),
    );
    // Colours, and how the command line was called, for the command it names. Of an array job, the number of its task.
    expect(new Set(variables)).toEqual(new Set(["NO_COLOR", "npm_command"]));
    const wholes = files.filter((path) => /process\.env(?!\.)/.test(read(path)));
    expect(wholes).toEqual(["src/commands/run.ts"]);
  });
});

/** What is impure about a node, if anything. */
function impurity(node: ts.Node): string | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return "**";
  }
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`;
    if (text === "Math.random" || text === "Math.pow") return text;
    // A process of the model is no concern; Node's own is.
    if (/^process\.(env|argv|exit\w*|std\w+|hrtime|cwd|\w+Usage|platform|versions?)$/.test(text)) return text;
    if (/^(localeCompare|toLocale\w*)$/.test(node.name.text)) return node.name.text;
  }
  if (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent) && !ts.isImportSpecifier(node.parent)) {
    return FORBIDDEN.has(node.text) ? node.text : undefined;
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && FORBIDDEN.has(node.expression.text)) {
    return node.expression.text;
  }
  return undefined;
}

const FORBIDDEN = new Set(["Date", "Intl", "console", "performance", "setTimeout", "setInterval", "fetch"]);

function camelCase(kebab: string): string {
  return kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function kebabCase(camel: string): string {
  return camel.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
