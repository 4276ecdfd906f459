import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { flagFor } from "../../../src/executors/optimise-later.ts";

test("a flag is set where V8 has it, and nothing is said on stderr", () => {
  expect(flagFor("11.3.244.8-node.38")).toBe("--interrupt-budget=500000");
  expect(flagFor("12.4.254.21-node.56")).toBeUndefined();
  expect(flagFor("13.6.233.17-node.37")).toBeUndefined();
  const flag = flagFor(process.versions.v8);
  const script = `require("node:v8").setFlagsFromString(${JSON.stringify(flag ?? "")})`;
  // What V8 says of a flag it does not know goes to stdout or stderr, and is no error.
  expect(execFileSync("sh", ["-c", `"${process.execPath}" -e '${script}' 2>&1`], { encoding: "utf8" })).toBe("");
});
