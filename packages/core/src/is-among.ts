import { timingSafeEqual } from "./timing-safe-equal.ts";

/** Is a text one of the candidates? Each is compared in constant time. */
export function isAmong(expected: string, candidates: readonly string[]): boolean {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(expected);
  return candidates.some((candidate) => timingSafeEqual(encoder.encode(candidate), bytes));
}
