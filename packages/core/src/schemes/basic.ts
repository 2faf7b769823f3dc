import type { Carriage, Signer } from "../scheme.ts";
import { encodeBytes } from "../text-encoding.ts";

/** HTTP Basic, RFC 7617: the secret itself, in base64 and in its own header. */
export const carriage: Carriage & { readonly encoding: "base64" } = {
  field: { header: "authorization", prefix: "Basic " },
  encoding: "base64",
};

export { matches, prepare } from "./token.ts";

export const sign: Signer["sign"] = (secret) => encodeBytes(secret, carriage.encoding);
