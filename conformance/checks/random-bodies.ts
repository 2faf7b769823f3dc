/** Bytes that are the same in every run, so that a failure can be repeated (xorshift32). */
function* randomBytes(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state & 0xff;
  }
}

/** Around the block sizes of the hash functions, and beyond. */
const lengths = [0, 1, 55, 63, 64, 65, 127, 128, 129, 1000, 70_000];

/** Bodies of random bytes. */
export function randomBodies(seed: number): readonly Uint8Array[] {
  const random = randomBytes(seed);
  return lengths.map((length) => Uint8Array.from({ length }, () => random.next().value));
}
