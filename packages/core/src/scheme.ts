import type { Content } from "./content.ts";
import type { Claims } from "./delivery-reader.ts";
import type { Judgement } from "./judge.ts";
import { onDemand } from "./on-demand.ts";
import type { Field, OneOrMore } from "./provider.ts";
import { hmacScheme } from "./schemes/hmac.ts";
import type { Encoding, SecretFormat, Signature } from "./signature.ts";

/** Where a signature is carried, how it is written, and what it covers. */
export interface Carriage {
  readonly field: OneOrMore<Field>;
  readonly encoding: Encoding;
  readonly secret?: SecretFormat;
  /** What one signature looks like. Default: what its encoding does. */
  readonly syntax?: RegExp;
  /** Template of the signed content; absent where nothing is signed. */
  readonly content?: string;
}

/** Is it proven, and by which claims, where it is a token? */
export type Proof = boolean | Claims;

/** How one kind of signature is checked. */
export interface Scheme {
  /** What the scheme itself fixes, instead of the provider's literal. */
  readonly carriage?: Partial<Carriage>;
  /** Makes a key of a secret's bytes, `undefined` where they are none; called once per secret. */
  readonly prepare: (secret: Uint8Array, signature: Signature) => unknown;
  /**
   * Is one of the candidates the signature of `content` under `key`, in that encoding? Compares in constant time. For a
   * token that is verified, it gives the claims.
   */
  readonly matches: (
    key: unknown,
    candidates: readonly string[],
    content: Content,
    encoding: Encoding,
    judgement: Judgement,
  ) => Proof | Promise<Proof>;
}

/** How one kind of signature is made. */
export interface Signer {
  readonly carriage?: Partial<Carriage>;
  readonly sign: (
    secret: Uint8Array,
    signature: Signature,
    content: Content,
  ) => string | Promise<string>;
}

const loadFurther = /* @__PURE__ */ onDemand(() => import("./further-schemes.ts"));

const loadScheme = async (scheme: Exclude<Signature["scheme"], "hmac">): Promise<Scheme> =>
  (await loadFurther()).furtherSchemes[scheme]();

/** All but HMAC are loaded when first needed, so that they are not in the bundle of an application that never does. */
export const schemeOf = ({ scheme }: Signature): Scheme | Promise<Scheme> =>
  scheme === "hmac" ? hmacScheme : loadScheme(scheme);

/** Where a signature is carried: the scheme or the literal says so. */
export const carriageOf = ({ carriage }: Scheme | Signer, signature: Signature): Carriage =>
  carriage ? ({ ...signature, ...carriage } as Carriage) : (signature as Carriage);
