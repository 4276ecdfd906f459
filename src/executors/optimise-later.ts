import { setFlagsFromString } from "node:v8";

/** V8's own is 67,584. */
const BYTES_RUN = 500_000;

/**
 * Lets V8 wait with optimising a function until so many bytes of it have run. By default it does so before most of ours have seen half of
 * what they are given: what it made is given up and made again, in threads of V8's own, which take the cores from the workers. Holds for the
 * whole process and is a matter of speed alone.
 */
export function optimiseLater(): void {
  setFlagsFromString(`--interrupt-budget=${BYTES_RUN}`);
}
