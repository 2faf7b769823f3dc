import { decodeText } from "../decode-text.ts";
import { parseJson } from "../delivery-reader.ts";
import { readCertificate } from "../read-certificate.ts";
import type { SecretValue } from "../secrets.ts";
import { utf8 } from "../utf8.ts";
import type { SecretVariant } from "./secret-variants.ts";

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, section 4). */
const ed25519Head = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

/** The public key of a certificate, in DER. */
function certified(text: string): Uint8Array | undefined {
  try {
    return readCertificate(text).publicKey;
  } catch {
    return undefined;
  }
}

/** The bytes that stand between the lines of PEM, whatever became of its line breaks. */
function pemBytes(text: string): Uint8Array | undefined {
  const [, inner = ""] = text.match(/-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END/) ?? [];
  return decodeText(inner.replaceAll(/\\[nr]|\s/g, ""), "base64");
}

/** A public key in other formats than the one that it was given in. */
export function* keyVariants(value: SecretValue, text: string): Generator<SecretVariant> {
  const found = (evidence: string, bytes: Uint8Array | undefined): readonly SecretVariant[] =>
    bytes?.length ? [{ code: "key_format", evidence, value: bytes, isKey: true }] : [];
  const bare = text.replaceAll(/\s/g, "");
  const raw = typeof value === "string" ? undefined : value;
  const pem = pemBytes(text);
  const base64 = /^[\w+/-]+=*$/.test(bare) ? decodeText(bare, "base64", true) : undefined;
  const ders = [pem, base64, decodeText(bare.toLowerCase(), "hex"), raw];
  yield* found("it is PEM, and what stands in it is the key", pem);
  yield* found("it is base64 without the lines of PEM", base64);
  yield* found("it is a certificate, and the key in it is right", certified(text));
  for (const der of ders) {
    if (!der) continue;
    if (der.length === 44 && startsWith(der, ed25519Head)) {
      yield* found("it is DER, and its last 32 bytes are the key", der.subarray(12));
    }
    if (der.length === 32) {
      const whole = Uint8Array.from([...ed25519Head, ...der]);
      yield* found("it is 32 bytes, and the key of them is right", whole);
    }
    yield* found("it is the key in hex or base64", der);
    const inner = new TextDecoder().decode(der);
    yield* found("it is PEM that was encoded once more", pemBytes(inner));
    if (inner.startsWith("{")) yield* found("it is a JWK that was encoded once more", utf8(inner));
  }
  const jwk = Object(parseJson(() => text)) as { readonly x?: unknown; readonly keys?: unknown };
  if (typeof jwk.x === "string") {
    yield* found("it is a JWK, and its key is right", decodeText(jwk.x, "base64url"));
  }
  for (const key of Array.isArray(jwk.keys) ? jwk.keys.slice(0, 8) : []) {
    yield* found("it is a set of keys, and one of them is right", utf8(JSON.stringify(key)));
  }
}

/** Is it a private key, by its label, its members or its beginning (RFC 5958)? */
export function isPrivateKey(value: SecretValue): boolean {
  const text = typeof value === "string" ? value : new TextDecoder().decode(value);
  const jwk = Object(parseJson(() => text)) as Record<string, unknown>;
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return true;
  if (Object.hasOwn(jwk, "kty") && Object.hasOwn(jwk, "d")) return true;
  const bytes =
    typeof value === "string" ? decodeText(text.replaceAll(/\s/g, ""), "base64") : value;
  // A sequence whose first member is the version 0 and whose second is a sequence, as SPKI never has it.
  const [tag, size = 0] = bytes ?? [];
  const start = size < 0x80 ? 2 : 2 + (size & 0x7f);
  return tag === 0x30 && bytes !== undefined && startsWith(bytes.subarray(start), [2, 1, 0, 0x30]);
}
