import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText } from "../src/decode-text.ts";
import { encodeBytes } from "../src/text-encoding.ts";

const encodings = ["hex", "base64", "base64url"] as const;

describe.each(encodings)("%s", (encoding) => {
  test("is what Node writes, and is read back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBytes(bytes, encoding);
        expect(text).toBe(Buffer.from(bytes).toString(encoding));
        expect(Array.from(decodeText(text, encoding) ?? [])).toEqual(Array.from(bytes));
      }),
    );
  });

  test("is as long as it has to be: more than a call has room for arguments", () => {
    const bytes = Uint8Array.from({ length: 1_000_001 }, (_, i) => i * 7);
    const text = encodeBytes(bytes, encoding);
    expect(text === Buffer.from(bytes).toString(encoding)).toBe(true);
    expect(Buffer.compare(decodeText(text, encoding) ?? Buffer.of(), bytes)).toBe(0);
  });

  test("any other text is refused: only what is written is read", () => {
    const digits = fc.constantFrom(..."0123456789abcdefABCDEFxzXZ+/-_= \n\0é");
    fc.assert(
      fc.property(fc.string({ unit: digits }), (text) => {
        const bytes = decodeText(text, encoding);
        if (bytes !== undefined) expect(encodeBytes(bytes, encoding)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

test("utf8 is read as it is", () => {
  for (const text of ["secret", "größe ♥", "a b"]) {
    expect(decodeText(text, "utf8")).toEqual(new Uint8Array(Buffer.from(text)));
  }
});
