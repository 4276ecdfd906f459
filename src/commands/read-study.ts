import { createReadStream } from "node:fs";
import { MOST_BYTES } from "../config/find-excess.ts";
import { type ParsedStudy, parseStudy } from "../config/parse-study.ts";
import { CommandError, EXIT, StudyError } from "../errors.ts";

/** Reads and parses a study file. Throws 66 when it cannot be read, a StudyError when it is not a valid study. */
export async function readStudy(path: string): Promise<ParsedStudy> {
  let bytes: Uint8Array;
  try {
    bytes = await readUpTo(path, MOST_BYTES + 1);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw new CommandError(EXIT.missingInput, `missing study ${path}, ${why}`);
  }
  const at = { file: path, line: 1, column: 1, path: "" };
  if (bytes.length > MOST_BYTES) {
    throw new StudyError([{ ...at, message: `invalid study, larger than ${MOST_BYTES / 1024 / 1024} MB` }]);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new StudyError([{ ...at, message: "invalid text, the file is not UTF-8" }]);
  }
  return parseStudy(path, text);
}

/** The first bytes of a file: no more is read of one that is too large, or of a device that never ends. */
async function readUpTo(path: string, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { end: mostBytes - 1 })) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
