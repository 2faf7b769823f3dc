import type { Attempt } from "./attempt.ts";
import { parseJson } from "./delivery-reader.ts";
import { fetchDocument } from "./fetch-document.ts";
import { keyUrl } from "./key-url.ts";
import { listOf } from "./list-of.ts";
import { type Certificate, readCertificate } from "./read-certificate.ts";
import { secretText } from "./requirements.ts";
import { readTokenHeader } from "./schemes/read-token.ts";
import { publicJwk } from "./schemes/token-key.ts";
import type { KeySource, Signature, TokenAlgorithm } from "./signature.ts";
import { utf8 } from "./utf8.ts";
import { WebhookError } from "./webhook-error.ts";

/** The keys of a set (RFC 7517, section 5). @throws Error for what is none */
function readKeySet(text: string): readonly unknown[] {
  const keys = (parseJson(() => text) as { readonly keys?: unknown } | undefined)?.keys;
  if (Array.isArray(keys)) return keys;
  throw new Error("what was fetched is no set of keys");
}

/** The one key of a set that can be meant: that of the id, where there is one. */
function keyFor(keys: readonly unknown[], kid: unknown, signature: Signature): string | undefined {
  const [algorithm] = listOf<TokenAlgorithm>("algorithms" in signature ? signature.algorithms : []);
  const meant = keys.flatMap((key) => {
    const jwk = algorithm && publicJwk(key, algorithm);
    const isNamed = kid === undefined || (key as { readonly kid?: unknown } | null)?.kid === kid;
    return jwk && isNamed ? [jwk] : [];
  });
  return meant.length === 1 ? JSON.stringify(meant[0]) : undefined;
}

const isValid = ({ notBefore, notAfter }: Certificate, nowMs: number): boolean =>
  +notBefore <= nowMs && nowMs <= +notAfter;

/**
 * The public key that a provider publishes for a delivery, as the bytes of a secret; `undefined` where there is none
 * that counts.
 *
 * @throws WebhookError `keys_unavailable`; `option_invalid` where there is nothing to remember keys in
 */
export async function fetchedKey(
  { reader, signature, candidates, secret, judgement }: Attempt,
  source: KeySource,
): Promise<Uint8Array | undefined> {
  const { keys: cache, now = Date.now, provider } = judgement;
  if (!cache) {
    const message = `${provider.id} publishes its keys: pass keys: createKeyCache(), made once`;
    throw new WebhookError("option_invalid", message);
  }
  const url = keyUrl(source, reader, secretText(secret.value));
  if (url === undefined) return undefined;
  if (source.format === "x509") {
    const certificate = await fetchDocument(cache, url, now(), readCertificate, () => false);
    return isValid(certificate, now()) ? certificate.publicKey : undefined;
  }
  const [token = ""] = candidates;
  const header = readTokenHeader(token);
  // No key is looked for, and none fetched anew, for a token that is signed otherwise.
  const isOther =
    "algorithms" in signature && !listOf<unknown>(signature.algorithms).includes(header?.["alg"]);
  if (isOther) return undefined;
  const kid = header?.["kid"] ?? reader.read(source.id);
  const isUnknown = (keys: readonly unknown[]): boolean => !keyFor(keys, kid, signature);
  const keys = await fetchDocument(cache, url, now(), readKeySet, isUnknown);
  const jwk = keyFor(keys, kid, signature);
  return jwk === undefined ? undefined : utf8(jwk);
}
