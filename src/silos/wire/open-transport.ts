import { CommandError, EXIT } from "../../errors.ts";
import { openFolderTransport } from "./folder-transport.ts";
import { nameOf } from "./party-name.ts";
import { openRedisTransport } from "./redis-transport.ts";
import type { Transport } from "./transport.ts";

/** Where parties meet. Plain values: it can be posted to a thread. */
export interface Via {
  /** `folder:DIR`, `redis://...` or, with TLS, `rediss://...`. */
  readonly address: string;
  readonly tls?: Tls;
}

/** For servers whose certificate no public authority vouches for, and those that ask for ours. PEM texts. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const FOLDER = "folder:";
/** File systems take 255 bytes. */
const MOST_NAME = 200;

/** The folder that an address names, if it names one. */
export function folderOf(address: string): string | undefined {
  if (!address.startsWith(FOLDER)) return undefined;
  const folder = address.slice(FOLDER.length);
  if (folder === "") throw new CommandError(EXIT.usage, "missing folder, must be like folder:/srv/exchange");
  return folder;
}

export function isRedis(address: string): boolean {
  return /^rediss?:\/\//.test(address);
}

/** Opens the transport that an address names, for one party of a contract. */
export async function openTransport({ address, tls }: Via, contract: string, party: string): Promise<Transport> {
  if (nameOf(party).length > MOST_NAME) {
    throw new CommandError(EXIT.usage, `unsupported party '${party}', its name takes more than ${MOST_NAME} letters`);
  }
  const folder = folderOf(address);
  if (folder !== undefined) return openFolderTransport(folder, party);
  if (isRedis(address)) return openRedisTransport(address, contract, party, tls);
  throw unknownAddress();
}

export function unknownAddress(): CommandError {
  return new CommandError(
    EXIT.usage,
    "invalid place to meet, must be like folder:/srv/exchange or rediss://user:password@host:6380",
  );
}
