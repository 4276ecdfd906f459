import type { ExchangeEvening } from "../../src/silos/party-design.ts";

/** Lets parties of one process exchange their messages in memory; each message is taken once. */
export function createRendezvous(): (party: string) => ExchangeEvening {
  const posted = new Map<string, Float64Array>();
  const waiting = new Map<string, (message: Float64Array) => void>();
  return (party) => async (day, outgoing) => {
    for (const [to, message] of outgoing) {
      const key = `${party} ${to} ${day}`;
      const take = waiting.get(key);
      if (take === undefined) posted.set(key, message.slice());
      else {
        waiting.delete(key);
        take(message.slice());
      }
    }
    const incoming = new Map<string, Float64Array>();
    for (const from of outgoing.keys()) {
      const key = `${from} ${party} ${day}`;
      const message = posted.get(key) ?? (await new Promise<Float64Array>((resolve) => waiting.set(key, resolve)));
      posted.delete(key);
      incoming.set(from, message);
    }
    return incoming;
  };
}
