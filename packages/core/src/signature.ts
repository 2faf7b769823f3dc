import type { Field, OneOrMore } from "./provider.ts";

/** How bytes are written as text. Hex is lower-case, base64 padded, base64url unpadded; nothing else is accepted. */
export type Encoding = "hex" | "base64" | "base64url" | "utf8";

/** How a secret's text becomes the key's bytes. Without it: the UTF-8 bytes of the text as it is. */
export interface SecretFormat {
  /** Cut off before decoding, where the secret has it. Counts only with an `encoding`. */
  readonly prefix?: string;
  /** The secret must have the prefix: it tells this kind of key from another. */
  readonly prefixRequired?: boolean;
  /** The prefix of the private key that signs, where the scheme has a key pair. */
  readonly signingPrefix?: string;
  /** `pem`: RFC 7468, whatever its label and line breaks. `jwk`: RFC 7517, as JSON. */
  readonly encoding?: Encoding | "pem" | "jwk";
  /** Base64 of either alphabet, padded or not, whatever its last bits: as some providers' own libraries read it. */
  readonly loose?: true;
  /** What people paste by mistake: prefix of the wrong value -> what that value is. */
  readonly mistaken?: Readonly<Record<string, string>>;
}

interface SignatureBase {
  readonly field: OneOrMore<Field>;
  readonly encoding: Exclude<Encoding, "utf8">;
  readonly secret?: SecretFormat;
  /** What else has to hold. */
  readonly requires?: OneOrMore<Requirement>;
}

/** What a field that the signature covers has to hold. A claim that is a list has to hold it among others. */
export type Requirement = Field &
  (
    | {
        /**
         * A template: `{secret}` is the receiver's secret, `{url}` its URL. Of a secret that is written as several parts
         * with `|` between them, `{secret.0}` is the first.
         */
        readonly equals: string;
      }
    | {
        /** The SHA-256 of this. */
        readonly hashOf: "body" | "url";
        readonly encoding: Exclude<Encoding, "utf8">;
        /** When the field may be missing. Default: never. */
        readonly missing?: "with an empty body" | "always";
      }
  );

/** A signature over what `content` says. */
interface ContentSignature extends SignatureBase {
  /**
   * Template of what is signed: `{body}`, `{timestamp}`, `{id}`, `{url}`, `{path}` (the URL's path and query),
   * `{method}`, `{secret}` where that is no key, the names of the form's `fields`, and the text between them.
   */
  readonly content: string;
}

/**
 * Where a provider publishes its public keys: there they are fetched, over https and without following redirects, and
 * remembered. The receiver's secret is then no key, but whatever `requires`, the content or this URL says.
 */
export interface KeySource {
  /** `jwks`: RFC 7517, section 5; `x509`: a certificate (RFC 5280) as PEM, that is valid now. */
  readonly format: "jwks" | "x509";
  /** A template of the receiver's secret, as that of a {@link Requirement}; or where the delivery says it. */
  readonly url: string | Field;
  /** Where the delivery says which key of a set it is, if the token itself doesn't. */
  readonly id?: Field;
  /**
   * What the URL may be, all of it; `*` stands for letters, digits and hyphens. Without it no URL of a delivery
   * counts, and any of the receiver's own.
   */
  readonly from?: OneOrMore<string>;
}

/** A signature by a private key. */
interface PublicKeySignature extends ContentSignature {
  readonly keys?: KeySource;
}

/** A keyed hash (RFC 2104) over `content`. */
export interface HmacSignature extends ContentSignature {
  readonly scheme: "hmac";
  readonly hash: Hash;
}

/**
 * A plain hash over the secret and `content`. With the secret in front, whoever has seen one signature can make that
 * of a longer content; it is here because providers use it. So are `key`, an HMAC by what {@link HmacSignature} leaves
 * out, MD5 or the spelling of its hex.
 */
export interface DigestSignature extends ContentSignature {
  readonly scheme: "digest";
  readonly hash: "MD5" | Hash;
  /** Where the secret stands, or that it is the key of an HMAC. */
  readonly secretAt: "start" | "end" | "key";
  /** The hex is in capitals. Default: in small letters. */
  readonly letters?: "upper";
  /** `{body}` stands for this hash of the body in base64, and for nothing where the body is empty. */
  readonly bodyHash?: "MD5" | Hash;
  /**
   * The receiver's secret is a public name and the secret itself, with `|` between them. The name stands before the
   * content, or with `|` before the signature.
   */
  readonly named?: "content" | "signature";
  /** The key is this hash of the secret. */
  readonly secretHash?: "MD5" | Hash;
}

/** Ed25519 (RFC 8032) over `content`; the receiver's secret is the 32-byte public key, the sender's the 32-byte seed. */
export interface Ed25519Signature extends ContentSignature {
  readonly scheme: "ed25519";
}

/**
 * ECDSA over the curve P-256 (FIPS 186-5). The receiver's secret is the public key (SPKI), the sender's the private
 * one (PKCS #8), as DER in the secret's encoding.
 */
export interface EcdsaSignature extends PublicKeySignature {
  readonly scheme: "ecdsa";
  readonly hash: Hash;
  /** `der`: as X.509 has it (RFC 3279, section 2.2.3); `raw`: r and s, 32 bytes each. */
  readonly form: "der" | "raw";
}

/** RSA (RFC 8017), with keys as for {@link EcdsaSignature}. SHA-1 is here because providers still use it. */
export interface RsaSignature extends PublicKeySignature {
  readonly scheme: "rsa";
  readonly hash: Hash;
  /** `pkcs1`: RSASSA-PKCS1-v1_5; `pss`: RSASSA-PSS, its salt as long as the hash. */
  readonly padding: "pkcs1" | "pss";
}

/** How a token is signed (RFC 7518, RFC 8037). */
export type TokenAlgorithm = "HS256" | "HS384" | "HS512" | "RS256" | "ES256" | "EdDSA";

/**
 * A signed token (JWT, RFC 7519, in the compact form of RFC 7515). It covers nothing of the delivery but what
 * `requires` compares with its claims. The times `exp`, `nbf` and `iat` are checked wherever a token has them.
 */
export interface JwtSignature extends Omit<SignatureBase, "encoding"> {
  readonly scheme: "jwt";
  /** What is signed in place of claims, where the token leaves its payload out (RFC 7515, appendix F). */
  readonly content?: string;
  /** The only ones that count; the token chooses among them and has no other say in how it is verified. */
  readonly algorithms: OneOrMore<"HS256" | "HS384" | "HS512"> | "RS256" | "ES256" | "EdDSA";
  readonly keys?: KeySource;
  /** A token without `exp` is refused. */
  readonly expires?: true;
  /** Seconds by which clocks may differ where `exp`, `nbf` and `iat` are checked. Default 300. */
  readonly leeway?: number;
}

/** The secret itself, sent along. It says who sent, and nothing about the body. */
export interface TokenSignature extends Omit<SignatureBase, "encoding"> {
  readonly scheme: "token";
  readonly encoding: Encoding;
}

/** HTTP Basic (RFC 7617); the secret is `user:password`. It says who sent, and nothing about the body. */
export interface BasicSignature {
  readonly scheme: "basic";
}

/** What proves that a delivery is the provider's. */
export type Signature =
  | HmacSignature
  | DigestSignature
  | Ed25519Signature
  | EcdsaSignature
  | RsaSignature
  | JwtSignature
  | TokenSignature
  | BasicSignature;

/** The hash functions that HMAC schemes use; SHA-1 is sound as an HMAC, and no more than that. */
export type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";
