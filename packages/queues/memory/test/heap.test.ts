import { expect, test } from "vitest";
import { Heap } from "../src/heap.ts";

test("gives the least, whatever goes in and out in whatever order", () => {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
  const heap = new Heap<{ readonly key: number }>((one, other) => one.key < other.key);
  const all = new Set<{ readonly key: number }>();
  for (let step = 0; step < 20_000; step++) {
    const list = [...all];
    if (random(5) < 3 && all.size < 60) {
      const item = { key: random(1000) };
      heap.add(item);
      all.add(item);
    } else if (list.length > 0) {
      const item = list[random(list.length)] as { readonly key: number };
      expect(heap.delete(item)).toBe(true);
      expect(heap.delete(item)).toBe(false);
      all.delete(item);
    }
    const least = Math.min(...[...all].map(({ key }) => key));
    expect(heap.least?.key ?? Number.POSITIVE_INFINITY).toBe(least);
    expect(heap.size).toBe(all.size);
  }
});
