/** Where a value sits in a delivery. Header names are lower-case. */
export type Field = HeaderField | JsonField | QueryField | FormField | BodyField | ClaimField;

/** A header; `split` cuts it into parts, `prefix` chooses among them (or must stand before the whole) and is cut off. */
export interface HeaderField {
  readonly header: string;
  readonly split?: string;
  readonly prefix?: string;
}

/** A value in the JSON body: property names and list indexes joined by dots. Strings and safe integers count. */
export interface JsonField {
  readonly json: string;
}

/** A parameter of the URL's query. */
export interface QueryField {
  readonly query: string;
}

/** A field of a form-encoded body; with `json`, a path into the JSON which that field holds. */
export interface FormField {
  readonly form: string;
  readonly json?: string;
}

/** The whole body. */
export interface BodyField {
  readonly body: "text";
}

/** A claim of the verified token, as a path like that of a {@link JsonField}; nothing before it is verified. */
export interface ClaimField {
  readonly claim: string;
}

/** A field, or several of which the first that is present counts. */
export type OneOrMore<T> = T | readonly T[];

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
        /** A template: `{secret}` is the receiver's secret, `{url}` its URL. */
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
   * `{method}`, the names of the form's `fields`, and the text between them.
   */
  readonly content: string;
}

/** A keyed hash (RFC 2104) over `content`. */
export interface HmacSignature extends ContentSignature {
  readonly scheme: "hmac";
  readonly hash: Hash;
}

/**
 * A plain hash over the secret and `content`. With the secret in front, whoever has seen one signature can make that
 * of a longer content; it is here because providers use it.
 */
export interface DigestSignature extends ContentSignature {
  readonly scheme: "digest";
  readonly hash: "MD5" | Hash;
  /** Where the secret stands. */
  readonly secretAt: "start" | "end";
}

/** Ed25519 (RFC 8032) over `content`; the receiver's secret is the 32-byte public key, the sender's the 32-byte seed. */
export interface Ed25519Signature extends ContentSignature {
  readonly scheme: "ed25519";
}

/**
 * ECDSA over the curve P-256 (FIPS 186-5). The receiver's secret is the public key (SPKI), the sender's the private
 * one (PKCS #8), as DER in the secret's encoding.
 */
export interface EcdsaSignature extends ContentSignature {
  readonly scheme: "ecdsa";
  readonly hash: Hash;
  /** `der`: as X.509 has it (RFC 3279, section 2.2.3); `raw`: r and s, 32 bytes each. */
  readonly form: "der" | "raw";
}

/** RSA (RFC 8017), with keys as for {@link EcdsaSignature}. SHA-1 is here because providers still use it. */
export interface RsaSignature extends ContentSignature {
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
  /** The only ones that count; the token chooses among them and has no other say in how it is verified. */
  readonly algorithms: OneOrMore<"HS256" | "HS384" | "HS512"> | "RS256" | "ES256" | "EdDSA";
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

/** When the delivery was signed. */
export type Timestamp = Field & {
  /** Decimal digits of seconds or milliseconds since the epoch, or an ISO 8601 time with its zone. */
  readonly unit: "s" | "ms" | "iso";
  /** Seconds that it may lie off, either way. Default 300 where the signature covers it, else not checked. */
  readonly tolerance?: number;
};

/** One way in which a provider signs. */
export interface Form {
  /** Several: any may match. */
  readonly signature: OneOrMore<Signature>;
  readonly timestamp?: Timestamp;
  /** What is signed leaves the body out, so that whoever captured a delivery can give it another body. */
  readonly bodyUnsigned?: true;
  /** Further names for the content's template. */
  readonly fields?: Readonly<Record<string, OneOrMore<Field>>>;
  /** A header that holds several sets, each with its own timestamp and signatures; each is judged by itself. */
  readonly sets?: { readonly header: string; readonly split: string };
  /** The body must begin so. Keeps what was signed under another form from being read as a body of this one. */
  readonly bodyStart?: string;
}

/** What a handshake is known by: a field that is there, or that has one value. */
export type HandshakeSign = Field & { readonly equals?: string };

/** What shows a provider that the endpoint knows a secret. `content` is a template of `{challenge}`. */
export type HandshakeAnswer =
  /** Keyed by the receiver's secret. */
  | {
      readonly scheme: "hmac";
      readonly hash: Hash;
      readonly encoding: Exclude<Encoding, "utf8">;
      readonly content: string;
    }
  /** SHA-256 in hex; `{verifyToken}` and `{url}` stand for the receiver's options. */
  | { readonly scheme: "sha256"; readonly content: string };

/**
 * How a provider finds out who owns an endpoint. What the provider signs is answered once it is verified; what comes
 * by GET, HEAD or OPTIONS nobody signs, so nothing is told in return but what was sent.
 */
export interface Handshake {
  /** Default `POST`. */
  readonly method?: "POST" | "GET" | "HEAD" | "OPTIONS";
  /** It is a POST, and yet the provider does not sign it. */
  readonly unsigned?: true;
  /** All of these have to hold. */
  readonly when?: OneOrMore<HandshakeSign>;
  /** Where the provider says the receiver's `verifyToken`; with another the answer is 403. */
  readonly verifyToken?: Field;
  /** What `{challenge}` stands for in the reply. */
  readonly challenge?: OneOrMore<Field>;
  /**
   * What the challenge has to look like. Needed with `answer`, which must not be had for text that could be the
   * content of a delivery.
   */
  readonly challengeSyntax?: RegExp;
  /** What `{answer}` stands for in the reply. */
  readonly answer?: HandshakeAnswer;
  /** Default: 200, without a body. In JSON the challenge is escaped. */
  readonly reply: {
    readonly status?: 200 | 204;
    readonly contentType?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

/** One delivery that carries many events. Its fields are those of an event of the list. */
export interface Batch {
  /** Where the list is in the body; `{ json: "" }` is the body itself. */
  readonly at: JsonField | FormField;
  readonly deliveryId?: OneOrMore<JsonField>;
  readonly eventType?: OneOrMore<JsonField>;
}

/** The exact answer that a provider wants, where `{"received":true}` with status 200 won't do. */
export interface Acknowledgement {
  readonly status?: 200 | 201 | 202 | 204;
  readonly contentType?: string;
  readonly body?: string;
}

interface ProviderBase {
  /** Lower-case letters, digits and hyphens; also the name of the preset's file. */
  readonly id: string;
  readonly name: string;
  /** The page that describes the scheme. */
  readonly docs: string;
  readonly deliveryId?: OneOrMore<Field>;
  readonly eventType?: OneOrMore<Field>;
  /** The form field that holds the JSON, where the provider sends forms; or the claims that are the payload. */
  readonly payload?: { readonly form: string } | ClaimField;
  readonly handshake?: OneOrMore<Handshake>;
  readonly batch?: Batch;
  readonly acknowledge?: Acknowledgement;
}

/** A provider that signs in one way. */
export interface SingleFormProvider extends ProviderBase, Form {
  readonly forms?: never;
}

/**
 * A provider that signs in several ways, by name. A delivery is judged by the first form whose signature and
 * timestamp it carries, and by that one alone.
 */
export interface MultiFormProvider extends ProviderBase {
  readonly forms: Readonly<Record<string, Form>>;
  readonly signature?: never;
  readonly timestamp?: never;
  readonly sets?: never;
}

/** Who sends the webhook, as a value: everything that is known of the provider's scheme. */
export type Provider = SingleFormProvider | MultiFormProvider;
