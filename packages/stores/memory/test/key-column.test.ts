import { expect, test } from "vitest";
import { KeyColumn } from "../src/key-column.ts";

const keys = [
  "",
  "a",
  "a\0",
  "abcd",
  "abce",
  "x".repeat(60),
  `${"x".repeat(59)}y`,
  "x".repeat(61),
  "\u00e9",
  "\u00c3\u00a9",
  "\ud800",
  "\ud801",
  "\ufffd",
  `${"x".repeat(57)}\ud800`,
  "\u{1f600}",
];

test("a slot has the key that was put there and no other, whatever it had before and is cleared of", () => {
  const column = new KeyColumn();
  column.grow(2);
  for (const before of keys) {
    for (const key of keys) {
      column.read(before);
      column.put(1);
      column.clear(1);
      column.read(key);
      column.put(1);
      column.grow(2);
      for (const other of keys) {
        column.read(other);
        expect(column.isAt(1)).toBe(other === key);
      }
    }
  }
});
