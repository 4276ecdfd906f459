import { type Column, findNonsense } from "./columns.ts";
import { type Hello, hashTerms, readHello } from "./hello.ts";
import { HEAD_BYTES, messageBytes, readMessage } from "./message.ts";
import type { Found, Paper, TrafficSource } from "./transport.ts";

/** What one party has sent to another. */
export interface PairTraffic {
  readonly from: string;
  readonly to: string;
  messages: number;
  bytes: number;
  /** Of these, heads; the rest are columns. */
  headBytes: number;
  readonly scenarios: { from: number; to: number };
  readonly designs: readonly string[];
  readonly days: { from: number; to: number };
}

/** One declared column and how much of it has crossed. */
export interface ColumnTraffic extends Column {
  readonly from: string;
  readonly to: string;
  readonly designs: readonly string[];
  values: number;
  bytes: number;
}

export interface Traffic {
  readonly where: string;
  readonly papers: readonly { readonly party: string; readonly paper: Paper; readonly bytes: number }[];
  readonly pairs: readonly PairTraffic[];
  readonly columns: readonly ColumnTraffic[];
  /** Neither messages nor papers: claims of processes that run, files under way, strangers. */
  readonly others: readonly Found[];
  /** Messages that are not a head and declared columns, and why. */
  readonly faults: readonly { readonly name: string; readonly why: string }[];
}

/** Lists and counts what lies on a transport: reads every byte, and holds every message against what its parties declared. */
export async function countTraffic(source: TrafficSource): Promise<Traffic> {
  const papers: { party: string; paper: Paper; bytes: number }[] = [];
  const hellos = new Map<string, Hello>();
  for await (const { party, paper, text, size } of source.papers()) {
    papers.push({ party, paper, bytes: size });
    const hello = paper === "hello" ? readHello(text) : undefined;
    if (hello !== undefined) hellos.set(party, hello);
  }
  const pairs = new Map<string, PairTraffic>();
  const columns = new Map<string, ColumnTraffic>();
  const faults: { name: string; why: string }[] = [];
  for await (const { name, sender, receiver, size, bytes } of source.messages()) {
    const message = readMessage(bytes);
    const hello = hellos.get(sender);
    if (typeof message === "string") {
      faults.push({ name, why: message });
      continue;
    }
    if (hello === undefined) {
      faults.push({ name, why: `of ${sender}, who has not said what it sends` });
      continue;
    }
    const { head, values } = message;
    const { terms, boundary } = hello;
    const declared = boundary[receiver]?.sent[head.design];
    const why =
      terms.parties[head.sender] !== sender || terms.parties[head.receiver] !== receiver
        ? "of other parties than where it lies"
        : !hashTerms(terms).equals(head.agreement)
          ? "of a run under another agreement"
          : declared === undefined || declared.length !== head.columns || size !== messageBytes(values.length)
            ? "not of the declared columns"
            : describeNonsense(declared, head.runs, values);
    if (why !== undefined || declared === undefined) {
      faults.push({ name, why: why ?? "" });
      continue;
    }
    const pair = pairOf(pairs, sender, receiver);
    const design = terms.designs[head.design];
    pair.messages += 1;
    pair.bytes += size;
    pair.headBytes += HEAD_BYTES;
    widen(pair.scenarios, head.from, head.to);
    widen(pair.days, head.day, head.day);
    note(pair.designs, design);
    for (const column of declared) {
      const key = JSON.stringify([sender, receiver, column.way, column.field]);
      const counted = columns.get(key) ?? { from: sender, to: receiver, ...column, designs: [], values: 0, bytes: 0 };
      columns.set(key, counted);
      note(counted.designs, design);
      counted.values += head.runs;
      counted.bytes += head.runs * Float64Array.BYTES_PER_ELEMENT;
    }
  }
  const others: Found[] = [];
  for await (const { name, size } of source.others()) others.push({ name, size });
  return { where: source.shown, papers, pairs: [...pairs.values()], columns: [...columns.values()], others, faults };
}

function describeNonsense(columns: readonly Column[], runs: number, values: Float64Array): string | undefined {
  const nonsense = findNonsense(columns, runs, values);
  return nonsense && `with ${nonsense.column.field} ${nonsense.value} of ${nonsense.column.way}`;
}

function pairOf(pairs: Map<string, PairTraffic>, from: string, to: string): PairTraffic {
  const key = JSON.stringify([from, to]);
  const nowhere = (): { from: number; to: number } => ({
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
  });
  const pair = pairs.get(key) ?? {
    from,
    to,
    messages: 0,
    bytes: 0,
    headBytes: 0,
    scenarios: nowhere(),
    designs: [],
    days: nowhere(),
  };
  pairs.set(key, pair);
  return pair;
}

function widen(range: { from: number; to: number }, from: number, to: number): void {
  range.from = Math.min(range.from, from);
  range.to = Math.max(range.to, to);
}

function note(list: readonly string[], item: string): void {
  if (!list.includes(item)) (list as string[]).push(item);
}
