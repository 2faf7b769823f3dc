import type { Scheme, Signer } from "../scheme.ts";
import type { EcdsaSignature } from "../signature.ts";
import { derToRaw, rawToDer } from "./der-signature.ts";
import { publicKeyScheme } from "./public-key.ts";

/** ECDSA over P-256, FIPS 186-5. */
export const ecdsaScheme: Scheme & Signer = publicKeyScheme((signature) => {
  const { hash, form } = signature as EcdsaSignature;
  return {
    name: "P-256",
    importing: { name: "ECDSA", namedCurve: "P-256" },
    using: { name: "ECDSA", hash },
    ...(form === "der" && { fromSent: derToRaw, toSent: rawToDer }),
  };
});
