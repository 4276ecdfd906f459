import { workerData } from "node:worker_threads";
import { move } from "piscina";
import type { Block } from "../src/executors/define.ts";
import { asTransferable } from "../src/executors/transfer.ts";
import { createPartyRunner } from "../src/silos/party-runner.ts";
import type { PartyStudy } from "../src/silos/party-study.ts";
import { createSiloTask, type SiloReply, type SiloWork } from "../src/silos/wire/compute.ts";

const compute = createSiloTask(workerData as SiloWork, (study, exchange) =>
  createPartyRunner(study as PartyStudy, exchange),
);

/** Computes a block together with the other parties; "hello" proves that the worker works and reaches them. */
export default async function block(task: Block | "hello"): Promise<SiloReply> {
  const reply = await compute(task);
  if (!reply.ok || reply.outcome === undefined) return reply;
  return move(asTransferable({ ok: true, outcome: reply.outcome })) as unknown as SiloReply;
}
