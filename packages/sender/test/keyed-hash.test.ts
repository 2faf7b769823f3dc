import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { keyedHash } from "../src/keyed-hash.ts";

const hex = (text: string): Buffer => Buffer.from(text, "hex");

// RFC 4231, its test cases 1 to 4, 6 and 7; RFC 2202, those 1 and 6 of SHA-1.
test.each([
  [
    "SHA-256",
    Buffer.alloc(20, 0x0b),
    "Hi There",
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  ],
  [
    "SHA-256",
    Buffer.from("Jefe"),
    "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
  [
    "SHA-256",
    Buffer.alloc(20, 0xaa),
    Buffer.alloc(50, 0xdd),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  ],
  [
    "SHA-256",
    hex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
    Buffer.alloc(50, 0xcd),
    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
  ],
  [
    "SHA-256",
    Buffer.alloc(131, 0xaa),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
  [
    "SHA-512",
    Buffer.alloc(20, 0x0b),
    "Hi There",
    "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
  ],
  ["SHA-1", Buffer.alloc(20, 0x0b), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"],
  [
    "SHA-1",
    Buffer.alloc(80, 0xaa),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    "aa4ae5e15272d00e95705637ce8a3b55ed402112",
  ],
] as const)("published vectors: %s (%#)", (hash, secret, content, expected) => {
  const { keyOf, sign } = keyedHash(hash);
  expect(sign(keyOf(secret), ["", Buffer.from(content), ""], "hex")).toBe(expected);
});

test("every hash, encoding and size: what Node makes of the same", () => {
  for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const) {
    const { keyOf, sign } = keyedHash(hash);
    const algorithm = hash.replace("-", "");
    for (const secretBytes of [1, 24, 63, 64, 65, 127, 128, 129, 300]) {
      const secret = randomBytes(secretBytes);
      const key = keyOf(secret);
      for (const bodyBytes of [0, 1, 1100, 16_300, 16_384, 16_385, 100_000]) {
        const body = randomBytes(bodyBytes);
        for (const [before, after] of [
          ["", ""],
          ["evt_1.1732190400.", ""],
          ["Zoë\u{1f600}", ".Ä"],
        ] as const) {
          for (const encoding of ["hex", "base64", "base64url"] as const) {
            const mac = createHmac(algorithm, secret).update(before).update(body).update(after);
            expect(sign(key, [before, body, after], encoding)).toBe(mac.digest(encoding));
          }
        }
      }
    }
  }
});

test("a key stays what it was, whatever becomes of the bytes that it was made of", () => {
  const { keyOf, sign } = keyedHash("SHA-256");
  const secret = randomBytes(24);
  const key = keyOf(secret);
  for (const body of [randomBytes(10), randomBytes(20_000)]) {
    const before = sign(key, ["", body, ""], "hex");
    secret.fill(0);
    expect(sign(key, ["", body, ""], "hex")).toBe(before);
  }
});
