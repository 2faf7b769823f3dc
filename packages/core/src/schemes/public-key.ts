import { joinContent } from "../content.ts";
import { decodeText } from "../decode-text.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { Signature } from "../signature.ts";
import { type BytesEncoding, encodeBytes } from "../text-encoding.ts";
import { WebhookError } from "../webhook-error.ts";
import { signatureSize } from "./signature-size.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What tells one algorithm of WebCrypto from another. */
export interface PublicKeyAlgorithm {
  /** For messages: whose keys these are. */
  readonly name: string;
  readonly importing: RsaHashedImportParams | EcKeyImportParams;
  readonly using: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
  /** From the signature as it is sent to that of WebCrypto; `undefined` for one that can't be. */
  readonly fromSent?: (bytes: Uint8Array) => Bytes | undefined;
  readonly toSent?: (bytes: Uint8Array) => Uint8Array;
}

interface PublicKey {
  readonly key: Promise<CryptoKey>;
  readonly algorithm: PublicKeyAlgorithm;
}

function importKey(
  format: "spki" | "pkcs8",
  secret: Uint8Array,
  { name, importing }: PublicKeyAlgorithm,
): Promise<CryptoKey> {
  const usage = format === "spki" ? "verify" : "sign";
  const kind = format === "spki" ? "public (SPKI)" : "private (PKCS #8)";
  return crypto.subtle.importKey(format, secret as Bytes, importing, false, [usage]).catch(() => {
    throw new WebhookError("secret_invalid", `the secret is no ${kind} key of ${name}`);
  });
}

/** Makes a scheme of an algorithm of WebCrypto whose keys are SPKI and PKCS #8. */
export function publicKeyScheme(
  algorithmOf: (signature: Signature) => PublicKeyAlgorithm,
): Scheme & Signer {
  return {
    prepare: (secret, signature): PublicKey => {
      const algorithm = algorithmOf(signature);
      return { key: importKey("spki", secret, algorithm), algorithm };
    },
    matches: async (prepared, candidates, content, encoding) => {
      const { key, algorithm } = prepared as PublicKey;
      const { using, fromSent } = algorithm;
      const signed = joinContent(content);
      const verifier = await key;
      const size = signatureSize(verifier);
      for (const candidate of candidates) {
        const sent = decodeText(candidate, encoding) as Bytes | undefined;
        const signature = sent && fromSent ? fromSent(sent) : sent;
        if (signature?.length !== size) continue;
        if (await crypto.subtle.verify(using, verifier, signature, signed)) return true;
      }
      return false;
    },
    sign: async (secret, signature, content) => {
      const algorithm = algorithmOf(signature);
      const key = await importKey("pkcs8", secret, algorithm);
      const made = await crypto.subtle.sign(algorithm.using, key, joinContent(content));
      const { toSent = (bytes: Uint8Array): Uint8Array => bytes } = algorithm;
      const { encoding } = signature as { readonly encoding: BytesEncoding };
      return encodeBytes(toSent(new Uint8Array(made)), encoding);
    },
  };
}
