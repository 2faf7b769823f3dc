import type { OneOrMore } from "./provider.ts";

/** One or several, always as a list. */
export const listOf = <T>(value: OneOrMore<T>): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
