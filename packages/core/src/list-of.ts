import type { OneOrMore } from "./provider.ts";

/** One or several, always as a list. */
export function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
