import type { Block } from "../../executors/define.ts";
import type { Place } from "./message.ts";
import { nameOf } from "./party-name.ts";
import type { Paper } from "./transport.ts";

/** All keys of a contract on a server start with this. */
export function keyPrefix(contract: string): string {
  return `breakwater:silo:${nameOf(contract)}`;
}

/** A string: what a party says of itself, or which process runs it. */
export function paperKey(contract: string, party: string, paper: Paper | "claim"): string {
  return `${keyPrefix(contract)}:${nameOf(party)}:${paper}`;
}

/** A set: the streams a party has written. */
export function streamsKey(contract: string, party: string): string {
  return `${keyPrefix(contract)}:${nameOf(party)}:streams`;
}

/** A stream: messages of a design in a block, an entry each, see `entryId`. */
export function streamKey(contract: string, sender: string, receiver: string, place: Omit<Place, "day">): string {
  return `${blockKey(contract, sender, receiver, place)}:${place.design}`;
}

/** Entries of a stream are numbered by day, from the warm-up on; numbers are above 0. */
const DAY_0 = 1_000_000_000;

export function entryId(day: number): string {
  return `${DAY_0 + day}-0`;
}

/** What the streams of a block start with. */
export function blockKey(contract: string, sender: string, receiver: string, { from, to }: Block): string {
  return `${keyPrefix(contract)}:${nameOf(sender)}:to:${nameOf(receiver)}:${from}-${to}`;
}

/** Commands a party needs, and no other. */
const COMMANDS = [
  "hello",
  "auth",
  "ping",
  "info",
  "select",
  "get",
  "set",
  "del",
  "exists",
  "pttl",
  "sadd",
  "srem",
  "smembers",
  "xadd",
  "xrange",
  "xread",
  "xlen",
];

/**
 * Lines for the access control list of Redis 7 or Valkey, one a party: it writes what is its own, reads what is said to all and
 * what is sent to it, and may do nothing else.
 *
 * @param secretOf password of a party, in the form of an ACL rule: `>password` or `#SHA-256`
 */
export function accessRules(
  contract: string,
  parties: readonly string[],
  secretOf: (party: string) => string,
): string[] {
  const prefix = keyPrefix(contract);
  return parties.map((party) => {
    const name = nameOf(party);
    const keys = [
      `%RW~${prefix}:${name}:*`,
      `%R~${prefix}:*:hello`,
      `%R~${prefix}:*:progress`,
      `%R~${prefix}:*:to:${name}:*`,
    ];
    const commands = COMMANDS.map((command) => `+${command}`);
    return ["user", name, "reset", "on", secretOf(party), ...keys, "-@all", ...commands].join(" ");
  });
}

/** For who looks at the traffic: reads everything of the contract and writes nothing. */
export function auditRule(contract: string, secret: string): string {
  const commands = [
    "hello",
    "auth",
    "ping",
    "info",
    "select",
    "get",
    "exists",
    "smembers",
    "xrange",
    "xlen",
    "scan",
    "type",
    "memory|usage",
  ];
  return [
    "user",
    "audit",
    "reset",
    "on",
    secret,
    `%R~${keyPrefix(contract)}:*`,
    "-@all",
    ...commands.map((command) => `+${command}`),
  ].join(" ");
}
