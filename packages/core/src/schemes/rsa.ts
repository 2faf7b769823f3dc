import type { Scheme, Signer } from "../scheme.ts";
import type { Hash, RsaSignature } from "../signature.ts";
import { publicKeyScheme } from "./public-key.ts";

/** Bytes of a hash, which PSS takes for its salt. */
const sizes: Readonly<Record<Hash, number>> = {
  "SHA-1": 20,
  "SHA-256": 32,
  "SHA-384": 48,
  "SHA-512": 64,
};

/** RSA signatures, RFC 8017. */
export const rsaScheme: Scheme & Signer = publicKeyScheme((signature) => {
  const { hash, padding } = signature as RsaSignature;
  const name = padding === "pss" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  return { name: "RSA", importing: { name, hash }, using: { name, saltLength: sizes[hash] } };
});
