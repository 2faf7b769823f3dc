import type { Content } from "./content.ts";
import type { Encoding, Field, OneOrMore, SecretFormat, Signature } from "./provider.ts";
import { hmacScheme } from "./schemes/hmac.ts";

/** Where a signature is carried, how it is written, and what it covers. */
export interface Carriage {
  readonly field: OneOrMore<Field>;
  readonly encoding: Encoding;
  readonly secret?: SecretFormat;
  /** Template of the signed content; absent where nothing is signed. */
  readonly content?: string;
}

/** How one kind of signature is checked. */
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
export const schemeOf = ({ scheme }: Signature): Scheme | Promise<Scheme> =>
  scheme === "hmac"
    ? hmacScheme
    : import("./further-schemes.ts").then(({ furtherSchemes }) => furtherSchemes[scheme]());

/** Where a signature is carried: the scheme or the literal says so. */
export const carriageOf = ({ carriage }: Scheme | Signer, signature: Signature): Carriage =>
  carriage ?? (signature as Carriage);
