/** Whether a text has UTF-8; half of a surrogate pair has none, and is written as if it were another character. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
