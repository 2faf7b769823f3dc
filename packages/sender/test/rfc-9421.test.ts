/** The test cases of RFC 9421, appendix B. */
import { expect, test } from "vitest";
import { isContentDigest } from "../src/message-signatures/content-digest.ts";
import { readSignatureInput } from "../src/message-signatures/field-reader.ts";
import { type MessageKey, messageKey } from "../src/message-signatures/message-key.ts";
import { signMessage } from "../src/message-signatures/sign-message.ts";
import { type HttpRequest, signatureBase } from "../src/message-signatures/signature-base.ts";
import {
  contentDigest,
  ed25519Private,
  responseVector,
  secret,
  vectors,
} from "./rfc-9421-vectors.ts";

type Vector = (typeof vectors)[number];

const requestOf = ({ request }: Vector): HttpRequest => ({
  method: request.method,
  url: new URL(request.url),
  header: (name) => [request.headers[name]].filter((value) => value !== undefined),
});

const keyOf = (value: unknown, use: "sign" | "verify" = "verify"): MessageKey =>
  messageKey(value, use) ?? expect.fail("no key");

const baseOf = (vector: Vector): Uint8Array => {
  const covered = readSignatureInput(`sig=${vector.input}`).get("sig");
  const base = covered && signatureBase(requestOf(vector), covered);
  return base instanceof Uint8Array ? base : expect.fail("no base");
};

test.each(vectors)("$name: verifies", (vector) => {
  const key = keyOf(vector.key);
  const signature = Buffer.from(vector.signature, "base64");
  const base = baseOf(vector);
  expect(key.verify(base, signature)).toBe(true);
  signature[0] = (signature[0] ?? 0) ^ 1;
  expect(key.verify(base, signature)).toBe(false);
  expect(key.verify(base, signature.subarray(1))).toBe(false);
  expect(key.verify(base, new Uint8Array())).toBe(false);
});

test("B.2.4: the ECDSA signature of the response verifies", () => {
  const signature = Buffer.from(responseVector.signature, "base64");
  expect(keyOf(responseVector.key).verify(Buffer.from(responseVector.base), signature)).toBe(true);
});

test.each([
  ["B.2.5", vectors[3], Buffer.from(secret, "base64")],
  ["B.2.6", vectors[4], ed25519Private],
] as const)("%s: is made again byte for byte", (_, vector, value) => {
  expect(Buffer.from(keyOf(value, "sign").sign(baseOf(vector))).toString("base64")).toBe(
    vector.signature,
  );
});

test("a signature's fields are as section 4 has them", () => {
  const [vector] = vectors;
  const components = ["date", "@authority"].map((value) => ({ value, params: new Map() }));
  const key = keyOf(Buffer.from(secret, "base64"));
  expect(
    signMessage(requestOf(vector), components, [{ keyId: 'a"b\\', key }], { created: 1, tag: "t" }),
  ).toEqual({
    "signature-input": String.raw`sig1=("date" "@authority");created=1;keyid="a\"b\\";alg="hmac-sha256";tag="t"`,
    signature: expect.stringMatching(/^sig1=:[A-Za-z0-9+/]{43}=:$/),
  });
});

test("the digest of the request is that of its body", () => {
  const body = Buffer.from('{"hello": "world"}');
  expect(isContentDigest(contentDigest, body)).toBe(true);
  expect(isContentDigest(contentDigest, Buffer.from('{"hello": "World"}'))).toBe(false);
});
