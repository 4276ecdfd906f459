import { setFlagsFromString } from "node:v8";

/** What `node --v8-options` of Node 20 calls `interrupt-budget`; by default 67,584. */
const BYTES_RUN = 500_000;

/**
 * Lets V8 wait with optimising a function until so many bytes of it have run. By default it does so before most of ours have seen half of
 * what they are given: what it made is given up and made again, in threads of V8's own, which take the cores from the workers. Holds for the
 * whole process and is a matter of speed alone.
 */
export function optimiseLater(): void {
  const flag = flagFor(process.versions.v8);
  if (flag !== undefined) setFlagsFromString(flag);
}

/** The flag of a V8 that has it, that of Node 20; later ones say on stderr that they do not know it. */
export function flagFor(v8Version: string): string | undefined {
  return v8Version.startsWith("11.") ? `--interrupt-budget=${BYTES_RUN}` : undefined;
}
