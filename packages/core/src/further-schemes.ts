import type { Scheme, Signer } from "./scheme.ts";
import type { Signature } from "./signature.ts";

/** The schemes that are loaded on demand, each from a file of its own; checking and signing come together. */
export const furtherSchemes: Readonly<
  Record<Exclude<Signature["scheme"], "hmac">, () => Promise<Scheme & Signer>>
> = {
  token: () => import("./schemes/token.ts"),
  basic: () => import("./schemes/basic.ts"),
  digest: () => import("./schemes/digest.ts"),
  ed25519: () => import("./schemes/ed25519.ts"),
  ecdsa: () => import("./schemes/ecdsa.ts").then(({ ecdsaScheme }) => ecdsaScheme),
  jwt: () => import("./schemes/jwt.ts"),
  rsa: () => import("./schemes/rsa.ts").then(({ rsaScheme }) => rsaScheme),
};
