import { lstat, readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { CommandError, EXIT } from "../../errors.ts";
import { readPaper } from "./folder-transport.ts";
import { idOf } from "./party-name.ts";
import { type Found, PAPERS, type Paper, type TrafficSource } from "./transport.ts";

/** A party's folder, then `to-NEIGHBOUR/BLOCK/DESIGN/DAY`. */
const MESSAGE = /^([^/]+)\/to-([^/]+)\/\d+-\d+\/\d+\/-?\d+$/;
const PAPER = new RegExp(`^([^/]+)/(${PAPERS.join("|")})\\.json$`);

/** All files of a folder in which parties have met. */
export async function openFolderTraffic(folder: string): Promise<TrafficSource> {
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new CommandError(EXIT.missingInput, `missing folder ${folder}, nobody has met there`);
  }

  interface File extends Found {
    readonly path: string;
    readonly isFile: boolean;
  }
  let listed: Promise<readonly File[]> | undefined;

  async function* files(): AsyncGenerator<File> {
    listed ??= list();
    yield* await listed;
  }

  async function list(): Promise<readonly File[]> {
    const files: File[] = [];
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
    for (const path of paths.sort()) {
      const state = await lstat(path).catch(() => undefined);
      // What is gone by now was a message that nobody needed any more.
      if (state === undefined) continue;
      const name = path.slice(join(folder, sep).length).replaceAll(sep, "/");
      files.push({ name, path, size: state.size, isFile: state.isFile() });
    }
    return files;
  }

  const messageOf = (name: string): { sender: string; receiver: string } | undefined => {
    const [, from, to] = MESSAGE.exec(name) ?? [];
    const [sender, receiver] = [idOf(from ?? ""), idOf(to ?? "")];
    return sender === undefined || receiver === undefined ? undefined : { sender, receiver };
  };
  const paperOf = (name: string): { party: string; paper: Paper } | undefined => {
    const [, of, paper] = PAPER.exec(name) ?? [];
    const party = idOf(of ?? "");
    return party === undefined ? undefined : { party, paper: paper as Paper };
  };

  return {
    shown: folder,
    async *papers() {
      for await (const { name, size, isFile } of files()) {
        const paper = paperOf(name);
        const text = paper === undefined || !isFile ? undefined : await readPaper(folder, paper.party, paper.paper);
        if (paper !== undefined && text !== undefined) yield { name, size, ...paper, text };
      }
    },
    async *messages() {
      for await (const { name, path, size, isFile } of files()) {
        const ends = messageOf(name);
        // What has been taken off since it was listed, nobody needs any more.
        const bytes = ends === undefined || !isFile ? undefined : await readFile(path).catch(() => undefined);
        if (ends !== undefined && bytes !== undefined) yield { name, size, ...ends, bytes };
      }
    },
    async *others() {
      for await (const { name, size, isFile } of files()) {
        const isKnown = isFile && (messageOf(name) !== undefined || paperOf(name) !== undefined);
        if (!isKnown) yield { name, size };
      }
    },
    async close() {},
  };
}
