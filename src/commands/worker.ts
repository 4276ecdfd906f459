import { availableParallelism } from "node:os";
import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";
import { redisOption, wholeNumber } from "./options.ts";

interface Flags {
  readonly redis?: string;
  readonly workers: number;
}

export const worker: CliCommand = {
  name: "worker",
  register(program) {
    program
      .command("worker")
      .description("Compute blocks of runs that were started elsewhere with --executor queue, until stopped.")
      .addOption(redisOption())
      .option("--workers <n>", "worker threads", wholeNumber(1, 1024), availableParallelism())
      .addHelpText("after", "\nExample:\n  breakwater worker --redis redis://localhost:6379 --workers 8")
      .action(act);
  },
};

async function act({ redis, workers }: Flags): Promise<void> {
  if (redis === undefined) throw new CommandError(EXIT.usage, "missing --redis URL (or BREAKWATER_REDIS_URL)");
  const { runQueueWorker } = await import("../executors/queue-worker.ts");
  const { shownAddress } = await import("../executors/redis.ts");
  const { interruptible } = await import("./interrupt.ts");
  const { notify } = await import("./format.ts");
  notify(`taking blocks from ${shownAddress(redis)} with ${workers} threads; SIGTERM or Ctrl-C ends it`);
  await interruptible(
    () => notify("stopping"),
    (signal) => runQueueWorker(redis, workers, signal, notify),
  );
}
