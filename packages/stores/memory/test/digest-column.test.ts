import { expect, test } from "vitest";
import { DigestColumn } from "../src/digest-column.ts";

const sha256 = "00000001ffffffff80000000deadbeef0123456789abcdef7fffffff00000000";

test("what is set comes back, until something else is set", () => {
  const column = new DigestColumn();
  column.grow(4);
  const digests = [sha256, "short", `${sha256.slice(1)}é`, `${sha256.slice(1)}\u0130`, ""];
  for (const digest of [...digests, undefined]) {
    for (const before of [...digests, undefined]) {
      column.set(2, before);
      column.set(2, digest);
      expect(column.get(2)).toBe(digest);
    }
  }
  expect([column.get(1), column.get(3)]).toEqual([undefined, undefined]);
});

test("growing keeps what is there", () => {
  const column = new DigestColumn();
  column.grow(2);
  column.set(0, sha256);
  column.set(1, "short");
  column.grow(4);
  expect([0, 1, 2].map((slot) => column.get(slot))).toEqual([sha256, "short", undefined]);
});
