import { WebhookError } from "@hooks/core";
import { isWellFormed } from "./is-well-formed.ts";

const maxKeyBytes = 1_000_000;

/** DynamoDB's limit for a partition key. */
const maxPlainBytes = 2048;

const hashPrefix = "sha256:";
const encoder = new TextEncoder();

/**
 * What stands for a key in the table: the key itself, so that people find it there, or its SHA-256 if DynamoDB would
 * not hold it as it is. No two keys have the same.
 *
 * @throws WebhookError `store_failed` for what is no text, or has more than 1,000,000 bytes
 */
export async function partitionKey(key: string): Promise<string> {
  const { length } = typeof key === "string" ? encoder.encode(key) : { length: Number.NaN };
  if (!(length <= maxKeyBytes)) {
    throw new WebhookError("store_failed", `the key is not text of at most ${maxKeyBytes} bytes`);
  }
  const isPlain = length > 0 && length <= maxPlainBytes && !key.startsWith(hashPrefix);
  if (isPlain && isWellFormed(key)) return key;
  // As JSON, which escapes what has no UTF-8.
  const hash = await crypto.subtle.digest("SHA-256", encoder.encode(JSON.stringify(key)));
  const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0"));
  return hashPrefix + hex.join("");
}
