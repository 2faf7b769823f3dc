import type { Content } from "./content.ts";
import type { Encoding, Field, OneOrMore, SecretFormat, Signature } from "./provider.ts";
import { matches, prepare } from "./schemes/hmac.ts";

/** Where a signature is carried, how it is written, and what it covers. */
export interface Carriage {
  readonly field: OneOrMore<Field>;
  readonly encoding: Encoding;
  readonly secret?: SecretFormat;
  /** Template of the signed content; absent where nothing is signed. */
  readonly content?: string;
}

/** How one kind of signature is checked; with {@link Signer}, what each module in `schemes/` exports. */
export interface Scheme {
  /** Where the scheme itself fixes it, instead of the provider's literal. */
  readonly carriage?: Carriage;
  /** Makes a key of a secret's bytes; called once per secret. */
  readonly prepare: (secret: Uint8Array, signature: Signature) => unknown;
  /** Is one of the candidates the signature of `content` under `key`, in that encoding? Compares in constant time. */
  readonly matches: (
    key: unknown,
    candidates: readonly string[],
    content: Content,
    encoding: Encoding,
  ) => boolean | Promise<boolean>;
}

/** How one kind of signature is made. */
export interface Signer {
  readonly carriage?: Carriage;
  readonly sign: (
    secret: Uint8Array,
    signature: Signature,
    content: Content,
  ) => string | Promise<string>;
}

/** All but HMAC are loaded when first needed, so that they are not in the bundle of an application that never does. */
export const schemes: Readonly<
  Record<Signature["scheme"], () => Scheme | Promise<Scheme & Signer>>
> = {
  hmac: () => ({ prepare, matches }),
  token: () => import("./schemes/token.ts"),
  basic: () => import("./schemes/basic.ts"),
  ed25519: () => import("./schemes/ed25519.ts"),
};
