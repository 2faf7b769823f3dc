import { timingSafeEqual } from "@hooks/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("is equality of bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(timingSafeEqual(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(timingSafeEqual(a, Uint8Array.from(a))).toBe(true);
    }),
  );
});

test("a difference in any one byte, or in length, counts", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
  for (let i = 0; i < bytes.length; i++) {
    const other = Uint8Array.from(bytes);
    other[i] = (other[i] as number) ^ 0x80;
    expect(timingSafeEqual(bytes, other)).toBe(false);
    expect(timingSafeEqual(bytes, bytes.subarray(0, i))).toBe(false);
    expect(timingSafeEqual(bytes.subarray(0, i), bytes)).toBe(false);
  }
  expect(timingSafeEqual(new Uint8Array(2), new Uint8Array(3))).toBe(false);
  expect(timingSafeEqual(new Uint8Array(), new Uint8Array())).toBe(true);
});

test("reads all of both, wherever they first differ", () => {
  const readsOf = (differenceAt: number): number => {
    let reads = 0;
    const watched = new Proxy(new Uint8Array(32), {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads++;
        return Reflect.get(target, key, target);
      },
    });
    const other = new Uint8Array(32);
    other[differenceAt] = 1;
    timingSafeEqual(watched, other);
    return reads;
  };
  expect(readsOf(0)).toBe(32);
  expect(readsOf(31)).toBe(32);
});
