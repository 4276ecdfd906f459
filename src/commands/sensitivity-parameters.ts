import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { parseParameterPath, setParameter } from "../config/parameter-path.ts";
import { CommandError, EXIT } from "../errors.ts";
import type { Parameter } from "../evaluate.ts";

const NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
const PARAMETER = new RegExp(`^\\s*([^\\s].*?)\\s*=\\s*(${NUMBER})\\.\\.(${NUMBER})(:whole)?\\s*$`);

/** Reads `markets[id=na].demandUnitsPerDay=800..1200`, with `:whole` behind it where only whole numbers count. */
export function parseParameter(text: string): Parameter {
  const match = PARAMETER.exec(text);
  const steps = match === null ? undefined : parseParameterPath(match[1]);
  if (match === null || steps === undefined) {
    throw usage(`invalid parameter '${text}', must be like markets[id=na].demandUnitsPerDay=800..1200`);
  }
  const [, path, low, high, whole] = match;
  return checked({ path, steps, low: Number(low), high: Number(high), isWhole: whole !== undefined });
}

/** Reads a list of parameters from a YAML file: `- { path, low, high, whole }`, or the text of one. */
export async function readParameters(file: string): Promise<Parameter[]> {
  let list: unknown;
  try {
    list = parse(await readFile(file, "utf8"), { maxAliasCount: 0 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new CommandError(EXIT.missingInput, `missing parameters ${file}, there is no such file`);
    throw new CommandError(EXIT.invalidStudy, `invalid parameters ${file}, ${message}`);
  }
  if (!Array.isArray(list)) throw new CommandError(EXIT.invalidStudy, `invalid parameters ${file}, must be a list`);
  return list.map((item, index) => {
    if (typeof item === "string") return parseParameter(item);
    const { path, low, high, whole = false } = (item ?? {}) as Record<string, unknown>;
    const steps = typeof path === "string" ? parseParameterPath(path) : undefined;
    if (steps === undefined || typeof low !== "number" || typeof high !== "number" || typeof whole !== "boolean") {
      throw usage(`invalid parameter ${index} in ${file}, must be { path: ..., low: ..., high: ... }`);
    }
    return checked({ path: path as string, steps, low, high, isWhole: whole });
  });
}

/** Throws a usage error for paths that lead nowhere in a study, and for paths given twice. */
export function checkParameters(parameters: readonly Parameter[], raw: unknown): void {
  if (parameters.length === 0) throw usage("missing parameters, give --parameter path=low..high or --parameters FILE");
  const seen = new Set<string>();
  for (const { path, steps, low } of parameters) {
    if (seen.has(path)) throw usage(`invalid parameter ${path}, it is given twice`);
    seen.add(path);
    const problem = setParameter(structuredClone(raw), steps, low);
    if (problem !== undefined) throw usage(`${path}: ${problem}`);
  }
}

function checked(parameter: Parameter): Parameter {
  const { path, low, high, isWhole } = parameter;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw usage(`invalid range ${low}..${high} of ${path}, must rise`);
  }
  if (isWhole && !(Number.isInteger(low) && Number.isInteger(high))) {
    throw usage(`invalid range ${low}..${high} of ${path}, must begin and end with whole numbers`);
  }
  return parameter;
}

function usage(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}
