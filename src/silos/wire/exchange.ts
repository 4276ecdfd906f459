import { CommandError, EXIT } from "../../errors.ts";
import type { Exchange } from "../exchange.ts";
import { type Boundary, type Column, FRACTION, findNonsense } from "./columns.ts";
import {
  describePlace,
  findUnexpected,
  type MessageHead,
  messageBytes,
  type Place,
  packMessage,
  readMessage,
} from "./message.ts";
import { readProgress } from "./progress.ts";
import type { Transport } from "./transport.ts";

/** What an exchange has to know. Plain values: it can be posted to a thread. */
export interface ExchangeTerms {
  readonly party: string;
  /** Of the contract, in its order. */
  readonly parties: readonly string[];
  readonly designs: readonly string[];
  /** SHA-256 of the terms, 32 bytes. */
  readonly agreement: Uint8Array;
  readonly boundary: Boundary;
  /** A neighbour that shows no sign of life for this long is given up. */
  readonly silenceSeconds: number;
}

/** Bytes of the last message to a neighbour, and of the last one from it: memory is dear the first time that it is touched. */
interface MessageMemory {
  sent?: Uint8Array<ArrayBuffer>;
  received?: Uint8Array<ArrayBuffer>;
}

/** How often a party that is waited for is looked at. */
const LOOK_MS = 1_000;

/**
 * The exchange of a party over a transport: one message a neighbour, block, design and day. What comes is checked to the last value; nothing
 * of a message that is not right is used.
 *
 * @param onDay called for every day sent, and while others are waited for
 */
