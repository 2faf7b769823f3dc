import type { Signature } from "@hooks/core";
import type { EndpointSecret } from "./endpoint.ts";
import { secretKey } from "./secret-key.ts";

/** 24 to 64 bytes, says the Standard Webhooks specification. */
const standardPrefix = "whsec_";
const minBytes = 16;
const maxBytes = 16_384;

/** What is wrong with a secret that is to sign, in words that don't hold it. */
export function secretDefect(
  { value }: EndpointSecret,
  signatures: readonly Signature[],
): string | undefined {
  if (value.length === 0) return "is empty: is its environment variable set?";
  if (typeof value === "string") {
    if (value.trim() === "") return "is blank";
    const isPem = value.includes("-----BEGIN");
    if (value.trim() !== value && !isPem) {
      return "has white space around it: was it pasted with a line break?";
    }
    if (/^[a-z]+_$/i.test(value)) return "is a prefix with nothing behind it";
  }
  const lengths = signatures
    .map((one) => secretKey(value, one)?.length)
    .filter((length) => length !== undefined);
  const length = Math.max(...lengths);
  if (lengths.length === 0) return "is not in the format of this provider's signing secrets";
  const isStandard = typeof value === "string" && value.startsWith(standardPrefix);
  const least = isStandard ? 24 : minBytes;
  if (length < least) return `is short: ${length} bytes, of which at least ${least} are needed`;
  const most = isStandard ? 64 : maxBytes;
  return length > most
    ? `is long: ${length} bytes, of which at most ${most} are allowed`
    : undefined;
}
