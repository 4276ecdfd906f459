import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the package: two up from `dist/src`, one up from `src` under tests. */
function packageRoot(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "../" : "../../", import.meta.url);
}

export function engineVersion(): string {
  return (JSON.parse(readFileSync(new URL("package.json", packageRoot()), "utf8")) as { version: string }).version;
}

/** Commit of the checkout the engine runs from, undefined for an installed package. */
export function engineCommit(): string | undefined {
  try {
    const folder = fileURLToPath(new URL(".git/", packageRoot()));
    const head = readFileSync(`${folder}HEAD`, "utf8").trim();
    if (!head.startsWith("ref: ")) return head;
    return readFileSync(`${folder}${head.slice(5)}`, "utf8").trim();
  } catch {
    return undefined;
  }
}