export function createExchange(
  transport: Transport,
  terms: ExchangeTerms,
  onDay: (isNew: boolean) => void = () => undefined,
): Exchange {
  const { party, parties, designs, agreement, boundary, silenceSeconds } = terms;
  const numberOf = (id: string): number => parties.indexOf(id);
  const where = (place: Place): string => describePlace(place, designs);

  function headOf(place: Place, sender: string, receiver: string, columns: number, runs: number): MessageHead {
    return { ...place, agreement, sender: numberOf(sender), receiver: numberOf(receiver), columns, runs };
  }

  async function send(
    place: Place,
    neighbour: string,
    values: Float64Array,
    runs: number,
    memory: MessageMemory,
  ): Promise<void> {
    const columns = boundary[neighbour].sent[place.design];
    if (values.length !== columns.length * runs) {
      throw new RangeError(`invalid columns for ${neighbour}, ${values.length} values on ${where(place)}`);
    }
    const head = headOf(place, party, neighbour, columns.length, runs);
    memory.sent = packMessage(head, values, memory.sent);
    const sent = await transport.send(neighbour, place, memory.sent);
    if (sent !== "other") return;
    throw new CommandError(
      EXIT.mismatch,
      `conflicting message from ${party} to ${neighbour}, ${where(place)}: other bytes were sent before a break; ` +
        "the study, the engine or the machine has changed; start anew everywhere with --force",
    );
  }

  async function receive(place: Place, neighbour: string, runs: number, memory: MessageMemory): Promise<Float64Array> {
    const columns = boundary[neighbour].received[place.design];
    const length = messageBytes(columns.length * runs);
    if (memory.received?.length !== length) memory.received = new Uint8Array(length);
    const bytes = await waitFor(place, neighbour, memory.received);
    const message = readMessage(bytes);
    const head = headOf(place, neighbour, party, columns.length, runs);
    const wrong = typeof message === "string" ? message : findUnexpected(message, head);
    if (typeof message === "string" || wrong !== undefined) {
      throw new CommandError(
        EXIT.invalidStudy,
        `invalid message from ${neighbour} to ${party}, ${where(place)}: it is ${wrong}; nothing of it was used. ` +
          `${neighbour} must send it again (run with --resume there, then here)`,
      );
    }
    checkValues(columns, runs, message.values, place, neighbour);
    return message.values;
  }

  function checkValues(
    columns: readonly Column[],
    runs: number,
    values: Float64Array,
    place: Place,
    neighbour: string,
  ): void {
    const nonsense = findNonsense(columns, runs, values);
    if (nonsense === undefined) return;
    const { column, run, value } = nonsense;
    throw new CommandError(
      EXIT.invalidStudy,
      `invalid ${column.field} ${value} from ${neighbour}, lane '${column.way}', ${where(place)}, ${describeRun(run, runs, place)}: must be ` +
        `${column.unit === FRACTION ? "a fraction in [0, 1]" : `0 or more ${column.unit}`}. Finished blocks are kept; ` +
        `${neighbour} must start anew`,
    );
  }

  /** Waits as long as the other side shows that it goes on. */
  async function waitFor(place: Place, neighbour: string, into: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    const bytes = into.length;
    let heardAt = performance.now();
    let signs = "";
    for (;;) {
      const mostMs = Math.min(LOOK_MS, Math.max(1, silenceSeconds * 1000));
      const found = await transport.receive(neighbour, place, bytes, mostMs, into);
      if (found !== undefined) return found;
      onDay(false);
      const progress = readProgress(await transport.read(neighbour, "progress"));
      if ((progress?.released[party] ?? 0) >= place.to) {
        throw new CommandError(
          EXIT.mismatch,
          `missing message from ${neighbour} to ${party}, ${where(place)}: ${neighbour} has taken it off, as ${party} had finished ` +
            "these scenarios before; go on in the run folder that has them, or start anew everywhere with --force",
        );
      }
      if ((progress?.done ?? 0) >= place.to) {
        // It may have come in between.
        const late = await transport.receive(neighbour, place, bytes, mostMs, into);
        if (late !== undefined) return late;
        throw new CommandError(
          EXIT.mismatch,
          `missing message from ${neighbour} to ${party}, ${where(place)}: ${neighbour} has sent it, but it is not on ` +
            `${transport.shown} any more; start anew everywhere with --force`,
        );
      }
      const now = `${progress?.days} ${progress?.done}`;
      if (now !== signs) heardAt = performance.now();
      signs = now;
      if (performance.now() - heardAt < silenceSeconds * 1000) continue;
      throw new CommandError(
        EXIT.tryAgain,
        `no message from ${neighbour} for ${silenceSeconds} s, waited for ${where(place)} on ${transport.shown}; ` +
          `go on with --resume, here and at ${neighbour}`,
      );
    }
  }

  /** Who hands over the same arrays every evening finds what has come in the same memory. */
  const memories = new WeakMap<ReadonlyMap<string, Float64Array>, Map<string, MessageMemory>>();
  function memoryOf(outgoing: ReadonlyMap<string, Float64Array>, neighbour: string): MessageMemory {
    const own = memories.get(outgoing) ?? new Map<string, MessageMemory>();
    memories.set(outgoing, own);
    const memory = own.get(neighbour) ?? {};
    own.set(neighbour, memory);
    return memory;
  }

  return async function exchange(at, outgoing) {
    const place: Place = { from: at.from, to: at.to, design: designs.indexOf(at.design), day: at.day };
    if (place.design < 0) throw new RangeError(`invalid exchange on ${where(place)}`);
    const runsOf = new Map<string, number>();
    for (const [neighbour, values] of outgoing) {
      const columns = boundary[neighbour]?.sent[place.design]?.length ?? 0;
      const runs = columns === 0 ? 0 : values.length / columns;
      runsOf.set(neighbour, runs);
      await send(place, neighbour, values, runs, memoryOf(outgoing, neighbour));
    }
    onDay(true);
    const incoming = new Map<string, Float64Array>();
    for (const neighbour of outgoing.keys()) {
      const runs = runsOf.get(neighbour) as number;
      incoming.set(neighbour, await receive(place, neighbour, runs, memoryOf(outgoing, neighbour)));
    }
    return incoming;
  };
}

/**
 * The run of an evening in words. Side by side go: in the warm-up the scenarios; then one run without disruptions and the scenarios, or,
 * where demand differs between scenarios, all of them without disruptions and then all of them.
 */
export function describeRun(run: number, runs: number, { from, to, day }: Place): string {
  if (day < 0) return `warm-up of scenario ${from + run}`;
  if (runs === to - from + 1) return run === 0 ? "without disruptions" : `scenario ${from + run - 1}`;
  const scenarios = to - from;
  return `scenario ${from + (run % scenarios)}${run < scenarios ? " without disruptions" : ""}`;
}
