import type { z } from "zod";
import { StudyError, type StudyProblem } from "../../errors.ts";
import { quote } from "../../schema/show.ts";
import { explainIssues } from "../explain-issues.ts";
import { knownKeysOf } from "../json-schema.ts";
import { asMap } from "../raw-values.ts";
import { readYaml } from "../read-yaml.ts";
import { type Contract, contractSchema } from "../schema/contract-schema.ts";
import { type PartyFile, partySchema } from "../schema/party-schema.ts";
import type { YamlSource } from "../yaml-source.ts";

const partyKeys = knownKeysOf(partySchema);
const contractKeys = knownKeysOf(contractSchema);

/**
 * Reads a party's file and its contract as far as each stands for itself.
 *
 * @throws StudyError with every problem of both
 */
export function readPartyFiles(
  source: YamlSource,
  readContract: ((path: string) => { readonly file: string; readonly text: string } | string) | undefined,
): { readonly party: PartyFile; readonly contract: Contract; readonly contractSource: YamlSource } {
  const party = partySchema.safeParse(source.raw);
  const problems = [...source.problems, ...explain(party, source, partyKeys)];
  const { contract: path } = asMap(asMap(source.raw).silo);
  if (typeof path !== "string") throw new StudyError(problems);
  const beside = readContract?.(path) ?? "a party's file can only be read with its contract beside it";
  if (typeof beside === "string") {
    throw new StudyError([
      ...problems,
      source.problemAt(["silo", "contract"], `missing contract ${quote(path)}, ${beside}`),
    ]);
  }
  const contractSource = readYaml(beside.file, beside.text);
  const contract = readContractSource(contractSource);
  if (Array.isArray(contract)) throw new StudyError([...problems, ...contract]);
  if (!party.success || problems.length > 0) throw new StudyError(problems);
  return { party: party.data, contract, contractSource };
}

/** A contract as far as it stands for itself, or what is wrong with it. */
function readContractSource(source: YamlSource): Contract | StudyProblem[] {
  if (source.raw === undefined) return [...source.problems];
  if (source.raw === null) return [source.problemAt([], "invalid contract, the file is empty")];
  const contract = contractSchema.safeParse(source.raw);
  const problems = [...source.problems, ...explain(contract, source, contractKeys)];
  return contract.success && problems.length === 0 ? contract.data : problems;
}

function explain(
  { error }: z.ZodSafeParseResult<unknown>,
  source: YamlSource,
  keys: ReturnType<typeof knownKeysOf>,
): StudyProblem[] {
  return explainIssues(error?.issues ?? [], source, keys);
}
