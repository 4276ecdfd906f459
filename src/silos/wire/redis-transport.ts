import { setTimeout as sleep } from "node:timers/promises";
import type { SecureContextOptions } from "node:tls";
import type { Redis } from "ioredis";
import { isRunning, type Owner, ownerHere, parseOwner } from "../../checkpoint/run-lock.ts";
import { CommandError, EXIT } from "../../errors.ts";
import { connectRedis, loadRedis, shownAddress } from "../../executors/redis.ts";
import { blockKey, entryId, paperKey, streamKey, streamsKey } from "./redis-keys.ts";
import type { Claim, Sent, Transport } from "./transport.ts";

/** A server that does not answer for this long ends the run, which can be resumed. */
const MOST_SILENCE_MS = 60_000;
/** A claim that is not renewed for this long belongs to nobody. */
const CLAIM_MS = 15_000;
const RENEW_MS = 3_000;
/** Field of a stream's entry that holds the message. */
const FIELD = "m";
/** Answer to a message that was sent before. */
const NOT_NEW = /ID specified in XADD is equal or smaller/;
const NO_ROOM = /^OOM /;
const NOT_ALLOWED = /^NOPERM /;

/** Messages as entries of Redis streams: one stream for each design of a block and direction. */
export async function openRedisTransport(
  url: string,
  contract: string,
  party: string,
  tls?: SecureContextOptions,
): Promise<Transport> {
  const shown = shownAddress(url);
  const modules = await loadRedis();
  const redis = await connectRedis(url, modules, tls);
  // Waits for messages, and nothing else can be asked on it meanwhile.
  const waiting = redis.duplicate();
  for (const client of [redis, waiting]) client.on("error", () => undefined); // its silence is what counts
  const noted = new Set<string>();

  /** What the server answers, or that it does not. */
  async function answered<Answer>(answer: Promise<Answer>, mostMs = MOST_SILENCE_MS): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(silent(shown)), mostMs);
    });
    try {
      return await Promise.race([answer, patience]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (NO_ROOM.test(message)) {
        throw new CommandError(EXIT.ioError, `no room on Redis at ${shown}; go on with --resume when there is`);
      }
      if (NOT_ALLOWED.test(message)) {
        throw new CommandError(EXIT.cannotCreate, `not allowed on Redis at ${shown} for party '${party}': ${message}`);
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    party,
    shown,
    claim: () => claimParty(redis, paperKey(contract, party, "claim"), party, shown, answered),
    post: async (paper, text) => {
      await answered(redis.set(paperKey(contract, party, paper), text));
    },
    read: async (other, paper) => (await answered(redis.get(paperKey(contract, other, paper)))) ?? undefined,
    async send(receiver, place, bytes): Promise<Sent> {
      const key = streamKey(contract, party, receiver, place);
      if (!noted.has(key)) {
        await answered(redis.sadd(streamsKey(contract, party), key));
        noted.add(key);
      }
      const id = entryId(place.day);
      try {
        await answered(redis.xadd(key, id, FIELD, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
        return "new";
      } catch (error) {
        if (!(error instanceof Error) || !NOT_NEW.test(error.message)) throw error;
      }
      const [entry] = await answered(redis.xrangeBuffer(key, id, id));
      return entry !== undefined && Buffer.from(bytes).equals(entry[1][1] as Buffer) ? "same" : "other";
    },
    async receive(sender, place, bytes, waitMs, into) {
      const key = streamKey(contract, sender, party, place);
      const block = Math.max(1, Math.ceil(waitMs));
      const ask = waiting.xreadBuffer("COUNT", 1, "BLOCK", block, "STREAMS", key, entryId(place.day - 1));
      const found = await answered(ask, MOST_SILENCE_MS + waitMs);
      const entry = found?.[0]?.[1]?.[0];
      if (entry === undefined) return undefined;
      // A day that is left out will never come: what lies there instead says which it is.
      const message = entry[1][1] as Buffer;
      if (into === undefined || into.length !== bytes || message.length !== bytes) return new Uint8Array(message);
      into.set(message);
      return into;
    },
    async drop(receiver, block) {
      const start = `${blockKey(contract, party, receiver, block)}:`;
      const keys = (await answered(redis.smembers(streamsKey(contract, party)))).filter((key) => key.startsWith(start));
      await remove(keys);
    },
    async wipe() {
      await remove(await answered(redis.smembers(streamsKey(contract, party))));
      await answered(redis.del(paperKey(contract, party, "hello"), paperKey(contract, party, "progress")));
    },
    async close() {
      redis.disconnect();
      waiting.disconnect();
    },
  };

  async function remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await answered(redis.del(...keys));
    await answered(redis.srem(streamsKey(contract, party), ...keys));
    for (const key of keys) noted.delete(key);
  }
}

function silent(shown: string): CommandError {
  return new CommandError(
    EXIT.tryAgain,
    `no answer from Redis at ${shown} for ${MOST_SILENCE_MS / 1000} s; go on with --resume`,
  );
}

/** Takes a key that runs out unless it is renewed. */
async function claimParty(
  redis: Redis,
  key: string,
  party: string,
  shown: string,
  answered: <Answer>(answer: Promise<Answer>) => Promise<Answer>,
): Promise<Claim> {
  const me = await ownerHere(true);
  const mine = JSON.stringify(me);
  const inUse = (who: string): CommandError =>
    new CommandError(
      EXIT.tryAgain,
      `invalid party '${party}', ${who} runs it on ${shown}; try again when that has ended`,
    );
  let leftMs = Number.POSITIVE_INFINITY;
  while ((await answered(redis.set(key, mine, "PX", CLAIM_MS, "NX"))) === null) {
    const owner: Owner | undefined = parseOwner((await answered(redis.get(key))) ?? "");
    if (owner?.place === me.place) {
      if (await isRunning(owner)) throw inUse(`process ${owner.pid}`);
      await answered(redis.del(key));
      continue;
    }
    // Somewhere else: it has ended if it lets the time run out.
    const now = await answered(redis.pttl(key));
    if (now > leftMs + RENEW_MS / 2) throw inUse("another process");
    leftMs = Math.min(leftMs, now);
    await sleep(500);
  }
  // One that was suspended for long may find that another has taken its place.
  const isMine = async (): Promise<boolean> => (await redis.get(key)) === mine;
  const renew = async (): Promise<void> => {
    if (await isMine()) await redis.set(key, mine, "PX", CLAIM_MS);
  };
  const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      const isOurs = await answered(isMine()).catch(() => false);
      if (isOurs) await answered(redis.del(key)).catch(() => undefined);
    },
  };
}
