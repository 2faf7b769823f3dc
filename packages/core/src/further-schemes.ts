import { onDemand } from "./on-demand.ts";
import type { Scheme, Signer } from "./scheme.ts";
import type { Signature } from "./signature.ts";

/** The schemes that are loaded on demand, each from a file of its own; checking and signing come together. */
export const furtherSchemes: Readonly<
  Record<Exclude<Signature["scheme"], "hmac">, () => (Scheme & Signer) | Promise<Scheme & Signer>>
> = {
  token: onDemand(() => import("./schemes/token.ts")),
  basic: onDemand(() => import("./schemes/basic.ts")),
  digest: onDemand(() => import("./schemes/digest.ts")),
  ed25519: onDemand(() => import("./schemes/ed25519.ts")),
  ecdsa: onDemand(() => import("./schemes/ecdsa.ts").then(({ ecdsaScheme }) => ecdsaScheme)),
  jwt: onDemand(() => import("./schemes/jwt.ts")),
  rsa: onDemand(() => import("./schemes/rsa.ts").then(({ rsaScheme }) => rsaScheme)),
};
