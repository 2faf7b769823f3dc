const blockLength = 64;

/**
 * Makes a function from text to 32 bits, of which the upper are the better ones.
 *
 * Each character is multiplied by a random number of its place. Whoever doesn't know those numbers can't choose
 * keys that collide: two keys share their upper 17 bits by chance only.
 */
export function createSeededHash(): (text: string) => number {
  const factors = crypto.getRandomValues(new Int32Array(blockLength + 2));
  const lowFactor = factors[blockLength] as number;
  const highFactor = factors[blockLength + 1] as number;
  return (text) => {
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
