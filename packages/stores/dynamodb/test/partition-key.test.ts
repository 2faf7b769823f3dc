import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partitionKey } from "../src/partition-key.ts";

const hashed = /^sha256:[0-9a-f]{64}$/;

describe("a key that DynamoDB holds as it is stands for itself", () => {
  test.each(["stripe:default:evt_1", " ", "\0", "größe ♥ 🪝", "x".repeat(2048), "€".repeat(682)])(
    "%j",
    async (key) => {
      expect(await partitionKey(key)).toBe(key);
    },
  );
});

describe("a key that it would not hold is hashed", () => {
  test.each([
    ["empty", ""],
    ["too long", "x".repeat(2049)],
    ["too long in UTF-8", "€".repeat(683)],
    ["with half a pair", "a\ud83e"],
    ["with the other half", "\udefda"],
    ["like a hash", `sha256:${"0".repeat(64)}`],
  ])("%s", async (_, key) => {
    const stands = await partitionKey(key);
    expect(stands).toMatch(hashed);
    expect(stands).not.toBe(key);
    // By this the entry can be found by hand.
    const hash = createHash("sha256").update(JSON.stringify(key)).digest("hex");
    expect(stands).toBe(`sha256:${hash}`);
  });
});

test("no two keys have the same, even if one is what stands for the other", async () => {
  const units = ["a", "b", '"', "\\", "\ufffd", "\ud83e", "\udefd", "\ud83d", "\\ud83e"];
  const keys = fc.string({ unit: fc.constantFrom(...units), maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(keys, { minLength: 2, maxLength: 30 }), async (some) => {
      const all = new Set([...some, ...(await Promise.all(some.map(partitionKey)))]);
      const stands = new Set(await Promise.all([...all].map(partitionKey)));
      expect(stands.size).toBe(all.size);
    }),
  );
});

test("halves of pairs are not one another, nor what stands for them in UTF-8", async () => {
  const keys = ["\ud83e", "\ud83d", "\udefd", "\ufffd", "\\ud83e"];
  expect(new Set(await Promise.all(keys.map(partitionKey))).size).toBe(keys.length);
});

describe("a key that is refused", () => {
  test.each([
    ["of more than 1,000,000 bytes", "x".repeat(1_000_001)],
    ["of more than 1,000,000 bytes in UTF-8", "€".repeat(333_334)],
    ["that is no text", 5],
    ["that is not there", undefined],
  ])("%s", async (_, key) => {
    await expect(partitionKey(key as string)).rejects.toMatchObject({ code: "store_failed" });
  });

  test("is longer than one that is taken", async () => {
    expect(await partitionKey("x".repeat(1_000_000))).toMatch(hashed);
    expect(await partitionKey("€".repeat(333_333))).toMatch(hashed);
  });
});
