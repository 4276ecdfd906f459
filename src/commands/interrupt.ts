import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { CommandError, EXIT, InterruptedError } from "../errors.ts";

/** Signals that ask a process to end, and the exit codes that say which it was. */
const SIGNALS = { SIGHUP: EXIT.hangup, SIGINT: EXIT.interrupt, SIGTERM: EXIT.terminated } as const;
type Signal = keyof typeof SIGNALS;

/** Stopping takes a moment; what has not ended by itself after this long is ended. */
const MOST_STOPPING_MS = 1_500;

/**
 * Runs a task that the first signal asks to stop, which it does with its work kept, and the second ends at once.
 *
 * @param notify says at once that the signal was heard, and the command that goes on where a stopped task ended
 */
export async function interruptible<Result>(
  notify: () => void,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  let received: Signal | undefined;
  const stop = (signal: Signal): void => {
    received = signal;
    ignore(); // from here on the system's own way: it ends the process at once
    setTimeout(() => process.kill(process.pid, signal), MOST_STOPPING_MS).unref();
    notify();
    abort.abort();
  };
  const ignore = (): void => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, stop);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, stop);
  try {
    return await task(abort.signal);
  } catch (error) {
    if (received === undefined || !(error instanceof InterruptedError)) throw error;
    throw new CommandError(SIGNALS[received], error.message);
  } finally {
    ignore();
  }
}

export function sayHowToResume(): void {
  process.stderr.write(`stopping; go on later with\n  ${resumeCommand(process.argv)}\n`);
}

/** The command that was given, with `--resume`, as a shell takes it. */
export function resumeCommand(argv: readonly string[]): string {
  const [node, script, ...args] = argv;
  const flags = args.filter((arg) => arg !== "--force" && arg !== "--resume");
  const isInstalled = basename(script) === "breakwater" && process.env.npm_command !== "exec";
  const command = isInstalled ? ["breakwater"] : [basename(node), realpathSync(script)];
  return [...command, ...flags, "--resume"].map(quote).join(" ");
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
