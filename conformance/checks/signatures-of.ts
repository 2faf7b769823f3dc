import type { Provider, Signature } from "@hooks/core";

/** The signatures of all forms of a provider. */
export const signaturesOf = (provider: Provider): readonly Signature[] =>
  Object.values(provider.forms ?? { only: provider }).flatMap(({ signature }) => signature);

/** Does it have a key pair? Then there is nothing but WebCrypto that could compute it. */
export const needsWebCrypto = (signature: Signature): boolean =>
  signature.scheme === "jwt"
    ? ![signature.algorithms].flat().some((one) => one.startsWith("HS"))
    : !["hmac", "digest", "token", "basic"].includes(signature.scheme);
