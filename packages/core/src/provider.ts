import type { Delivery } from "./delivery.ts";
import type { Encoding, Hash, Signature } from "./signature.ts";

/** Where a value sits in a delivery. Header names are lower-case. */
export type Field = HeaderField | JsonField | QueryField | FormField | BodyField | ClaimField;

/** A header; `split` cuts it into parts, `prefix` chooses among them (or must stand before the whole) and is cut off. */
export interface HeaderField {
  readonly header: string;
  readonly split?: string;
  readonly prefix?: string;
  /** The first of the parts that count, by its place, where no prefix tells them apart. Default 0. */
  readonly from?: number;
  /** The place of the first part that counts no more. Default: all do. */
  readonly to?: number;
  /** A path into the JSON that the header holds, as it is or in base64. */
  readonly json?: string;
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
  /** Cuts what a signature's field holds into several, as in {@link HeaderField}. */
  readonly split?: string;
}

/** The whole body. */
export interface BodyField {
  readonly body: "text";
}

/**
 * A claim of the verified token, or one that the form's `claims` make, as a path like that of a {@link JsonField};
 * nothing before it is verified.
 */
export interface ClaimField {
  readonly claim: string;
}

/** A field, or several of which the first that is present counts. */
export type OneOrMore<T> = T | readonly T[];

/** When the delivery was signed. */
export type Timestamp = Field & {
  /**
   * Decimal digits of seconds or milliseconds since the epoch, or an ISO 8601 time: with its zone, or in UTC with the `Z`
   * left out.
   */
  readonly unit: "s" | "ms" | "iso" | "isoZ";
  /** Seconds that it may lie off, either way. Default 300 where the signature covers it, else not checked. */
  readonly tolerance?: number;
};

/** What a {@link ContentFunction} may read. Nothing of it is known to be genuine. */
export interface ContentSource {
  readonly delivery: Delivery;
  /** The receiver's, where it is given. */
  readonly url: string;
  /** The body as JSON, or `undefined` where it isn't. */
  readonly json: () => unknown;
  /** The body as a form. */
  readonly form: () => URLSearchParams;
  /** The text of the first field that is present and not empty. */
  readonly read: (field: OneOrMore<Field> | undefined) => string | undefined;
}

/**
 * Makes a part of the signed content that no field holds as it is: sorted, joined or serialised. It may be empty;
 * `undefined` where it can't be made. It does not throw, whatever is sent.
 */
export type ContentFunction = (source: ContentSource) => string | undefined;

/** A set that is the whole body, otherwise than a receiver gives it to a handler. */
export interface BodySet {
  readonly body: "multipart" | "coded";
}

/** One way in which a provider signs. */
export interface Form {
  /** Several: any may match. */
  readonly signature: OneOrMore<Signature>;
  readonly timestamp?: Timestamp;
  /** What is signed leaves the body out, so that whoever captured a delivery can give it another body. */
  readonly bodyUnsigned?: true;
  /** Further names for the content's template: where they are, or how they are made of what is there. */
  readonly fields?: Readonly<Record<string, OneOrMore<Field> | ContentFunction>>;
  /**
   * Several sets, each with its own timestamp and signatures, and each judged by itself. Of those in a header one has
   * to be right; of those that are the items of a JSON list, each. What a field of a form holds, URL-encoded or
   * multipart, is one set. A field is then looked for in the set. Of a body that is
   * `"multipart"` the parts that are no files are the set, as the fields of a form; one that came `"coded"`, which is
   * compressed, is the set as it came, for it is signed so. Any other body is as it is.
   */
  readonly sets?:
    | { readonly header: string; readonly split: string }
    | JsonField
    | FormField
    | BodySet;
  /**
   * What a delivery says that is verified, where no field holds it as it is; of the set, where there is one. It is read
   * by a {@link ClaimField}. It does not throw.
   */
  readonly claims?: (source: ContentSource) => Readonly<Record<string, unknown>> | undefined;
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
  | { readonly scheme: "sha256"; readonly content: string }
  /** As the provider's own signatures are made, the first where there are several. */
  | { readonly scheme: "signature"; readonly content: string };

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
  /**
   * Default: 200, without a body. In JSON the challenge is escaped. `{verifyToken}` stands for the receiver's first, and a
   * receiver without one does not answer.
   */
  readonly reply: {
    readonly status?: 200 | 204;
    readonly contentType?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

/** One delivery that carries many events. Its fields are those of an event of the list. */
export interface Batch {
  /** Where the list is in the body; `{ json: "" }` is the body itself. Of several, the first that is a list. */
  readonly at: OneOrMore<JsonField | FormField>;
  /**
   * Lists inside an item, level by level: the paths of a level, as in a {@link JsonField}. Each item of such a list is an
   * event: what holds the lists, with this item alone in its own and without the others. An item that has none of them is
   * an event itself.
   */
  readonly within?: readonly (readonly string[])[];
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
  /** A retry has another body under the same id: it counts its attempts, for one. Such an id has to be signed. */
  readonly retriesDiffer?: true;
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
  readonly claims?: never;
}

/** Who sends the webhook, as a value: everything that is known of the provider's scheme. */
export type Provider = SingleFormProvider | MultiFormProvider;
