import { expect, test } from "vitest";
import { isAmong } from "../src/is-among.ts";

const text = "5d41402abc4b2a76b9719d911017c592";
const changed = [...text].map(
  (char, i) => `${text.slice(0, i)}${char === "a" ? "b" : "a"}${text.slice(i + 1)}`,
);

test("a text is among those that hold it, wherever", () => {
  expect(isAmong(text, [text])).toBe(true);
  expect(isAmong(text, [...changed, text])).toBe(true);
  expect(isAmong(text, [text, ...changed])).toBe(true);
});

test("one other character makes another text, at every place", () => {
  expect(changed).toHaveLength(text.length);
  for (const other of changed) expect(isAmong(text, [other])).toBe(false);
});

test.each([
  "",
  text.slice(1),
  text.slice(0, -1),
  `${text}0`,
  `${text}\0`,
  text + text,
  text.toUpperCase(),
])("%j is not it", (other) => {
  expect(isAmong(text, [other])).toBe(false);
  expect(isAmong(other, [text])).toBe(false);
});

test("texts that UTF-8 can't tell apart are told apart", () => {
  expect(isAmong("\ufffd", ["\ud800"])).toBe(false);
  expect(isAmong("größe", ["größe"])).toBe(true);
  expect(isAmong("größe", ["gr\u006f\u0308ße"])).toBe(false);
});

test("nothing is among none", () => {
  expect(isAmong("", [])).toBe(false);
});
