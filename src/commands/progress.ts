/** Says how far a run is: a bar that redraws itself on a terminal, a line now and then elsewhere. */
export interface Progress {
  update(done: number, total: number): void;
  finish(): void;
}

const BAR_WIDTH = 30;
/** A terminal is redrawn this often; a log gets a line this often. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;

/**
 * @param unit what is counted
 * @param now clock in ms
 */
export function createProgress(stream: NodeJS.WriteStream, unit: string, now: () => number): Progress {
  const start = now();
  let last = start;
  let isDrawn = false;

  function describe(done: number, total: number): string {
    const seconds = Math.max((now() - start) / 1000, 1e-3);
    const rate = done / seconds;
    const left = done === 0 ? "?" : duration((total - done) / rate);
    return `${done}/${total} ${unit}, ${Math.round(rate)} a second, ${left} left`;
  }

  return {
    update(done, total) {
      const pause = stream.isTTY ? TERMINAL_MS : LOG_MS;
      if (now() - last < pause) return;
      last = now();
      if (!stream.isTTY) {
        stream.write(`${describe(done, total)}\n`);
        return;
      }
      const filled = Math.floor((BAR_WIDTH * done) / total);
      const bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
      stream.write(`\r[${bar}] ${describe(done, total)}   `);
      isDrawn = true;
    },
    finish() {
      if (isDrawn) stream.write(`\r${" ".repeat(BAR_WIDTH + 70)}\r`);
    },
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
