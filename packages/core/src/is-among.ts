/** Compares two texts in a time that depends on their length alone, which is public for a signature. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** Is a text one of the candidates? Each is compared in constant time, where it lies: nothing is copied. */
export function isAmong(expected: string, candidates: readonly string[]): boolean {
  for (const candidate of candidates) if (isSame(candidate, expected)) return true;
  return false;
}
