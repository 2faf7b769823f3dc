import { hash } from "node:crypto";
import { timingSafeEqual, WebhookError } from "@hooks/core";
import { readByteSequences } from "./field-reader.ts";
import { writeBytes } from "./write-field.ts";

const digest = (algorithm: "sha256" | "sha512", body: Uint8Array): Uint8Array =>
  hash(algorithm, body, "buffer");

/** The field Content-Digest (RFC 9530) of a body. */
export const contentDigest = (body: Uint8Array): string =>
  `sha-256=${writeBytes(digest("sha256", body))}`;

/** The algorithms that count; others may stand beside them. */
const algorithms = [
  ["sha-256", "sha256"],
  ["sha-512", "sha512"],
] as const;

/**
 * Is a field Content-Digest that of the body? Each digest that counts has to be, and there has to be one.
 *
 * @throws WebhookError `signature_malformed`
 */
export function isContentDigest(field: string, body: Uint8Array): boolean {
  const given = readByteSequences(field);
  const found = algorithms.filter(([name]) => given.has(name));
  if (found.length === 0) {
    throw new WebhookError("signature_malformed", "content-digest has neither sha-256 nor sha-512");
  }
  return found.every(([name, algorithm]) =>
    timingSafeEqual(given.get(name) as Uint8Array, digest(algorithm, body)),
  );
}
