import type { Block } from "../../executors/define.ts";
import type { Place } from "./message.ts";

/**
 * What a party says of itself to all: its terms before anything is computed, and how far it is. Each is replaced as a whole; no figure of
 * the study stands in them.
 */
export const PAPERS = ["hello", "progress"] as const;
export type Paper = (typeof PAPERS)[number];

/** A party is run by one process: this one. */
export interface Claim {
  release(): Promise<void>;
}

/** `other`: other bytes lie there under this name. */
export type Sent = "new" | "same" | "other";

/**
 * Carries messages between the parties of one contract. A message is written once, in the order of days, and kept until both its ends are done
 * with its block; what a transport hands over is not yet believed. Only one party writes to what is its own.
 */
export interface Transport {
  /** The party that it speaks for. */
  readonly party: string;
  /** Where it is, for messages: without credentials. */
  readonly shown: string;
  /** Takes the party for this process. Throws CommandError 75 while another one has it. */
  claim(): Promise<Claim>;
  post(paper: Paper, text: string): Promise<void>;
  read(party: string, paper: Paper): Promise<string | undefined>;
  /** Sends a message; the same bytes again change nothing. */
  send(receiver: string, place: Place, bytes: Uint8Array): Promise<Sent>;
  /**
   * Waits for a message, not longer than `waitMs`.
   *
   * @param bytes size that it must have; anything else is an error of the sender
   * @param into memory for a message of this size, to be used again
   */
  receive(
    sender: string,
    place: Place,
    bytes: number,
    waitMs: number,
    into?: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array | undefined>;
  /** Takes off all messages of a block that this party has sent to another one. */
  drop(receiver: string, block: Block): Promise<void>;
  /** Takes off everything of this party. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/** Anything that lies on a transport. */
export interface Found {
  /** Where it lies: a path below the folder, or a key, with the entry of a stream. */
  readonly name: string;
  /** Bytes of its content. */
  readonly size: number;
}

/** A message as it lies there, before anybody believes it. */
export interface FoundMessage extends Found {
  readonly sender: string;
  readonly receiver: string;
  readonly bytes: Uint8Array;
}

/** All that lies on a transport, for who may read all of it. */
export interface TrafficSource {
  readonly shown: string;
  /** What parties say of themselves. */
  papers(): AsyncGenerator<Found & { readonly party: string; readonly paper: Paper; readonly text: string }>;
  messages(): AsyncGenerator<FoundMessage>;
  /** Whatever else: claims, files under way, what does not belong there. */
  others(): AsyncGenerator<Found>;
  close(): Promise<void>;
}
