import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { MOST_BYTES } from "../config/find-excess.ts";
import { type ParsedStudy, parseStudy } from "../config/parse-study.ts";
import { CommandError, EXIT, StudyError } from "../errors.ts";

const TOO_LARGE = `larger than ${MOST_BYTES / 1024 / 1024} MB`;
const NO_TEXT = "the file is not UTF-8";

/**
 * Reads and parses a study file. Throws 66 when it cannot be read, a StudyError when it is not a valid study, and one for the
 * file of one party of a joint study, which alone is no study.
 */
export async function readStudy(path: string): Promise<ParsedStudy> {
  const parsed = await readStudyOrPart(path);
  const { silo } = parsed.study;
  if (silo === undefined) return parsed;
  const message = `unsupported study, it is the part of party '${silo.party}' in a joint study: breakwater silo run ${path} runs it with the others`;
  throw new StudyError([{ file: path, line: 1, column: 1, path: "silo", message }]);
}

/** Reads and parses a study file, or the file of one party with the contract it names beside it. */
export async function readStudyOrPart(path: string): Promise<ParsedStudy> {
  const text = await readStudyText(path);
  return parseStudy(path, text, (beside) => readContract(join(dirname(path), beside)));
}

/** The text of a study file. Throws 66 when it cannot be read, a StudyError when it is no text or too large. */
export async function readStudyText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readUpTo(path, MOST_BYTES + 1);
  } catch (error) {
    throw new CommandError(EXIT.missingInput, `missing study ${path}, ${whyUnreadable(error)}`);
  }
  const at = { file: path, line: 1, column: 1, path: "" };
  if (bytes.length > MOST_BYTES) throw new StudyError([{ ...at, message: `invalid study, ${TOO_LARGE}` }]);
  const text = decode(bytes);
  if (text === undefined) throw new StudyError([{ ...at, message: `invalid text, ${NO_TEXT}` }]);
  return text;
}

/** The contract of a party's file, or why there is none. */
export function readContract(file: string): { readonly file: string; readonly text: string } | string {
  let bytes: Uint8Array;
  try {
    bytes = readUpToAtOnce(file, MOST_BYTES + 1);
  } catch (error) {
    return whyUnreadable(error);
  }
  if (bytes.length > MOST_BYTES) return `it is ${TOO_LARGE}`;
  const text = decode(bytes);
  return text === undefined ? NO_TEXT : { file, text };
}

function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first bytes of a file: no more is read of one that is too large, or of a device that never ends. */
async function readUpTo(path: string, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { end: mostBytes - 1 })) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

const CHUNK_BYTES = 1024 * 1024;

function readUpToAtOnce(path: string, mostBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  const file = openSync(path, "r");
  try {
    for (let left = mostBytes; left > 0; ) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const count = readSync(file, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      left -= count;
    }
  } finally {
    closeSync(file);
  }
  return Buffer.concat(chunks);
}
