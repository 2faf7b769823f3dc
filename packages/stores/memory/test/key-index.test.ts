import { describe, expect, test } from "vitest";
import { KeyColumn } from "../src/key-column.ts";
import { KeyIndex } from "../src/key-index.ts";
import { createSeededHash } from "../src/seeded-hash.ts";

describe("keys that share a hash", () => {
  test.each([
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 3, 0, 2],
    [2, 0, 3, 1],
  ])("are found and removed one by one: %i %i %i %i", (...order) => {
    const index = new KeyIndex(() => -1);
    index.grow(64);
    for (let slot = 0; slot < 4; slot++) {
      expect(index.find(`k${slot}`)).toBeUndefined();
      index.add(slot);
    }
    index.grow(128);
    const left = new Set(order);
    for (const slot of order) {
      index.remove(slot);
      left.delete(slot);
      expect(index.size).toBe(left.size);
      for (let i = 0; i < 4; i++) {
        expect(index.find(`k${i}`)).toBe(left.has(i) ? i : undefined);
      }
    }
  });
});

describe("the hash", () => {
  /** With a column for each, so that what is read of one is not lost with the next. */
  const hashWith = (seeded: (words: Int32Array) => number) => (text: string) =>
    seeded(new KeyColumn().read(text));
  const hash = hashWith(createSeededHash());

  test("is the same for the same text, and another in another store", () => {
    const text = "stripe:default:evt_1".repeat(9);
    expect(hash(text)).toBe(hash(`${text} `.trim()));
    const others = Array.from({ length: 8 }, () => hashWith(createSeededHash())(text));
    expect(new Set(others).size).toBeGreaterThanOrEqual(7);
  });

  test("hangs on every character and its place, also beyond the first block", () => {
    const text = "x".repeat(200);
    const changed = Array.from(
      { length: 200 },
      (_, i) => `${text.slice(0, i)}y${text.slice(i + 1)}`,
    );
    const lengths = Array.from({ length: 200 }, (_, i) => "\0".repeat(i));
    const all = [text, ...changed, ...lengths];
    expect(new Set(all.map(hash)).size).toBeGreaterThanOrEqual(all.length - 1);
  });

  test("spreads alike keys over its upper bits", () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 65_536; i++) {
      const bucket = hash(`github:default:${i}`) >>> 15;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThan(32);
  });
});
