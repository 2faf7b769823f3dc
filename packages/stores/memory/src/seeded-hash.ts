const blockLength = 64;

/**
 * Makes a function from words to 32 bits, of which the upper are the better ones.
 *
 * Each half of a word is multiplied by a random number of its place. Whoever doesn't know those numbers can't choose
 * keys that collide: two keys share their upper 17 bits by chance only.
 */
export function createSeededHash(): (words: Int32Array) => number {
  const factors = new Int32Array(2 * blockLength + 2);
  let lowFactor = 0;
  let highFactor = 0;
  return (words) => {
    if (lowFactor === 0) {
      // Not before it is needed: workers have no random numbers while their modules load.
      crypto.getRandomValues(factors);
      lowFactor = (factors[2 * blockLength] as number) | 1;
      highFactor = factors[2 * blockLength + 1] as number;
    }
    const { length } = words;
    let hash = length;
    for (let start = 0; start < length; start += blockLength) {
      const end = Math.min(blockLength, length - start);
      hash = Math.imul(hash & 0xffff, lowFactor) + Math.imul(hash >>> 16, highFactor);
      for (let i = 0; i < end; i++) {
        const word = words[start + i] as number;
        const low = Math.imul(word & 0xffff, factors[2 * i] as number);
        hash = (hash + low + Math.imul(word >>> 16, factors[2 * i + 1] as number)) | 0;
      }
    }
    return hash;
  };
}
