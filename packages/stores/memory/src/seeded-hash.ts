const blockLength = 64;

/**
 * Makes a function from text to 32 bits, of which the upper are the better ones.
 *
 * Each character is multiplied by a random number of its place. Whoever doesn't know those numbers can't choose
 * keys that collide: two keys share their upper 17 bits by chance only.
 */
export function createSeededHash(): (text: string) => number {
  const factors = new Int32Array(blockLength + 2);
  let lowFactor = 0;
  let highFactor = 0;
  return (text) => {
    if (lowFactor === 0) {
      // Not before it is needed: workers have no random numbers while their modules load.
      crypto.getRandomValues(factors);
      lowFactor = (factors[blockLength] as number) | 1;
      highFactor = factors[blockLength + 1] as number;
    }
    const { length } = text;
    let hash = length;
    for (let start = 0; start < length; start += blockLength) {
      const end = Math.min(blockLength, length - start);
      hash = Math.imul(hash & 0xffff, lowFactor) + Math.imul(hash >>> 16, highFactor);
      for (let i = 0; i < end; i++) {
        hash = (hash + Math.imul(text.charCodeAt(start + i), factors[i] as number)) | 0;
      }
    }
    return hash;
  };
}
