import { furtherSchemes } from "./further-schemes.ts";
import type { Signer } from "./scheme.ts";
import { hmacSigner } from "./schemes/hmac.ts";
import type { Signature } from "./signature.ts";

/** What makes signatures of a kind. */
export const signerOf = ({ scheme }: Signature): Signer | Promise<Signer> =>
  scheme === "hmac" ? hmacSigner : furtherSchemes[scheme]();
