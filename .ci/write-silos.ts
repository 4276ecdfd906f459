// Writes configs/silos: the semiconductor study with owners, cut into a contract and a file for each party.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compileStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { splitStudy } from "../src/silos/files/split-study.ts";
import { writeSplit } from "../src/silos/files/write-split.ts";

const SILOS = `
# ==================================================== Parties ====================================================
# Who would not show whom its books. A site belongs to whom it could not be cut from: by those who own it, or by a hazard that names
# it and reaches its lanes, which must then lie within one party.
silos:
  sharesPrices: true
  parties:
    # The foundry with its packagers, in Malaysia too, and the depots it delivers to in Vietnam and China. Shanghai and Suzhou are named by
    # the entity list, which cuts their lanes from Malaysia: these must lie within one party, and they sell to the same depot.
    - { id: taiwan, sites: [tainan, luzhu, hsinchu, penang, kulim, shanghai, suzhou, shenzhen-hub, hanoi-hub] }
    # Materials, fabs and packaging of Japan and Korea, who buy from the same refinery: Isohara is named by the Chinese controls of 2026,
    # which cut its lane from Baotou.
    - { id: japan, sites: [baotou, isohara, himeji, kawasaki, shirakawa, ogaki, kumamoto, oita, japan-hub, gongju, pyeongtaek] }
    # With the Canadian smelter that Spokane lives on.
    - { id: united-states, sites: [trail, spokane, sherman, phoenix, peoria, us-hub] }
    - { id: europe, sites: [veldhoven, leuven, freiberg, leixlip, porto, eu-hub] }
`;

const original = readFileSync(new URL("../configs/semiconductors.yaml", import.meta.url), "utf8");
const [, ...rest] = original.split("\n");
const joint = [
  "# yaml-language-server: $schema=../../study.schema.json",
  "",
  "# Written by `npm run silos` from configs/semiconductors.yaml, which it equals but for the parties at its end: do not edit.",
  "# With parties, orders between them are passed on a day later and plans see one party only, so that its numbers are others.",
  ...rest,
].join("\n");

const folder = new URL("../configs/silos/semiconductors/", import.meta.url);
mkdirSync(folder, { recursive: true });
const text = `${joint}${SILOS}`;
writeFileSync(new URL("joint.yaml", folder), text);
const parsed = parseStudy("joint.yaml", text);
for (const file of writeSplit(splitStudy(parsed, compileStudy(parsed)), "joint.yaml")) {
  writeFileSync(new URL(file.name, folder), file.text);
}
