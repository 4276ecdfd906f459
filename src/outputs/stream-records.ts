import { createReadStream } from "node:fs";

/** Records of one of our CSV files as they stand, header first, line ends left out; one chunk of the file in memory at a time. */
export async function* streamRecords(path: string): AsyncGenerator<string[]> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const records: string[] = [];
    let record = rest;
    for (const [at, line] of (chunk as string).split("\n").entries()) {
      if (at > 0) {
        if (isWhole(record)) {
          records.push(record);
          record = "";
        } else record += "\n"; // a line break within quotes
      }
      record += line;
    }
    rest = record;
    if (records.length > 0) yield records;
  }
  if (rest !== "") yield [rest];
}

function isWhole(record: string): boolean {
  if (!record.includes('"')) return true;
  return record.split('"').length % 2 === 1;
}
