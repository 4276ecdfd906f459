/**
 * The place of `index` in a permutation of [0, size) that keys choose; any place can be computed alone.
 *
 * A balanced Feistel network over the smallest even number of bits that holds `size`, walked until it lands inside, then turned
 * by an offset: whatever the walk prefers, each index comes to each place equally often.
 *
 * Source: Luby & Rackoff (1988), SIAM Journal on Computing 17(2); Black & Rogaway (2002), CT-RSA (cycle walking).
 *
 * @param keys `PERMUTATION_KEYS` uniform numbers in [0, 1)
 */
export function permute(index: number, size: number, keys: ArrayLike<number>): number {
  const half = Math.max(1, Math.ceil(bitsFor(size) / 2));
  const mask = (1 << half) - 1;
  let place = index;
  do {
    let left = place >>> half;
    let right = place & mask;
    for (let round = 0; round < ROUNDS; round++) {
      const next = left ^ (mix(right ^ (keys[round] * TWO_32), round) & mask);
      left = right;
      right = next;
    }
    place = (left << half) | right;
  } while (place >= size);
  return (place + Math.floor(keys[ROUNDS] * size)) % size;
}

const TWO_32 = 4_294_967_296;
/** Four make a pseudorandom permutation of large blocks; small ones need more. */
const ROUNDS = 8;
export const PERMUTATION_KEYS = ROUNDS + 1;

/** Bits that hold the numbers [0, size). */
export function bitsFor(size: number): number {
  return 32 - Math.clz32(size - 1);
}

/**
 * A 32-bit hash of a number and a salt in which every bit depends on all of both.
 *
 * Source: the finalizer of MurmurHash3, A. Appleby (public domain), once for the salt and once for the value.
 */
export function mix(value: number, salt: number): number {
  let hash = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
