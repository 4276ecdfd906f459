import { transferableSymbol, valueSymbol } from "piscina";
import type { BlockOutcome } from "../batch.ts";

/** Wraps a reply so that the pool transfers the arrays of its outcome instead of copying them. */
export function asTransferable<Reply extends { readonly outcome: BlockOutcome }>(reply: Reply) {
  return {
    get [transferableSymbol](): ArrayBuffer[] {
      const buffers = Object.values(reply.outcome).flatMap((value) =>
        ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
      );
      return [...new Set(buffers)];
    },
    get [valueSymbol](): Reply {
      return reply;
    },
  };
}
