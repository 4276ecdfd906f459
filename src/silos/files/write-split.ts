import { CONTRACT_FILE, partyFile, type SplitStudy } from "./split-study.ts";
import { writeYaml } from "./write-yaml.ts";

/** The files of a split study as text, the contract first. */
export function writeSplit(
  { contract, parties }: SplitStudy,
  joint: string,
): { readonly name: string; readonly text: string }[] {
  const written = `Written by breakwater silo split from ${joint}.`;
  return [
    {
      name: CONTRACT_FILE,
      text: writeYaml(contract, [
        "What all parties of this study share, and all that they share before a run: settings, what boundary lanes and common",
        "hazards name, and the figures they agree on. No site, no cost and no private hazard of anybody stands here.",
        "The same file, to the letter or not, must lie beside every party's own.",
        written,
      ]),
    },
    ...parties.map(({ id, file }) => ({
      name: partyFile(id),
      text: writeYaml(file, [
        `The part of ${id}: for its eyes only. ${CONTRACT_FILE} beside it states what all parties share;`,
        "boundaryLanes are its ends of the lanes there, hazards with no arrival its part of common ones.",
        written,
      ]),
    })),
  ];
}
