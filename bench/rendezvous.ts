import type { Exchange } from "../src/silos/exchange.ts";

/**
 * Hands messages of one block from one party to another in one thread. A party is never more than a day ahead of one it hears from: two copies of a message in turn
 * are enough.
 */
export function createRendezvous(): (party: string) => Exchange {
  const posted = new Map<string, Float64Array>();
  const waiting = new Map<string, () => void>();
  const copies = new Map<string, Float64Array>();
  return (party: string) => {
    let turn = 0;
    return async ({ design, day }, outgoing) => {
      turn = 1 - turn;
      for (const [to, message] of outgoing) {
        const place = `${party} ${to} ${turn}`;
        let copy = copies.get(place);
        if (copy?.length !== message.length) copy = new Float64Array(message.length);
        copies.set(place, copy);
        copy.set(message);
        const name = `${party} ${to} ${design} ${day}`;
        posted.set(name, copy);
        waiting.get(name)?.();
      }
      const incoming = new Map<string, Float64Array>();
      for (const from of outgoing.keys()) {
        const name = `${from} ${party} ${design} ${day}`;
        if (!posted.has(name)) await new Promise<void>((resolve) => waiting.set(name, resolve));
        incoming.set(from, posted.get(name) as Float64Array);
        posted.delete(name);
        waiting.delete(name);
      }
      return incoming;
    };
  };
}
