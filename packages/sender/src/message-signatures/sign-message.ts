import type { Item } from "./field-reader.ts";
import type { MessageKey } from "./message-key.ts";
import { type HttpRequest, signatureBase } from "./signature-base.ts";
import { writeBytes, writeInnerList } from "./write-field.ts";

/** A key, and the name under which the receiver knows it. */
export interface NamedKey {
  readonly keyId: string;
  readonly key: MessageKey;
}

/** The parameters that all signatures of a message share, as text. */
export interface SharedParams {
  readonly created: number;
  readonly expires?: number | undefined;
  readonly nonce?: string | undefined;
  readonly tag?: string | undefined;
}

/** Makes the fields of a message's signatures, one by each key, labelled `sig1`, `sig2` and so on. */
export function signMessage(
  request: HttpRequest,
  components: readonly Item[],
  keys: readonly NamedKey[],
  { created, expires, nonce, tag }: SharedParams,
): Readonly<Record<"signature-input" | "signature", string>> | { readonly component: string } {
  const inputs: string[] = [];
  const signatures: string[] = [];
  for (const [i, { keyId, key }] of keys.entries()) {
    const params = new Map<string, string | number>([["created", created]]);
    if (expires !== undefined) params.set("expires", expires);
    if (nonce !== undefined) params.set("nonce", nonce);
    params.set("keyid", keyId).set("alg", key.algorithm);
    if (tag !== undefined) params.set("tag", tag);
    const covered = { items: components, params };
    const base = signatureBase(request, covered);
    if ("component" in base) return base;
    inputs.push(`sig${i + 1}=${writeInnerList(covered)}`);
    signatures.push(`sig${i + 1}=${writeBytes(key.sign(base))}`);
  }
  return { "signature-input": inputs.join(", "), signature: signatures.join(", ") };
}
