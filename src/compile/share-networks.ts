import {
  type Network,
  type NetworkConstants,
  type NetworkCounts,
  networkByteLength,
  viewNetwork,
} from "../model/network.ts";

/** Networks in one shared buffer: what is posted to workers, without copies. */
export interface SharedNetworks {
  readonly buffer: SharedArrayBuffer;
  readonly parts: readonly { counts: NetworkCounts; constants: NetworkConstants; byteOffset: number }[];
}

/** Copies compiled networks side by side into one shared buffer. */
export function shareNetworks(networks: readonly Network[]): SharedNetworks {
  let bytes = 0;
  const parts = networks.map(({ counts, constants }) => {
    const part = { counts, constants, byteOffset: bytes };
    bytes += networkByteLength(counts);
    return part;
  });
  const buffer = new SharedArrayBuffer(bytes);
  openNetworks({ buffer, parts }).forEach((shared, index) => {
    for (const [name, column] of Object.entries(networks[index])) {
      if (ArrayBuffer.isView(column)) (shared[name as keyof Network] as Float64Array).set(column as Float64Array);
    }
  });
  return { buffer, parts };
}

/** The networks of a shared buffer, as views. */
export function openNetworks({ buffer, parts }: SharedNetworks): Network[] {
  return parts.map(({ counts, constants, byteOffset }) => viewNetwork(counts, constants, buffer, byteOffset));
}
