import type { SecureContextOptions } from "node:tls";
import { CommandError, EXIT } from "../../errors.ts";
import { connectRedis, loadRedis, shownAddress } from "../../executors/redis.ts";
import { idOf } from "./party-name.ts";
import { keyPrefix } from "./redis-keys.ts";
import { type Found, PAPERS, type Paper, type TrafficSource } from "./transport.ts";

/** Contract, party, and what follows; see `redis-keys.ts`. */
const MESSAGE = /^breakwater:silo:[^:]+:([^:]+):to:([^:]+):\d+-\d+:\d+$/;
const PAPER = new RegExp(`^breakwater:silo:[^:]+:([^:]+):(${PAPERS.join("|")})$`);
/** Entries of a stream read at a time. */
const ENTRIES = 50;

/**
 * All keys of a server that belong to the silos of a contract, seen by a user who may read all of them.
 *
 * @param contract its id; absent: the only one that is there
 */
export async function openRedisTraffic(
  url: string,
  tls?: SecureContextOptions,
  contract?: string,
): Promise<TrafficSource> {
  const shown = shownAddress(url);
  const redis = await connectRedis(url, await loadRedis(), tls);
  redis.on("error", () => undefined);

  const pattern = contract === undefined ? "breakwater:silo:*" : `${keyPrefix(contract)}:*`;

  async function keysOf(): Promise<string[]> {
    const found = new Set<string>();
    let cursor = "0";
    try {
      do {
        const [next, some] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 1000);
        for (const key of some) found.add(key);
        cursor = next;
      } while (cursor !== "0");
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new CommandError(
        EXIT.unavailable,
        `not allowed on Redis at ${shown}, an audit needs a user who may read all: ${message}`,
      );
    }
    const contracts = new Set([...found].map((key) => idOf(key.split(":")[2]) ?? key));
    if (contracts.size > 1) {
      const names = [...contracts].sort().join(", ");
      throw new CommandError(EXIT.usage, `missing --contract, Redis at ${shown} holds several: ${names}`);
    }
    return [...found].sort();
  }

  const endsOf = (key: string): { sender: string; receiver: string } | undefined => {
    const [, from, to] = MESSAGE.exec(key) ?? [];
    const [sender, receiver] = [idOf(from ?? ""), idOf(to ?? "")];
    return sender === undefined || receiver === undefined ? undefined : { sender, receiver };
  };
  const paperOf = (key: string): { party: string; paper: Paper } | undefined => {
    const [, of, paper] = PAPER.exec(key) ?? [];
    const party = idOf(of ?? "");
    return party === undefined ? undefined : { party, paper: paper as Paper };
  };
  /** What a key holds that is neither message nor paper, as text. */
  async function sizeOf(key: string): Promise<number> {
    const kind = await redis.type(key);
    if (kind === "set") return (await redis.smembers(key)).join("").length;
    return kind === "string" ? ((await redis.getBuffer(key))?.length ?? 0) : 0;
  }

  return {
    shown,
    async *papers() {
      for (const name of await keysOf()) {
        const paper = paperOf(name);
        const text = paper && (await redis.get(name));
        if (paper !== undefined && typeof text === "string") {
          yield { name, ...paper, text, size: Buffer.byteLength(text) };
        }
      }
    },
    async *messages() {
      for (const key of await keysOf()) {
        const ends = endsOf(key);
        if (ends === undefined) continue;
        let after = "-";
        for (;;) {
          const entries = await redis.xrangeBuffer(key, after, "+", "COUNT", ENTRIES);
          for (const [id, fields] of entries) {
            after = `(${id.toString()}`;
            // All of an entry counts, whatever its fields are called.
            const bytes = fields.length === 2 ? new Uint8Array(fields[1]) : Buffer.concat(fields);
            yield { name: `${key} ${id.toString()}`, size: bytes.length, ...ends, bytes };
          }
          if (entries.length < ENTRIES) break;
        }
      }
    },
    async *others(): AsyncGenerator<Found> {
      for (const name of await keysOf()) {
        if (endsOf(name) === undefined && paperOf(name) === undefined) yield { name, size: await sizeOf(name) };
      }
    },
    close: async () => redis.disconnect(),
  };
}
