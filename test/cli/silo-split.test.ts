import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RICH, split } from "../unit/silos/files/joint.ts";
import { breakwater, folder, studyFile, TWO_NODE } from "./cli.ts";

const joint = studyFile(RICH, "joint.yaml");
const read = (into: string, name: string): string => readFileSync(join(into, name), "utf8");

describe("breakwater silo split", () => {
  test("writes a contract and a file for each party, and says what they leave out", async () => {
    const into = join(folder, "parts");
    const { code, stdout, stderr } = await breakwater(["silo", "split", joint, "--into", into]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        "note: name of sites 'store' is not in the file of party 'sellers', it tells of 'secret hollow'\nnote: parties who do not share prices put the value they agree on in place of usdPerUnit, which is the cost at the origin\n",
    });
    expect(stdout).toBe(["contract", "makers", "sellers"].map((name) => `${join(into, name)}.yaml\n`).join(""));
    const files = split(RICH);
    expect(read(into, "contract.yaml")).toBe(files.contract);
    for (const party of ["makers", "sellers"]) expect(read(into, `${party}.yaml`)).toBe(files.parties[party]);
  });

  test("does not replace what is there unless it is told to", async () => {
    const into = join(folder, "again");
    expect(await breakwater(["silo", "split", joint, "--into", into])).toMatchObject({ code: 0 });
    writeFileSync(join(into, "makers.yaml"), "mine\n");
    const refused = await breakwater(["silo", "split", joint, "--into", into]);
    expect(refused).toMatchObject({
      code: 73,
      stdout: "",
      stderr: `cannot create ${join(into, "contract.yaml")}, it exists; --force replaces it\n`,
    });
    expect(read(into, "makers.yaml")).toBe("mine\n");
    expect(await breakwater(["silo", "split", joint, "--into", into, "--force"])).toMatchObject({ code: 0 });
    expect(read(into, "makers.yaml")).toBe(split(RICH).parties.makers);
  });

  test("needs a study that says who owns what", async () => {
    expect(await breakwater(["silo", "split", TWO_NODE, "--into", join(folder, "none")])).toMatchObject({
      code: 65,
      stdout: "",
      stderr: expect.stringContaining(":1:1 missing silos, the study does not say which party owns which sites\n"),
    });
  });
});

describe("the file of one party", () => {
  const into = join(folder, "alone");

  test("is no study for commands that need all of it", async () => {
    expect(await breakwater(["silo", "split", joint, "--into", into])).toMatchObject({ code: 0 });
    const file = join(into, "makers.yaml");
    for (const args of [["run"], ["exposure"], ["replay", "--design", "plain", "--scenario", "0"]]) {
      const [command, ...flags] = args;
      expect(await breakwater([command, file, ...flags]), command).toMatchObject({
        code: 65,
        stdout: "",
        stderr: expect.stringContaining(
          `${file}:1:1 silo: unsupported study, it is the part of party 'makers' in a joint study: breakwater silo run ${file} runs it with the others\n`,
        ),
      });
    }
  });

  test("is refused without its contract, or with one that is no contract", async () => {
    const file = studyFile(split(RICH).parties.makers.replace("contract: contract.yaml", "contract: gone.yaml"));
    expect(await breakwater(["check", file])).toMatchObject({
      code: 65,
      stderr: expect.stringContaining(
        `${file}:5:34 silo.contract: missing contract 'gone.yaml', there is no such file\n`,
      ),
    });
    writeFileSync(join(folder, "gone.yaml"), Uint8Array.of(0xff, 0xfe));
    expect(await breakwater(["check", file])).toMatchObject({
      code: 65,
      stderr: expect.stringContaining("silo.contract: missing contract 'gone.yaml', the file is not UTF-8\n"),
    });
    writeFileSync(join(folder, "gone.yaml"), "[".repeat(900));
    expect(await breakwater(["check", file])).toMatchObject({
      code: 65,
      stderr: expect.stringContaining(`${join(folder, "gone.yaml")}:1:65 invalid nesting, deeper than 64 levels\n`),
    });
  });
});
