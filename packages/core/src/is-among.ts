import { timingSafeEqual } from "./timing-safe-equal.ts";
import { utf8 } from "./utf8.ts";

/** Is a text one of the candidates? Each is compared in constant time. */
export const isAmong = (expected: string, candidates: readonly string[]): boolean =>
  candidates.some((candidate) => timingSafeEqual(utf8(candidate), utf8(expected)));
